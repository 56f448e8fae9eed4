mod people;
mod sending;

use crate::{
    settings::{Mirrors, People, Place, Through},
    world::World,
};
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::feedback::FeedState;
use mailroom::{
    Mailroom, events, images,
    ledger::recount,
    mirror,
    work_queue::{Standing, WorkQueue},
};
use std::process::ExitCode;

/// Check everything this installation needs
///
/// The data folder, the database, the carrier, its account and the DNS records of senders' domains, the place of pictures,
/// where people come from and what is mirrored, and that the totals of every campaign are true.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    through: Through,
    #[command(flatten)]
    people: People,
    #[command(flatten)]
    mirrors: Mirrors,
}

/// One thing looked at: what it is, and how it is.
type Finding = (&'static str, Result<String>);

impl Doctor {
    pub async fn run(self) -> Result<ExitCode> {
        let world = match World::open(&self.place, &self.through).await {
            Ok(world) => world,
            Err(error) => return Ok(say(vec![("database", Err(error))])),
        };
        let mut findings = vec![
            ("data folder", Ok(world.data.display().to_string())),
            ("database", database(&world).await),
            ("carrier", carrier(&world).await),
            ("work queue", work_queue(&world).await),
            ("pictures", images::check(&world.mailroom).await.map_err(anyhow::Error::from)),
            ("totals", totals(&world.mailroom).await),
            ("reports", reports(&world.mailroom).await),
        ];
        findings.extend(sending::findings(&world).await);
        findings.extend(people::findings(&world.mailroom, &self.people).await);
        findings.extend(mirrored(&world.mailroom, &self.mirrors, &self.people).await);
        world.close().await;
        Ok(say(findings))
    }
}

fn say(findings: Vec<Finding>) -> ExitCode {
    let mut well = true;
    for (what, how) in findings {
        match how {
            Ok(how) => println!("ok       {what}: {how}"),
            Err(error) => {
                well = false;
                println!("problem  {what}: {error:#}");
            }
        }
    }
    if well { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

async fn database(world: &World) -> Result<String> {
    let version = world.mailroom.database_version().await?;
    let whose = if world.keeps_cluster() { "private, kept by this process" } else { "kept by somebody else" };
    Ok(format!("Postgres {version}, {whose}"))
}

async fn carrier(world: &World) -> Result<String> {
    let mailer = world.mailer(&world.carrier()).await?;
    let quota = mailer.quota().await.map_err(|fault| anyhow::anyhow!("{}: {}", mailer.account(), fault.reason()))?;
    let rate = quota.rate_per_second.map_or("no limit".into(), |rate| format!("{rate} a second"));
    let left = quota.left_today.map_or("no daily quota".into(), |left| format!("{left} left today"));
    let sandbox = if quota.sandbox { ", in the sandbox: only verified addresses can be mailed" } else { "" };
    Ok(format!("{}: {rate}, {left}{sandbox}", mailer.account()))
}

async fn work_queue(world: &World) -> Result<String> {
    let WorkQueue::Sqs(queue) = world.work_queue().await? else {
        return Ok("none; dispatchers ask the database".into());
    };
    let name = queue.name();
    let Standing { waiting, in_flight, given_up } =
        queue.standing().await.with_context(|| format!("the SQS queue {name} cannot be asked"))?;
    match given_up {
        Some(given_up) => Ok(format!("SQS {name}: {waiting} wait, {in_flight} in work, {given_up} given up")),
        None => bail!(
            "SQS {name} has no dead-letter queue: give it a redrive policy with maxReceiveCount 5, so that pointers that no \
             dispatcher can follow do not come for ever"
        ),
    }
}

/// Whether what carriers report reaches us.
async fn reports(mailroom: &Mailroom) -> Result<String> {
    let (feeds, kept) = events::feeds(mailroom).await?;
    let mut said: Vec<String> = feeds.iter().map(feed).collect();
    if said.is_empty() {
        said.push("none came yet".into());
    }
    if kept > 0 {
        said.push(format!("{kept} could not be read and are kept in the table kept_reports"));
    }
    let silent = events::silent(mailroom).await?;
    said.extend(silent.iter().map(|campaign| {
        format!("campaign {campaign} sent more than 100 letters through Amazon SES, and no report came for 15 minutes")
    }));
    match feeds.iter().any(|feed| feed.problem.is_some()) || !silent.is_empty() {
        true => anyhow::bail!("{}", said.join("; ")),
        false => Ok(said.join("; ")),
    }
}

fn feed(feed: &FeedState) -> String {
    let last = match feed.last {
        Some(last) => {
            let lag = last.lag_seconds().map(|lag| format!(", {lag} s after what it reports")).unwrap_or_default();
            format!("{} came, the last at {:.0}{lag}", feed.reports, last.arrived_at)
        }
        None => "nothing came yet".into(),
    };
    let behind = if feed.is_behind { ", and more wait there" } else { "" };
    let problem =
        feed.problem.as_ref().map(|problem| format!(", and it cannot be read: {problem}")).unwrap_or_default();
    format!("{} of {}: {last}{behind}{problem}", feed.name, feed.account)
}

/// One for each mirror that is set here or noted for.
async fn mirrored(mailroom: &Mailroom, mirrors: &Mirrors, people: &People) -> Vec<Finding> {
    let mut findings = vec![];
    for opened in [mirrors.open().await.map_err(Into::into), people.opened_mirror().await.map(Vec::from_iter)] {
        match opened {
            Ok(opened) => {
                for mirror in &opened {
                    let checked = mirror.check().await.map(|()| format!("{} can be written to", mirror.target()));
                    findings.push(("mirror", checked.map_err(anyhow::Error::from)));
                }
            }
            Err(error) => findings.push(("mirror", Err(error))),
        }
    }
    match mirror::standing(mailroom).await {
        Ok(standing) => findings.extend(standing.iter().map(|mirror| ("mirror", owed(mirror)))),
        Err(error) => findings.push(("mirror", Err(error.into()))),
    }
    findings
}

fn owed(mirror: &mirror::Standing) -> Result<String> {
    let mirror::Standing { kind, target, waiting, .. } = mirror;
    let since = mirror.waiting_since.map(|since| format!(", the oldest since {since:.0}")).unwrap_or_default();
    match &mirror.last_error {
        Some(error) => anyhow::bail!("{waiting} of kind {kind} wait to be written to {target}{since}: {error}"),
        None => Ok(format!("{waiting} of kind {kind} wait to be written to {target}{since}")),
    }
}

async fn totals(mailroom: &Mailroom) -> Result<String> {
    let recounts = recount::recount_all(mailroom).await?;
    let wrong: Vec<String> = recounts
        .iter()
        .filter(|recount| !recount.adds_up())
        .map(|r| format!("campaign {}: booked {:?}, counted {:?}", r.campaign, r.booked, r.counted))
        .collect();
    if wrong.is_empty() {
        return Ok(format!("{} campaigns add up", recounts.len()));
    }
    anyhow::bail!("{}", wrong.join("; "))
}
