//! The check before launch: what would go wrong, found while it can still be mended.
//!
//! Rules read plain facts; who gathers them (the database, DNS, the carrier) is not known here.

mod account;
mod finding;
mod html;
mod law;
mod letter;
mod links;
mod people;
mod pictures;
mod sender_domain;
mod words;

pub use account::{AccountFacts, account};
pub use finding::{Code, Finding, Fix, Severity};
pub use html::{Anchor, Picture, Seen};
pub use law::{law, quiet_hours, unmarked};
pub use letter::{LetterFacts, letter};
pub use links::links;
pub use people::{PeopleFacts, Somebody, Tally, people};
pub use pictures::{OwnPicture, pictures};
pub use sender_domain::{DomainFacts, Found, sender_domain};
pub use words::words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A run over the whole audience, and what it found so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preflight {
    pub id: i64,
    pub state: PreflightState,
    /// The campaign has changed since: the findings speak of another letter, or of other people.
    pub is_outdated: bool,
    pub checked: i64,
    pub total: i64,
    /// What blocks first, then what warns, then what is fine.
    pub findings: Vec<Finding>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl Preflight {
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// Nothing stands in the way of what the campaign is now.
    pub fn is_clear(&self) -> bool {
        self.state == PreflightState::Done && !self.is_outdated && self.count(Severity::Block) == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PreflightState {
    Running,
    Done,
    /// By a person, or by a later run.
    Cancelled,
    /// It could not go on: the program stopped under it.
    Failed,
}

crate::campaign::words!(PreflightState, "a state of a check", "running" => Running, "done" => Done, "cancelled" => Cancelled, "failed" => Failed);

#[cfg(test)]
mod tests;
