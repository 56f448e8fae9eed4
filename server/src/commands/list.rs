use crate::{
    report::{self, sentence},
    settings::{Place, Through},
    world::World,
};
use anyhow::Result;
use clap::Args;
use domain::{CampaignId, DeliveryState, report::CampaignSummary};
use mailroom::{
    campaigns,
    recipients::{self, LIMIT_MAX, RecipientQuery},
};
use serde::Serialize;
use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

/// Say how campaigns stand
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Status {
    /// One campaign; all of them, newest first, where none is named
    campaign: Option<CampaignId>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// List the people of a campaign and how each of them stands
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Recipients {
    campaign: CampaignId,
    /// Only people in this state, such as `failed` or `in_doubt`
    #[arg(long)]
    state: Option<DeliveryState>,
    /// One JSON object a line
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Comma-separated values with a header, UTF-8 with a byte order mark for Excel
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    place: Place,
}

/// One campaign's line for programs.
#[derive(Serialize)]
struct StatusLine<'a> {
    campaign: CampaignId,
    name: &'a str,
    kind: &'a str,
    state: &'a str,
    halted_because: Option<&'a str>,
    launched_at: Option<jiff::Timestamp>,
    finished_at: Option<jiff::Timestamp>,
    audience: i64,
    states: domain::Totals,
    rejected_rows: u64,
}

impl Status {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let said = self.say(&world).await;
        world.close().await;
        said.map(|()| ExitCode::SUCCESS)
    }

    async fn say(&self, world: &World) -> Result<()> {
        if let Some(campaign) = self.campaign {
            return self.say_one(world, &campaigns::summary(&world.mailroom, campaign).await?).await;
        }
        let mut before = None;
        loop {
            let page = campaigns::list(&world.mailroom, before).await?;
            for summary in &page {
                self.say_one(world, summary).await?;
            }
            match page.last() {
                Some(last) => before = Some(last.id),
                None => break,
            }
        }
        if before.is_none() && !self.json {
            println!("no campaigns yet; see pabal send --help");
        }
        Ok(())
    }

    async fn say_one(&self, world: &World, summary: &CampaignSummary) -> Result<()> {
        if self.json {
            let line = StatusLine {
                campaign: summary.id,
                name: &summary.name,
                kind: summary.kind.as_str(),
                state: summary.state.as_str(),
                halted_because: summary.halted_because.as_ref().map(|why| why.en.as_str()),
                launched_at: summary.launched_at,
                finished_at: summary.finished_at,
                audience: summary.totals.audience(),
                states: summary.totals,
                rejected_rows: campaigns::rejected_rows(&world.mailroom, summary.id).await?,
            };
            println!("{}", serde_json::to_string(&line)?);
        } else {
            println!("campaign {} “{}” is {}; {}", summary.id, summary.name, summary.state, sentence(&summary.totals));
            report::advice(summary).iter().for_each(|line| println!("  {line}"));
        }
        Ok(())
    }
}

impl Recipients {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let said = self.say(&world).await;
        world.close().await;
        match said {
            // whoever read our output has had enough of it
            Err(error) if is_closed_pipe(&error) => Ok(ExitCode::SUCCESS),
            said => said.map(|()| ExitCode::SUCCESS),
        }
    }

    async fn say(&self, world: &World) -> Result<()> {
        campaigns::summary(&world.mailroom, self.campaign).await?;
        let mut query = RecipientQuery { state: self.state, limit: LIMIT_MAX, ..RecipientQuery::default() };
        let mut out = BufWriter::new(io::stdout().lock());
        if self.csv {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut csv = csv::Writer::from_writer(vec![]);
        loop {
            let page = recipients::page(&world.mailroom, self.campaign, &query).await?;
            for row in &page.rows {
                if self.json {
                    writeln!(out, "{}", serde_json::to_string(row)?)?;
                } else if self.csv {
                    csv.serialize(row)?;
                } else {
                    writeln!(
                        out,
                        "{:>7}  {:<10} {:>2}  {}  {}",
                        row.seq, row.state, row.attempts, row.address, row.detail
                    )?;
                }
            }
            out.write_all(
                &std::mem::replace(&mut csv, csv::WriterBuilder::new().has_headers(false).from_writer(vec![]))
                    .into_inner()?,
            )?;
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        out.flush()?;
        Ok(())
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
