//! Where people come from besides files: the shop's own database and DynamoDB's table `User`, read and never written.
//!
//! A run asks how new the newest row is *before* it reads, takes what changed since the last run a page at a time, and
//! brings each page in by the way that files come ([`crate::contacts::import`]): a refusal from before is never
//! turned back into consent.

mod run;
mod runs;
mod shop;
mod standing;
mod users;

use crate::{Error, Mailroom, Result};
use domain::{Invalid, Sentence, people_source::SourceRun};
use run::{Described, Turn};

pub use runs::{ask, list, newest, rejections};
pub use shop::{RowsFrom, Shop, ShopSettings};
pub use standing::stand;
pub use users::{Users, UsersSettings};

#[derive(Clone, Debug)]
pub enum Source {
    Shop(Box<Shop>),
    Users(Users),
}

impl Source {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Shop(_) => shop::NAME,
            Self::Users(_) => users::NAME,
        }
    }

    fn described(&self) -> Described {
        match self {
            Self::Shop(shop) => shop.described(),
            Self::Users(users) => users.described(),
        }
    }
}

/// Whether it could be read now: where it is, and how new the newest of it is, as far as it says so.
///
/// # Errors
/// What is wrong with it, and what to do.
pub async fn look(source: &Source) -> Result<(String, Option<String>)> {
    let newest = match source {
        Source::Shop(shop) => shop.look().await?,
        Source::Users(users) => {
            users.look().await?;
            None
        }
    };
    Ok((source.described().place, newest))
}

/// Reads what changed; all of it the first time. One that was interrupted goes on where it stopped. `seen`: how many rows
/// came now.
///
/// # Errors
/// Then what came in before stays, and the next run goes on from there.
pub async fn sync(mailroom: &Mailroom, source: &Source, seen: impl Fn(u64) + Send + Sync) -> Result<SourceRun> {
    let mut turn = Turn::take(mailroom, source.described()).await?;
    let read = match source {
        Source::Shop(shop) => shop::read(&mut turn, shop, seen).await,
        Source::Users(users) => users::read(&mut turn, users, seen).await,
    };
    let ended = match read {
        Ok(run) => Ok(run),
        Err(error) => turn.fail(&said_of(&error)).await.and(Err(error)),
    };
    turn.close().await?;
    runs::find(mailroom, ended?).await
}

/// What a person is told of a run that ended early.
fn said_of(error: &Error) -> Sentence {
    match error {
        Error::Invalid(Invalid { reason, .. }) | Error::Refused(reason) => reason.clone(),
        Error::Missing(_) | Error::Database(_) | Error::Broken(_) => Sentence::new(
            "something went wrong on our side; what was read before stays, and the next run goes on from there",
            "시스템 오류로 멈췄습니다. 그때까지 읽은 내용은 남아 있고, 다음 실행에서 이어서 읽습니다",
        ),
    }
}
