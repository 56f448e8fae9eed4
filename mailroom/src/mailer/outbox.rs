//! Mail as files: one `.eml` each, and a journal of the events SES would have published, so that
//! the whole product works without an account anywhere.
//!
//! A letter is accepted by the one append that writes its `Send` line. Before it the `.eml` waits in
//! `.accepting/`, after it the file is renamed into the folder: a process killed in between leaves
//! nothing accepted, or an accepted letter whose rename [`finish_accepting`] makes up for. Several
//! processes may share the folder. A killed process loses nothing, a power cut may: nothing is fsynced.

mod behaviour;
mod journal;

pub use journal::{octets as journal_octets, read_events};

use super::OpenError;
use behaviour::{Behaviour, Fate};
use domain::{
    CampaignId, SendTag,
    letter::Letter,
    outcome::{Reason, Receipt, SendFault},
};
use jiff::Timestamp;
use journal::Journal;
use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

pub const ACCOUNT: &str = "outbox";
pub const WIDTH: usize = 8;
const ACCEPTING: &str = ".accepting";

#[derive(Clone)]
pub struct Outbox(Arc<Folder>);

struct Folder {
    path: PathBuf,
    journal: Journal,
    /// How often each recipient `throttle@…` was told to slow down.
    throttled: Mutex<HashMap<(CampaignId, i32), u8>>,
}

/// The outbox of a data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("outbox")
}

impl Outbox {
    /// Makes the folder where it is missing and finishes what a killed process left half done.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let journal = fs::create_dir_all(path.join(ACCEPTING))
            .and_then(|()| Journal::open(path))
            .and_then(|journal| finish_accepting(path).map(|_| journal))
            .map_err(|e| OpenError(format!("the outbox {} cannot be used: {e}", path.display())))?;
        Ok(Self(Arc::new(Folder { path: path.to_owned(), journal, throttled: Mutex::default() })))
    }

    /// The folder its letters and its journal are in.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    pub async fn send(&self, letter: &Letter, tag: SendTag) -> Result<Receipt, SendFault> {
        let fate = match behaviour::of(&letter.to) {
            Behaviour::Accept(fate) => fate,
            Behaviour::Throttle if self.0.throttles(tag) => return Err(behaviour::throttled()),
            Behaviour::Flaky if tag.attempt <= 2 => return Err(behaviour::flaky()),
            Behaviour::Timeout => return Err(behaviour::timeout()),
            Behaviour::Throttle | Behaviour::Flaky => Fate::Delivered,
        };
        let (folder, letter) = (self.0.clone(), letter.clone());
        match tokio::task::spawn_blocking(move || folder.accept(&letter, tag, fate)).await {
            Ok(Ok(receipt)) => Ok(receipt),
            Ok(Err(e)) => Err(SendFault::Halt(self.0.halted(&e))),
            Err(_) => Err(SendFault::Unsure(Reason::new("outbox", "writing the letter was cut short"))),
        }
    }
}

impl Folder {
    fn throttles(&self, tag: SendTag) -> bool {
        let mut throttled = self.throttled.lock().unwrap_or_else(PoisonError::into_inner);
        let times = throttled.entry((tag.campaign, tag.seq)).or_default();
        *times += 1;
        let throttles = *times <= 2;
        if !throttles {
            throttled.remove(&(tag.campaign, tag.seq));
        }
        throttles
    }

    fn accept(&self, letter: &Letter, tag: SendTag, fate: Fate) -> io::Result<Receipt> {
        let id = uuid::Uuid::now_v7().simple().to_string();
        let name = file_name(&tag.to_string(), letter.to.as_str(), &id);
        let accepting = self.path.join(ACCEPTING).join(&name);
        let accepted = fs::write(&accepting, &letter.mime)
            .and_then(|()| self.journal.append(&behaviour::events(letter, tag, &id, fate, Timestamp::now())));
        if let Err(e) = accepted {
            // the letter was not accepted, so what is left of it must not look as if it were
            fs::remove_file(&accepting).ok();
            return Err(e);
        }
        if let Err(e) = fs::rename(&accepting, self.path.join(&name)) {
            tracing::warn!(file = name, error = %e, "an accepted letter stays in .accepting until the next start");
        }
        Ok(Receipt(id))
    }

    fn halted(&self, error: &io::Error) -> Reason {
        let what = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "the disk is full; make room and resume".into()
            }
            io::ErrorKind::PermissionDenied => "this program may not write there; grant it the right and resume".into(),
            _ => error.to_string(),
        };
        Reason::new(
            "outbox",
            format!("the letter could not be written into the outbox {}: {what}", self.path.display()),
        )
    }
}

/// Readable, unique, safe on every file system: `7_200_1-kim@example.com-019ab….eml`.
fn file_name(tag: &str, to: &str, id: &str) -> String {
    let to: String =
        to.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || "@.+-_".contains(c) { c } else { '_' }).collect();
    format!("{tag}-{to}-{id}.eml")
}

/// Renames into the folder what the journal has accepted; returns how many. A letter the journal
/// does not know may be another process's that is being accepted just now, and stays for an hour.
pub fn finish_accepting(path: &Path) -> io::Result<usize> {
    let waiting = journal::files_in(&path.join(ACCEPTING))?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let accepted = journal::message_ids(path)?;
    let mut finished = 0;
    for file in waiting {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if message_id(name).is_some_and(|id| accepted.contains(id)) {
            finished += usize::from(fs::rename(&file, path.join(name)).is_ok());
        } else if is_stale(&file) {
            fs::remove_file(&file).ok();
        }
    }
    Ok(finished)
}

fn message_id(name: &str) -> Option<&str> {
    name.strip_suffix(".eml")?.rsplit_once('-').map(|(_, id)| id)
}

fn is_stale(file: &Path) -> bool {
    let age = fs::metadata(file).and_then(|found| found.modified()).ok().and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| age.as_secs() > 3600)
}

#[cfg(test)]
mod tests;
