//! Whether a carrier's reports reach us.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The last report that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReport {
    pub arrived_at: Timestamp,
    /// Its own time; absent where none could be read.
    pub reported_at: Option<Timestamp>,
}

impl LastReport {
    /// Between what it reports and its arrival.
    pub fn lag_seconds(&self) -> Option<i64> {
        let reported_at = self.reported_at?;
        Some((self.arrived_at.as_second() - reported_at.as_second()).max(0))
    }
}

/// One way in for reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    pub name: String,
    pub account: String,
    /// The last look that worked.
    pub looked_at: Option<Timestamp>,
    /// More waited there than was read.
    pub is_behind: bool,
    /// Why it cannot be read now.
    pub problem: Option<String>,
    pub last: Option<LastReport>,
    pub reports: i64,
}

/// What a campaign's page says of the reports of its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub account: String,
    pub last: Option<LastReport>,
    pub is_behind: bool,
    /// Letters went out and nothing was reported for a quarter of an hour.
    pub is_silent: bool,
    pub problem: Option<String>,
}
