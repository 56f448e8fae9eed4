use crate::{
    settings::{People, Place, Through},
    world::World,
};
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::people_source::SourceRun;
use mailroom::people_sources::{self, Source};
use std::process::ExitCode;

/// Rejected rows shown on a terminal; the pages show all.
const REJECTIONS_SHOWN: i64 = 20;

/// Bring people in from the shop's own database or DynamoDB
///
/// The first time all of them, from then on those that changed; one that was interrupted goes on
/// where it stopped. `serve` does so by the hour. A refusal is never turned back into consent, and
/// nothing is written there.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct SyncPeople {
    /// End with one JSON object a source on standard output
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    people: People,
    #[command(flatten)]
    place: Place,
}

impl SyncPeople {
    pub async fn run(self) -> Result<ExitCode> {
        let sources = self.people.sources().await?;
        if sources.is_empty() {
            bail!("no source of people is named; set PABAL_SHOP_URL or PABAL_DYNAMODB_USERS");
        }
        let world = World::open(&self.place, &Through::none()).await?;
        let mut said = Ok(());
        for source in &sources {
            said = self.sync(&world, source).await;
            if said.is_err() {
                break;
            }
        }
        world.close().await;
        said.map(|()| ExitCode::SUCCESS)
    }

    async fn sync(&self, world: &World, source: &Source) -> Result<()> {
        let run = people_sources::sync(&world.mailroom, source, |_| {}).await;
        let run = run.with_context(|| format!("the source ‘{}’", source.name()))?;
        if self.json {
            println!("{}", serde_json::to_string(&run)?);
            return Ok(());
        }
        println!("{}", told(&run));
        for row in people_sources::rejections(&world.mailroom, run.id, None, REJECTIONS_SHOWN).await? {
            println!("  row {}: {} — {:?}", row.row, row.reason, row.raw);
        }
        Ok(())
    }
}

fn told(run: &SourceRun) -> String {
    let read = if run.is_whole { "rows" } else { "changed rows" };
    format!(
        "{}: {} {read}: {} people added, {} updated, {} unchanged, {} rows repeated somebody, {} said no, {} rejected",
        run.source, run.rows_read, run.added, run.updated, run.unchanged, run.repeated, run.refused, run.rejected
    )
}
