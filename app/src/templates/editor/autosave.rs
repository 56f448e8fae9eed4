//! Nothing that was typed is lost: it goes to the server as a draft soon after, whatever state it is in.

use super::Editing;
use crate::{AppError, templates::api::autosave};
use domain::template::{library::Draft, too_large};
use jiff::Timestamp;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;

/// After the last keystroke.
const SOON: Duration = Duration::from_millis(1200);
const AGAIN: Duration = Duration::from_secs(4);

/// What became of the last thing typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Owed,
    UnderWay,
    At(Timestamp),
    /// Tried again until it works.
    Failed,
    /// Tried again too: the session may have begun anew in another tab.
    SignedOut,
    /// So many octets, which is not tried at all.
    TooLarge(usize),
}

/// The version it is built on, and the text.
type Typed = (i32, String);

#[derive(Clone, Copy)]
pub struct Autosave {
    pub kept: RwSignal<Kept>,
    timer: StoredValue<Option<TimeoutHandle>>,
    is_under_way: StoredValue<bool>,
    /// Sent once what is under way has arrived, even when the page has gone: the older must not win.
    next: StoredValue<ArcStoredValue<Option<Typed>>>,
    submits_then: StoredValue<bool>,
}

impl Autosave {
    pub fn new(draft: Option<&Draft>) -> Self {
        Self {
            kept: RwSignal::new(draft.map_or(Kept::Nothing, |draft| Kept::At(draft.saved_at))),
            timer: StoredValue::new(None),
            is_under_way: StoredValue::new(false),
            next: StoredValue::new(ArcStoredValue::new(None)),
            submits_then: StoredValue::new(false),
        }
    }

    pub fn is_under_way(self) -> bool {
        self.is_under_way.get_value()
    }

    /// Something was typed that the server does not have.
    pub fn is_owed(self) -> bool {
        match self.kept.get_untracked() {
            Kept::Owed | Kept::UnderWay | Kept::Failed | Kept::SignedOut | Kept::TooLarge(_) => true,
            Kept::Nothing | Kept::At(_) => false,
        }
    }

    pub fn later(self, editing: Editing) {
        if self.is_too_large(editing) {
            return self.stop();
        }
        if self.kept.get_untracked() != Kept::Owed {
            self.kept.set(Kept::Owed);
        }
        self.after(SOON, editing);
    }

    /// Says so, where what is typed is more than a template may have.
    pub fn is_too_large(self, editing: Editing) -> bool {
        let octets = editing.latest.with_value(String::len);
        let is_too_large = too_large(octets).is_some();
        if is_too_large {
            self.kept.set(Kept::TooLarge(octets));
        }
        is_too_large
    }

    pub fn stop(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer.set_value(None);
    }

    /// There is a version of it now, and no draft any more.
    pub fn saved(self) {
        self.stop();
        self.kept.set(Kept::Nothing);
    }

    pub fn then_submit(self) {
        self.submits_then.set_value(true);
        self.stop();
    }

    /// The page goes away.
    pub fn flush(self, editing: Editing) {
        if self.timer.try_get_value().flatten().is_some() {
            self.stop();
            if self.is_under_way() {
                self.next.with_value(|next| next.set_value(typed(editing)));
            } else {
                self.send(editing);
            }
        }
    }

    fn after(self, delay: Duration, editing: Editing) {
        self.stop();
        let timer = set_timeout_with_handle(move || self.due(editing), delay);
        self.timer.set_value(timer.ok());
    }

    fn due(self, editing: Editing) {
        if self.is_under_way() {
            self.after(SOON, editing);
        } else {
            self.timer.set_value(None);
            self.kept.set(Kept::UnderWay);
            self.send(editing);
        }
    }

    fn send(self, editing: Editing) {
        let Some((based_on, source)) = typed(editing) else { return };
        let (id, next) = (editing.id, self.next.get_value());
        self.is_under_way.set_value(true);
        spawn_local(async move {
            let mut answer = autosave(id, based_on, source).await;
            while let Some((based_on, source)) = next.write_value().take() {
                answer = autosave(id, based_on, source).await;
            }
            // the page may have gone meanwhile
            if self.is_under_way.try_set_value(false).is_some() {
                return;
            }
            match answer {
                Ok(at) if self.kept.try_get_untracked() == Some(Kept::UnderWay) => {
                    self.kept.set(if editing.is_changed.get_untracked() { Kept::At(at) } else { Kept::Nothing });
                }
                Ok(_) => {}
                // what was typed since is not tried either
                Err(_) if matches!(self.kept.try_get_untracked(), Some(Kept::TooLarge(_))) => {}
                Err(error) => {
                    let is_signed_out = error == AppError::SignInFirst;
                    self.kept.set(if is_signed_out { Kept::SignedOut } else { Kept::Failed });
                    self.after(AGAIN, editing);
                }
            }
            if self.submits_then.get_value() {
                self.submits_then.set_value(false);
                editing.submit();
            }
        });
    }
}

/// Not read from the page, which may be gone.
fn typed(editing: Editing) -> Option<Typed> {
    editing.based_on.try_get_untracked().zip(editing.latest.try_get_value())
}
