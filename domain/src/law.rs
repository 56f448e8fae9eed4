//! What the law asks of whoever sends advertising, as far as a program can keep it.

mod basis;
mod quiet;
mod renewal;

pub use basis::{basis, note};
pub use quiet::{QuietEntry, QuietHours};
pub use renewal::{DueForRenewal, RENEWED_EVERY_YEARS, Renewals, SOON_DAYS, due_on};

use serde::{Deserialize, Serialize};

/// What an admin chose for all campaigns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawSettings {
    /// Whoever agrees or refuses gets a letter that says so.
    pub sends_receipts: bool,
    /// Advertising waits while these last.
    pub keeps_quiet: bool,
    pub quiet: QuietHours,
}
