use crate::{
    settings::{Place, Through},
    world::World,
};
use anyhow::Result;
use clap::Args;
use mailroom::links;
use std::process::ExitCode;

/// Sign the links in letters with new keys from now on
///
/// Links that older keys signed stay good: letters lie in mailboxes for years. Servers that run take the new keys over
/// within a minute.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct RotateKeys {
    #[command(flatten)]
    place: Place,
}

impl RotateKeys {
    pub async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        links::rotate_keys(&world.mailroom).await?;
        world.close().await;
        println!("letters are signed with new keys from now on");
        Ok(ExitCode::SUCCESS)
    }
}
