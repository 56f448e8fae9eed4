//! Sources of people besides files, and how their readings went.

use crate::{Sentence, SourceRunId, campaign::words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    Running,
    Done,
    /// What came in before stays; the next run goes on from there.
    Failed,
}

words!(RunState, "a state of a run", "running" => Running, "done" => Done, "failed" => Failed);

/// `rows_read` = `added` + `updated` + `unchanged` + `repeated` + `rejected`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRun {
    pub id: SourceRunId,
    pub source: String,
    pub state: RunState,
    /// Everything was read, not only what changed.
    pub is_whole: bool,
    pub rows_read: i64,
    pub added: i64,
    pub updated: i64,
    pub unchanged: i64,
    /// Rows about a person of the same page.
    pub repeated: i64,
    pub rejected: i64,
    /// People who said no in the source.
    pub refused: i64,
    pub failed_because: Option<Sentence>,
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// A source that this installation reads, with its latest run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleSource {
    pub name: String,
    /// `MySQL at db.shop.example/shop, table users`
    pub place: String,
    /// A standing process reads it by the hour and when asked.
    pub is_offered: bool,
    /// Somebody asked for a run that has not ended.
    pub is_asked: bool,
    pub latest: Option<SourceRun>,
}
