//! What another system is told of what changes here.
//!
//! A change notes its key in its own transaction; a worker writes the *present* state of that key over there, however
//! often it changed meanwhile, and tries until it is written. A key is in the hands of one worker at a time, so an older
//! state is never written over a newer one.

mod outbox;
mod standing;
mod templates;
mod users;

pub use standing::{Standing, standing};
pub use templates::TemplatesTable;
pub use users::{UsersTable, users_into};
pub(crate) use {
    outbox::{note, note_all},
    standing::{switch_off, switch_on},
};

use crate::{Mailroom, Result};
use futures::{StreamExt, stream};
use outbox::Due;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Keys taken in one look.
const BATCH: i64 = 32;
/// Calls under way at once.
const AT_ONCE: usize = 8;
const LOOK_EVERY: Duration = Duration::from_secs(1);
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// What is mirrored. Its word stands in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By the template's number.
    Template,
    /// By the person's address.
    User,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::User => "user",
        }
    }
}

/// One kind, and where it is written to.
#[derive(Clone, Debug)]
pub enum Mirror {
    Templates(TemplatesTable),
    Users(UsersTable),
}

/// Why a key was not written; it is tried again.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotWritten(pub String);

impl Mirror {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Templates(_) => Kind::Template,
            Self::Users(_) => Kind::User,
        }
    }

    /// The table, or whatever is written to.
    pub fn target(&self) -> &str {
        match self {
            Self::Templates(table) => table.table(),
            Self::Users(table) => table.table(),
        }
    }

    /// # Errors
    /// What is wrong with the other end, and what to do.
    pub async fn check(&self) -> Result<(), NotWritten> {
        match self {
            Self::Templates(table) => table.check().await,
            Self::Users(table) => table.check().await,
        }
    }

    /// Writes what is true of this key now.
    async fn write(&self, mailroom: &Mailroom, due: &Due) -> Result<(), NotWritten> {
        match self {
            Self::Templates(table) => table.write(mailroom, &due.key).await,
            Self::Users(table) => table.write(mailroom, &due.key).await,
        }
    }

    /// Writes what is noted until stopped.
    pub async fn run(&self, mailroom: &Mailroom, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match self.turn(mailroom).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, mirror = self.target(), "what is to be mirrored cannot be read; trying again");
                    TRY_AGAIN
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stop.cancelled() => return,
            }
        }
    }

    /// Whether there was something to write.
    pub async fn turn(&self, mailroom: &Mailroom) -> Result<bool> {
        let due = outbox::take(mailroom, self.kind(), BATCH).await?;
        let moved = !due.is_empty();
        let mut written = stream::iter(due)
            .map(|due| async move {
                let written = self.write(mailroom, &due).await;
                (due, written)
            })
            .buffer_unordered(AT_ONCE);
        while let Some((due, written)) = written.next().await {
            match written {
                Ok(()) => outbox::done(mailroom, &due).await?,
                Err(why) => {
                    tracing::warn!(%why, mirror = self.target(), key = due.key, "not mirrored; trying again");
                    outbox::later(mailroom, &due, &why).await?;
                }
            }
        }
        Ok(moved)
    }
}

/// Templates are written to this table from now on, those that are there already too; nowhere where none is named.
pub async fn templates_into(mailroom: &Mailroom, table: Option<&str>) -> Result<()> {
    let mut tx = mailroom.db.begin().await?;
    match table {
        Some(table) => {
            if switch_on(&mut tx, Kind::Template, table).await? {
                let all =
                    sqlx::query_scalar!(r#"select id::text as "key!" from templates"#).fetch_all(&mut *tx).await?;
                note_all(&mut tx, Kind::Template, &all).await?;
            }
        }
        None => switch_off(&mut tx, Kind::Template).await?,
    }
    tx.commit().await?;
    Ok(())
}

impl From<crate::Error> for NotWritten {
    fn from(error: crate::Error) -> Self {
        Self(error.to_string())
    }
}
