//! What came in since it was last written down.

use super::{Seen, Whose, book, place::Salt};
use crate::{Mailroom, Result};
use domain::{
    CampaignId,
    reading::{Act, Agent, Mark},
};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;

/// How late a report may be, and how much a killed process loses.
const EVERY: Duration = Duration::from_millis(500);
/// Enough for one transaction: more wait for the next.
const BATCH: usize = 5_000;
/// Some 10 MB; what comes in beyond is answered and not counted.
const KEPT_MAX: usize = 200_000;

/// A reading as a request told it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub whose: Whose,
    pub act: Act,
    pub link: i16,
    pub at: Timestamp,
    pub agent: Agent,
    /// The neighbours of the address it came from, until they become a number.
    pub place: Option<IpAddr>,
}

/// Shared by all clones.
#[derive(Clone, Default)]
pub(crate) struct Inbox(Arc<Shared>);

#[derive(Default)]
struct Shared {
    letters: Mutex<Vec<Letter>>,
    is_full: Notify,
}

impl Inbox {
    pub(super) fn put(&self, letter: Letter) {
        let mut letters = self.0.letters.lock().unwrap_or_else(PoisonError::into_inner);
        if letters.len() < KEPT_MAX {
            letters.push(letter);
        }
        if letters.len() >= BATCH {
            self.0.is_full.notify_one();
        }
    }

    fn take(&self) -> Vec<Letter> {
        let mut letters = self.0.letters.lock().unwrap_or_else(PoisonError::into_inner);
        let most = letters.len().min(BATCH);
        letters.drain(..most).collect()
    }

    fn give_back(&self, unwritten: Vec<Letter>) {
        let mut letters = self.0.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.splice(..0, unwritten);
        letters.truncate(KEPT_MAX);
    }
}

/// Books what comes in, until stopped and the last of it is booked.
pub async fn write_down(mailroom: Mailroom, stop: CancellationToken) {
    let mut salt = None;
    loop {
        let is_last = stop.is_cancelled();
        while let Some(written) = write_some(&mailroom, &mut salt).await {
            if let Err(error) = written {
                tracing::warn!(%error, "readings could not be written down; trying again");
                break;
            }
        }
        if is_last {
            return;
        }
        tokio::select! {
            _ = timeout(EVERY, mailroom.readings.0.is_full.notified()) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// `None` where nothing is left to write.
async fn write_some(mailroom: &Mailroom, salt: &mut Option<Salt>) -> Option<Result<()>> {
    let mut letters = mailroom.readings.take();
    if letters.is_empty() {
        return None;
    }
    // by campaign, so that what could not be written is what comes back
    letters.sort_by_key(|letter| (letter.whose.campaign, letter.at));
    let mut written = 0;
    let result = write(mailroom, salt, &letters, &mut written).await;
    if result.is_err() {
        mailroom.readings.give_back(letters.split_off(written));
    }
    Some(result)
}

async fn write(mailroom: &Mailroom, salt: &mut Option<Salt>, letters: &[Letter], written: &mut usize) -> Result<()> {
    let today = Salt::of_today(&mailroom.db, salt.take()).await?;
    let salt = salt.insert(today);
    let mut campaigns: BTreeMap<CampaignId, Vec<Seen>> = BTreeMap::new();
    for letter in letters {
        campaigns.entry(letter.whose.campaign).or_default().push(seen(letter, salt)?);
    }
    for (campaign, seen) in campaigns {
        let mut tx = mailroom.db.begin().await?;
        book(&mut tx, campaign, &seen).await?;
        tx.commit().await?;
        *written += seen.len();
    }
    Ok(())
}

fn seen(letter: &Letter, salt: &Salt) -> Result<Seen> {
    Ok(Seen {
        seq: letter.whose.seq,
        act: letter.act,
        mark: Mark { link: letter.link, href: String::new() },
        at: letter.at,
        agent: letter.agent,
        place: letter.place.map(|place| salt.hash(place)).transpose()?,
    })
}
