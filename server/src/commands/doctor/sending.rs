//! The account letters leave through, and the domains they come from. Nothing to look at where letters become files.

use super::Finding;
use crate::world::World;
use anyhow::{Result, anyhow, bail};
use domain::{
    sending_domain::RecordState,
    ses::{Enforcement, IdentityLine, Part, Reports, ReportsState, SenderLine, SesAccount, Through},
};
use mailroom::{
    Mailroom, Member,
    mailer::Mailer,
    ses_account::{self, SesDesk},
};
use std::collections::BTreeSet;

pub async fn findings(world: &World) -> Vec<Finding> {
    let mailroom = match world.mailer(&world.carrier()).await {
        Ok(Mailer::Ses(ses)) => world.mailroom.clone().with_ses(Some(SesDesk { ses, topics: vec![] })),
        Ok(Mailer::Smtp(_)) => world.mailroom.clone(),
        // the finding about the carrier tells of one that cannot be opened
        Ok(Mailer::Outbox(_)) | Err(_) => return vec![],
    };
    let sending = match ses_account::account(&mailroom, &Member::operator()).await {
        Ok(sending) => sending,
        Err(error) => return vec![("sending account", Err(error.into()))],
    };
    let mut findings = Vec::new();
    let mut names: BTreeSet<String> = sending.senders.iter().map(|sender| sender.domain.clone()).collect();
    if let Through::Ses(parts) = sending.through {
        findings.push(("sending account", account(parts.account)));
        if let Ok(identities) = &parts.identities {
            let under = |sender: &SenderLine| sender.identity(identities).map(|identity| identity.name.clone());
            names = sending.senders.iter().filter_map(under).filter(|name| !name.contains('@')).collect();
        }
        findings.push(("senders", senders(parts.identities, &sending.senders)));
        findings.push(("configuration set", reports(parts.reports)));
    }
    for name in names {
        findings.push(("sender's domain", domain(&mailroom, &name).await));
    }
    findings
}

fn told<T>(part: Part<T>) -> Result<T> {
    part.map_err(|why| anyhow!("{why}"))
}

fn account(part: Part<SesAccount>) -> Result<String> {
    let account = told(part)?;
    let mode = if account.is_production { "production" } else { "sandbox" };
    let quota = match account.most_a_day {
        Some(most) => format!("{} of {most} letters used in 24 hours", account.sent_a_day),
        None => format!("{} letters in 24 hours, without a limit", account.sent_a_day),
    };
    let said = format!("{mode} in {}, {quota}, standing {}", account.region, account.enforcement);
    match account.enforcement {
        _ if !account.is_sending => bail!("{said}; Amazon has switched sending off"),
        Enforcement::Probation | Enforcement::Shutdown => bail!("{said}; answer the case in the AWS console"),
        Enforcement::Healthy | Enforcement::Unknown => Ok(said),
    }
}

fn senders(identities: Part<Vec<IdentityLine>>, senders: &[SenderLine]) -> Result<String> {
    let identities = told(identities)?;
    let is_fine = |sender: &&SenderLine| sender.identity(&identities).is_some_and(|identity| identity.is_sending);
    let refused: Vec<&str> =
        senders.iter().filter(|sender| !is_fine(sender)).map(|sender| sender.address.as_str()).collect();
    if refused.is_empty() {
        return Ok(format!("{} of {} may send", senders.len(), senders.len()));
    }
    bail!(
        "no verified domain or address lets these send: {}; verify them on the page of the sending account",
        refused.join(", ")
    )
}

fn reports(part: Part<Reports>) -> Result<String> {
    let Reports { name, state, .. } = told(part)?;
    let name = name.unwrap_or_default();
    match state {
        ReportsState::Good => Ok(format!("{name} sends every kind of report to a topic")),
        ReportsState::Unnamed => {
            bail!("none is named, so Amazon SES reports nothing; start with --ses-configuration-set")
        }
        ReportsState::Missing => bail!("there is no {name}; set it up on the page of the sending account"),
        ReportsState::Paused => bail!("sending is switched off in {name}; switch it on in the AWS console"),
        ReportsState::NoTopic => {
            bail!("{name} sends its reports to no topic; set it up on the page of the sending account")
        }
        ReportsState::Lacks(kinds) => {
            bail!("{name} does not report {}; set it up on the page of the sending account", kinds.join(", "))
        }
    }
}

async fn domain(mailroom: &Mailroom, name: &str) -> Result<String> {
    let check = ses_account::check(mailroom, &Member::operator(), name).await?;
    let is_fine = |state| matches!(state, RecordState::Good | RecordState::Advice);
    let wrong: Vec<String> = check
        .records
        .iter()
        .filter(|record| !is_fine(record.state))
        .map(|record| format!("{} {}: {} ({})", record.kind.as_str(), record.name, record.state.as_str(), record.says))
        .collect();
    match wrong.is_empty() {
        true => Ok(format!("{name} has {} records, all as they should be", check.records.len())),
        false => bail!("{name}: {}", wrong.join("; ")),
    }
}
