//! The audit log as people read it.

mod record;

pub use record::changes;

use crate::Sentence;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One write that a person asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub id: i64,
    pub at: Timestamp,
    /// As they were called then; `None` is whoever runs the program on its machine.
    pub member: Option<String>,
    /// A verb in the past: `created`.
    pub act: String,
    /// What kind of thing: `template`.
    pub subject: String,
    /// 0 where things of its kind have no number.
    pub subject_id: i64,
    pub subject_name: String,
    pub changes: Vec<Change>,
}

/// What the log says of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The way to it: `legal`, `phone`. Empty where the whole record is one value.
    pub field: Vec<String>,
    pub turn: Turn,
}

/// Of a longer list the rest is only counted.
pub const LISTED_MAX: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// Of something new, or where nothing was noted of before.
    Is(Told),
    /// Of what is gone.
    Was(Told),
    /// `None` is empty. Never both.
    Became(Option<Told>, Option<Told>),
}

/// A field's value, in a form that a page can put into its reader's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    Words(String),
    YesNo(bool),
    Moment(Timestamp),
    /// Its first entries, and how many more there are.
    List {
        first: Vec<String>,
        more: usize,
    },
    /// What we can read aloud, such as the rule of a segment.
    Said(Sentence),
}
