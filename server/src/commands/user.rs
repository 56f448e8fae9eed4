use crate::{
    settings::{Place, Through},
    world::World,
};
use anyhow::Result;
use clap::{Args, Subcommand};
use domain::member::Role;
use std::process::ExitCode;

/// Members of this installation
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct User {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Make a one-time link with which somebody becomes a member and chooses a password
    Add(Add),
}

#[derive(Args)]
struct Add {
    email: domain::EmailAddress,
    /// `admin`, `marketer` (all but settings and members) or `viewer` (looks, changes nothing)
    #[arg(long, default_value = "marketer")]
    role: Role,
    #[command(flatten)]
    place: Place,
}

impl User {
    pub async fn run(self) -> Result<ExitCode> {
        match self.command {
            UserCommand::Add(add) => add.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<ExitCode> {
        let world = World::open(&self.place, &Through::none()).await?;
        let invited = mailroom::members::invite(&world.mailroom, &self.email, self.role).await;
        world.close().await;
        let link = self.place.public_url()?.join(&invited?)?;
        println!("{} becomes {} with this link, once, within 24 hours:\n{link}", self.email, self.role);
        Ok(ExitCode::SUCCESS)
    }
}
