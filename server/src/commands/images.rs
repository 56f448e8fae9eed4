use crate::{
    settings::{ImagesAddress, Place, Through},
    world::{World, image_store, stop_signal},
};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use mailroom::images::{self, Moved};
use std::process::ExitCode;

/// Pictures for letters
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Images {
    #[command(subcommand)]
    command: ImagesCommand,
}

#[derive(Subcommand)]
enum ImagesCommand {
    Move(Move),
}

/// Copy every picture from one place into another
///
/// What is there already is left as it is, so a move that was cut off goes on when it is run again.
/// Nothing is removed from the old place. Afterwards start `pabal serve` with the new --images.
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Move {
    /// A folder, or `s3://bucket/folder?region=…`
    #[arg(long, value_name = "STORE")]
    to: ImagesAddress,
    /// Where they are; what --images says, if nothing is said
    #[arg(long, value_name = "STORE")]
    from: Option<ImagesAddress>,
    #[command(flatten)]
    place: Place,
}

impl Images {
    pub async fn run(self) -> Result<ExitCode> {
        match self.command {
            ImagesCommand::Move(command) => command.run().await,
        }
    }
}

impl Move {
    async fn run(mut self) -> Result<ExitCode> {
        self.place.images = self.from.take().or(self.place.images);
        let stop = stop_signal();
        let world = World::open(&self.place, &Through::none()).await?;
        let moved = tokio::select! {
            moved = self.copy(&world) => moved,
            () = stop.cancelled() => Err(anyhow::anyhow!("stopped; run the same command again, and it goes on from there")),
        };
        world.close().await;
        let (from, to, moved) = moved?;
        say("copied", &moved);
        if moved.missing > 0 {
            println!("{} files are in neither place; PABAL_LOG=warn names them", moved.missing);
            return Ok(ExitCode::from(1));
        }
        println!(
            "Every picture of {from} is in {to} now. Start pabal serve with PABAL_IMAGES={to}, then run this once more"
        );
        println!("with --from {from}, for what was uploaded meanwhile. Nothing was removed from {from}.");
        Ok(ExitCode::SUCCESS)
    }

    async fn copy(&self, world: &World) -> Result<(String, String, Moved)> {
        let from = world.mailroom.image_store();
        let to = image_store(&self.to).await?;
        if from.to_string() == to.to_string() {
            bail!("the pictures are in {from} already; name another place in --to, or where they are in --from");
        }
        to.look().await?;
        let moved = images::copy_all(&world.mailroom, from, &to, |moved| say("so far", moved)).await?;
        Ok((from.to_string(), to.to_string(), moved))
    }
}

fn say(when: &str, moved: &Moved) {
    let megabytes = moved.octets as f64 / 1_000_000.0;
    println!("{when}: {} files ({megabytes:.1} MB); {} were there already", moved.copied, moved.there);
}
