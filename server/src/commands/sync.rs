use crate::{
    settings::{Place, Through},
    world::World,
};
use anyhow::{Result, bail};
use clap::Args;
use mailroom::{mailer::Mailer, suppressions};
use std::process::ExitCode;

/// Read Amazon SES's own list of suppressed addresses
///
/// `serve` does so every night. Whoever came onto the account's list is never mailed from then on.
/// Ours are added there only where that is switched on, on the page of suppressions; nothing is
/// deleted there.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct SyncSuppressions {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    through: Through,
}

impl SyncSuppressions {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &self.through).await?;
        let synced = match world.mailer(&world.carrier()).await? {
            Mailer::Ses(ses) => suppressions::sync(&world.mailroom, &ses, suppressions::APART).await,
            Mailer::Outbox(_) | Mailer::Smtp(_) => {
                world.close().await;
                bail!("only Amazon SES keeps such a list; say --carrier ses");
            }
        };
        world.close().await;
        let synced = synced?;
        println!(
            "{} addresses came, {} of them new to us; {} of ours were added there",
            synced.found, synced.added, synced.pushed
        );
        Ok(ExitCode::SUCCESS)
    }
}
