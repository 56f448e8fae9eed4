//! What the public pages say.

mod en;
mod ko;

use app::texts::Locale;
use domain::suppression::SuppressionReason;
use jiff::Timestamp;

pub struct Texts {
    pub language: &'static str,
    pub preferences: Preferences,
    pub trouble: Trouble,
    pub form: Form,
    pub confirm: Confirm,
    pub keep: Keep,
    pub day: fn(Timestamp) -> String,
}

/// Of a link that cannot be used, and of somebody in too great a hurry: a head, and what to do.
pub struct Trouble {
    pub unknown: (&'static str, &'static str),
    pub unreadable: (&'static str, &'static str),
    pub test: (&'static str, &'static str),
    pub gone: (&'static str, &'static str),
    pub too_often: (&'static str, &'static str),
    pub broken: (&'static str, &'static str),
}

pub struct Preferences {
    pub title: &'static str,
    pub for_whom: fn(&str) -> String,
    pub agreed_since: fn(&str, &str) -> String,
    pub known_since: fn(&str, &str) -> String,
    pub stop_title: &'static str,
    pub stop_means: fn(&str) -> String,
    pub stop: &'static str,
    pub stopped_title: &'static str,
    pub stopped_means: fn(&str, &str) -> String,
    pub back_means: fn(&str) -> String,
    pub back: &'static str,
    pub cannot: fn(SuppressionReason) -> &'static str,
    pub topics_title: &'static str,
    pub topics_means: &'static str,
    /// What no choice of a topic stops: its name, and what does.
    pub beside_topics: (&'static str, &'static str),
    pub is_on: &'static str,
    pub is_off: &'static str,
    pub turn_on: &'static str,
    pub turn_off: &'static str,
    pub turn_on_named: fn(&str) -> String,
    pub turn_off_named: fn(&str) -> String,
    pub language_title: &'static str,
    pub language_means: &'static str,
    pub language_unknown: &'static str,
    pub measuring_title: &'static str,
    pub measuring_means: &'static str,
    pub is_measured: &'static str,
    pub is_not_measured: &'static str,
    pub measure: &'static str,
    pub measure_not: &'static str,
    pub done: Done,
}

/// What is true now.
pub struct Done {
    pub stopped: fn(&str) -> String,
    pub back: fn(&str) -> String,
    pub topic_on: fn(&str) -> String,
    pub topic_off: fn(&str) -> String,
    pub language: fn(Locale) -> String,
    pub language_open: &'static str,
    pub measured: &'static str,
    pub not_measured: &'static str,
    pub undo: &'static str,
    pub undo_stop: &'static str,
}

pub struct Form {
    pub title: fn(&str) -> String,
    pub lead: &'static str,
    pub address: &'static str,
    pub name: &'static str,
    pub optional: &'static str,
    pub letters_in: &'static str,
    pub topics: &'static str,
    pub consent: &'static str,
    pub agree: &'static str,
    pub trap: &'static str,
    pub send: &'static str,
    pub closed: (&'static str, &'static str),
    pub asked: (&'static str, fn(&str) -> String),
    pub one_more_step: &'static str,
    pub too_fast: &'static str,
    pub too_old: &'static str,
    pub text_changed: &'static str,
    pub no_agreement: &'static str,
}

pub struct Confirm {
    pub title: &'static str,
    pub lead: fn(&str, &str) -> String,
    pub topics: &'static str,
    pub button: &'static str,
    pub not_me: &'static str,
    pub done: (&'static str, fn(&str) -> String),
    pub unknown: (&'static str, &'static str),
    pub stopped: (&'static str, fn(SuppressionReason) -> &'static str),
    pub again: &'static str,
}

/// Of the link in the reminder of a consent.
pub struct Keep {
    pub title: &'static str,
    pub agreed: fn(&str, &str) -> String,
    pub means: fn(&str) -> String,
    pub button: &'static str,
    pub silence: &'static str,
    pub done: (&'static str, fn(&str, &str) -> String),
    pub stopped: (&'static str, fn(&str) -> String),
    pub unknown: (&'static str, &'static str),
    pub choices: &'static str,
}

pub fn texts(locale: Locale) -> &'static Texts {
    locale.of(&en::TEXTS, &ko::TEXTS)
}
