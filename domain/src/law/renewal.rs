//! Whoever agreed to advertising is reminded of it every two years (Network Act article 50 (8), enforcement decree
//! article 62-3). Who says nothing to the reminder keeps their consent.

use crate::{ContactId, EmailAddress, segment::AsOf};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

pub const RENEWED_EVERY_YEARS: i16 = 2;
/// How long before the day a reminder can be written.
pub const SOON_DAYS: i32 = 60;

/// Somebody whose consent has to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueForRenewal {
    pub id: ContactId,
    pub address: EmailAddress,
    pub name: String,
    pub consented_at: Timestamp,
    /// When they were last reminded.
    pub confirmed_at: Option<Timestamp>,
    /// The last day.
    pub due_on: Date,
    pub is_overdue: bool,
}

/// How many, beside a page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewals {
    pub overdue: i64,
    /// Within `SOON_DAYS`.
    pub soon: i64,
    pub people: Vec<DueForRenewal>,
    pub has_more: bool,
}

/// The day, on the calendar in Seoul, by which somebody is reminded who agreed, or was reminded, then. 29 February comes
/// to 28 February.
pub fn due_on(since: Timestamp) -> Option<Date> {
    AsOf::day(since).checked_add(RENEWED_EVERY_YEARS.years()).ok()
}

#[cfg(test)]
mod tests {
    use super::due_on;
    use jiff::civil::date;

    #[test]
    fn two_years_later_on_the_calendar_in_seoul() {
        let table = [
            ("2024-11-22T03:00:00Z", date(2026, 11, 22)),
            ("2024-11-22T15:30:00Z", date(2026, 11, 23)),
            ("2024-02-28T16:00:00Z", date(2026, 2, 28)),
        ];
        for (since, expected) in table {
            assert_eq!(due_on(since.parse().unwrap()), Some(expected), "{since}");
        }
    }
}
