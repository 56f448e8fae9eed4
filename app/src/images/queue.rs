//! Files on their way to the server, a few at once, each with its own progress.

use crate::{
    AppError,
    browser::{File, KeptFile, upload},
};
use domain::{
    Sentence,
    image::{UPLOAD_OCTETS_MAX, Unfit, Uploaded},
};
use leptos::prelude::*;

const AT_ONCE: usize = 3;
const OK: u16 = 200;

#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Waiting,
    /// How much of it has left, from 0 to 1.
    Sending(f64),
    Done(Box<Uploaded>),
    Refused(AppError),
}

impl Stage {
    fn is_over(&self) -> bool {
        match self {
            Self::Done(_) | Self::Refused(_) => true,
            Self::Waiting | Self::Sending(_) => false,
        }
    }
}

#[derive(Clone)]
pub struct Entry {
    pub number: usize,
    pub name: String,
    pub stage: RwSignal<Stage>,
    file: KeptFile,
}

/// What somebody dropped, pasted or chose, in that order.
#[derive(Clone, Copy)]
pub struct Queue {
    pub entries: RwSignal<Vec<Entry>>,
    on_added: Callback<Uploaded>,
}

impl Queue {
    pub fn new(on_added: Callback<Uploaded>) -> Self {
        Self { entries: RwSignal::default(), on_added }
    }

    pub fn add(self, files: Vec<File>) {
        self.entries.update(|entries| {
            for file in files.into_iter().map(KeptFile::new) {
                let is_too_heavy = file.octets() > UPLOAD_OCTETS_MAX;
                let stage = if is_too_heavy { refused(Unfit::TooHeavy.sentence()) } else { Stage::Waiting };
                let number = entries.last().map_or(0, |last: &Entry| last.number + 1);
                entries.push(Entry { number, name: file.name(), stage: RwSignal::new(stage), file });
            }
        });
        self.send_next();
    }

    pub fn is_over(self) -> bool {
        self.entries.with(|entries| entries.iter().all(|entry| entry.stage.with(Stage::is_over)))
    }

    pub fn clear(self) {
        self.entries.update(Vec::clear);
    }

    fn send_next(self) {
        let entries = self.entries.get_untracked();
        let is = |entry: &Entry, wanted: fn(&Stage) -> bool| entry.stage.with_untracked(wanted);
        let sending = entries.iter().filter(|entry| is(entry, |stage| matches!(stage, Stage::Sending(_)))).count();
        let waiting = entries.iter().filter(|entry| is(entry, |stage| *stage == Stage::Waiting));
        for entry in waiting.take(AT_ONCE.saturating_sub(sending)) {
            self.send(entry.stage, &entry.file);
        }
    }

    fn send(self, stage: RwSignal<Stage>, file: &KeptFile) {
        stage.set(Stage::Sending(0.0));
        let on_progress = move |part| {
            stage.try_set(Stage::Sending(part));
        };
        let on_end = move |answer| {
            let ended = read(answer);
            if let Stage::Done(uploaded) = &ended {
                self.on_added.try_run((**uploaded).clone());
            }
            // the page may be gone by now
            if stage.try_set(ended).is_none() {
                self.send_next();
            }
        };
        upload("/images/upload", "file", file, on_progress, on_end);
    }
}

fn read(answer: Option<(u16, String)>) -> Stage {
    use leptos::serde_json::from_str;
    let Some((status, text)) = answer else { return Stage::Refused(AppError::Unreachable) };
    let read = match status {
        OK => from_str(&text).ok().map(|uploaded| Stage::Done(Box::new(uploaded))),
        _ => from_str(&text).ok().map(Stage::Refused),
    };
    read.unwrap_or(Stage::Refused(AppError::Unreachable))
}

fn refused(why: Sentence) -> Stage {
    Stage::Refused(AppError::Refused(why))
}
