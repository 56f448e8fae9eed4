use crate::{
    settings::{Place, Through},
    world::World,
};
use anyhow::Result;
use clap::{Args, ValueEnum};
use domain::{CampaignId, EmailAddress};
use mailroom::{
    Member,
    campaigns::{self, Settlement, Whom},
};
use std::process::ExitCode;

/// Send again to people who failed
///
/// With all retries before them; `pabal serve` or `pabal resume` then sends.
#[derive(Args)]
#[group(skip)]
#[command(verbatim_doc_comment)]
pub struct RequeueArgs {
    campaign: CampaignId,
    /// Everybody who failed or bounced for a reason that may pass
    #[arg(long, required_unless_present = "addresses", conflicts_with = "addresses")]
    all: bool,
    /// Only this person; may be given several times
    #[arg(long = "address", value_name = "ADDRESS")]
    addresses: Vec<EmailAddress>,
    #[command(flatten)]
    place: Place,
}

/// Decide doubts that no report will
///
/// Everybody in doubt of the campaign, or those named, was mailed or was not. Who was not is
/// mailed again.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Settle {
    campaign: CampaignId,
    /// How the doubts ended
    #[arg(long = "as", value_name = "ANSWER")]
    answer: Answer,
    /// Only this person; may be given several times
    #[arg(long = "address", value_name = "ADDRESS")]
    addresses: Vec<EmailAddress>,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Answer {
    Sent,
    Unsent,
}

impl RequeueArgs {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let who = if self.all { Whom::Everybody } else { Whom::Addresses(self.addresses) };
        let asked = campaigns::requeue(&world.mailroom, &Member::operator(), self.campaign, &who).await;
        world.close().await;
        println!("{} to be sent again; pabal serve does it, or: pabal resume", people(asked?));
        Ok(ExitCode::SUCCESS)
    }
}

impl Settle {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let settlement = match self.answer {
            Answer::Sent => Settlement::Sent,
            Answer::Unsent => Settlement::Unsent,
        };
        let who = if self.addresses.is_empty() { Whom::Everybody } else { Whom::Addresses(self.addresses) };
        let settled = campaigns::settle(&world.mailroom, &Member::operator(), self.campaign, settlement, &who).await;
        world.close().await;
        match self.answer {
            Answer::Sent => println!("{} settled as sent", people(settled?)),
            Answer::Unsent => {
                println!("{} settled as not sent; pabal serve mails them again, or: pabal resume", people(settled?))
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn people(n: usize) -> String {
    if n == 1 { "1 person".into() } else { format!("{n} people") }
}
