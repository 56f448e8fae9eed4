//! Where reports come from, and how far each source was read.

use super::{Source, take};
use crate::{
    Error, Mailroom, Result,
    mailer::{Mailer, outbox},
};
use std::{path::PathBuf, time::Duration};
use tokio_util::sync::CancellationToken;

const CHUNK_OCTETS: usize = 1 << 20;
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A source of reports that is read in order.
#[derive(Clone, Debug)]
pub enum Feed {
    /// The outbox's journal.
    Outbox(PathBuf),
    /// An SMTP relay reports nothing; SES's reports come in by a [`Queue`](super::Queue) or a webhook.
    None,
}

/// What one look at a feed found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    Events,
    Nothing,
}

impl Feed {
    /// The feed that belongs to a carrier. A database that sees an outbox for the first time begins at its end:
    /// what stands there was reported to another one.
    pub async fn of(mailroom: &Mailroom, mailer: &Mailer) -> Result<Self> {
        let feed = match mailer {
            Mailer::Outbox(outbox) => Self::Outbox(outbox.path().to_owned()),
            Mailer::Smtp(_) | Mailer::Ses(_) => Self::None,
        };
        if let Self::Outbox(folder) = &feed {
            let end = outbox::journal_octets(folder).map_err(Error::broken)?;
            sqlx::query!(
                "insert into feeds (name, position) values ($1, $2) on conflict do nothing",
                feed.name(),
                end as i64
            )
            .execute(&mailroom.db)
            .await?;
        }
        Ok(feed)
    }

    /// Reads on from where the last reader ended and applies what is there. Whoever reads the same at the same moment
    /// changes nothing.
    pub async fn read(&self, mailroom: &Mailroom) -> Result<Read> {
        let Self::Outbox(folder) = self else { return Ok(Read::Nothing) };
        let position = sqlx::query_scalar!("select position from feeds where name = $1", self.name())
            .fetch_one(&mailroom.db)
            .await?;
        let (lines, next) = outbox::read_events(folder, position as u64, CHUNK_OCTETS).map_err(Error::broken)?;
        if lines.is_empty() {
            return Ok(Read::Nothing);
        }
        take(mailroom, &self.source(), &lines).await?;
        // not back to here where another reader is further by now
        sqlx::query!(
            "update feeds set position = $2 where name = $1 and position = $3",
            self.name(),
            next as i64,
            position
        )
        .execute(&mailroom.db)
        .await?;
        Ok(Read::Events)
    }

    /// Reads until stopped.
    pub async fn run(&self, mailroom: &Mailroom, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.read(mailroom).await {
                Ok(Read::Events) => continue,
                Ok(Read::Nothing) => {}
                Err(error) => tracing::error!(%error, "reading events failed; trying again"),
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    fn source(&self) -> Source {
        Source { name: "outbox".into(), account: outbox::ACCOUNT.into(), is_read: true }
    }

    fn name(&self) -> String {
        match self {
            Self::Outbox(folder) => format!("outbox:{}", folder.display()),
            Self::None => String::new(),
        }
    }
}
