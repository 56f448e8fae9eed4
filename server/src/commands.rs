//! The command line, one file a command.

mod again;
mod carrying;
mod demo;
mod doctor;
mod images;
mod import;
mod list;
mod resume;
mod rotate_keys;
mod send;
mod serve;
mod suppress;
mod sync;
mod sync_people;
mod user;

use crate::{
    settings::{Place, Through, Watched},
    world::World,
};
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Command {
    Serve(Box<serve::Serve>),
    Send(send::Send),
    Resume(resume::Resume),
    Status(list::Status),
    Recipients(list::Recipients),
    Requeue(again::RequeueArgs),
    Settle(again::Settle),
    Import(import::Import),
    Migrate(Migrate),
    User(user::User),
    RotateKeys(rotate_keys::RotateKeys),
    Doctor(doctor::Doctor),
    Images(images::Images),
    Suppress(suppress::Suppress),
    SyncSuppressions(sync::SyncSuppressions),
    SyncPeople(sync_people::SyncPeople),
}

/// Bring the database's schema up to date
///
/// Every other command does so too; this one does nothing else.
#[derive(clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Command {
    /// Of the one that stays: how it is watched.
    pub fn watched(&self) -> Option<&Watched> {
        if let Self::Serve(serve) = self { Some(serve.watched()) } else { None }
    }

    pub async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Serve(command) => command.run().await,
            Self::Send(command) => command.run().await,
            Self::Resume(command) => command.run().await,
            Self::Status(command) => command.run().await,
            Self::Recipients(command) => command.run().await,
            Self::Requeue(command) => command.run().await,
            Self::Settle(command) => command.run().await,
            Self::Import(command) => command.run().await,
            Self::Migrate(command) => command.run().await,
            Self::User(command) => command.run().await,
            Self::RotateKeys(command) => command.run().await,
            Self::Doctor(command) => command.run().await,
            Self::Images(command) => command.run().await,
            Self::Suppress(command) => command.run().await,
            Self::SyncSuppressions(command) => command.run().await,
            Self::SyncPeople(command) => command.run().await,
        }
    }
}

impl Migrate {
    async fn run(self) -> Result<ExitCode> {
        // opening brings the schema up to date
        World::open(&self.place, &Through::none()).await?.close().await;
        println!("the database's schema is up to date");
        Ok(ExitCode::SUCCESS)
    }
}
