//! Days as people are told them in letters and on public pages, which say the same of the same moment.

use jiff::{Timestamp, civil::Date, tz};

/// `2026년 11월 22일`.
pub fn korean(at: Timestamp) -> String {
    let day = of(at);
    format!("{}년 {}월 {}일", day.year(), day.month(), day.day())
}

/// `November 22, 2026`.
pub fn english(at: Timestamp) -> String {
    of(at).strftime("%B %-d, %Y").to_string()
}

/// The law's days are Korea's, whose clocks have kept this offset since 1988.
fn of(at: Timestamp) -> Date {
    tz::offset(9).to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use super::{english, korean};

    #[test]
    fn a_day_begins_in_seoul() {
        let evening = "2026-11-21T14:59:59Z".parse().unwrap();
        assert_eq!((korean(evening).as_str(), english(evening).as_str()), ("2026년 11월 21일", "November 21, 2026"));
        let night = "2026-11-21T15:00:00Z".parse().unwrap();
        assert_eq!((korean(night).as_str(), english(night).as_str()), ("2026년 11월 22일", "November 22, 2026"));
    }
}
