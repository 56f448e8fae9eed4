use crate::{
    progress::Progress,
    settings::{Place, Through},
    world::World,
};
use anyhow::{Context, Result};
use clap::Args;
use mailroom::contacts::import::{self, Report, Source};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Rejected rows shown on a terminal; the pages show all.
const REJECTIONS_SHOWN: i64 = 20;

/// Bring people in from a CSV file
///
/// All of its usable rows or, after an error, none. An import never turns a refusal back into
/// consent.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Import {
    /// CSV with column names in its first row: UTF-8, UTF-16 or CP949
    file: PathBuf,
    /// End with one JSON object on standard output
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Import {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let said = self.bring_in(&world).await;
        world.close().await;
        said.map(|()| ExitCode::SUCCESS)
    }

    async fn bring_in(&self, world: &World) -> Result<()> {
        import::close_abandoned(&world.mailroom).await?;
        let report = bring_in(world, &self.file).await?;
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
            return Ok(());
        }
        println!(
            "{} rows in {}: {} people added, {} updated, {} unchanged, {} rows repeated somebody, {} said no, {} rejected",
            report.rows_read,
            report.encoding,
            report.added,
            report.updated,
            report.unchanged,
            report.repeated,
            report.refused,
            report.rejected
        );
        for row in import::rejections(&world.mailroom, report.import, None, REJECTIONS_SHOWN).await? {
            println!("  row {}: {} — {:?}", row.row, row.reason, row.raw);
        }
        Ok(())
    }
}

pub async fn bring_in(world: &World, file: &Path) -> Result<Report> {
    let file_name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let source = Source { file_name, path: file.to_owned() };
    let progress = Progress::new("importing");
    let report = import::run(&world.mailroom, &source, |at| progress.rows(at.octets_read, at.octets)).await;
    progress.end();
    report.with_context(|| file.display().to_string())
}
