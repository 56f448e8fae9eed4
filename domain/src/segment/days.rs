use super::DayTest;
use jiff::{Span, Timestamp, civil::Date, tz::Offset};

/// Ten years.
pub const DAYS_MAX: u16 = 3_650;

/// Where days begin. Korea knows no summer time, so that an offset says it all.
const SEOUL: Offset = Offset::constant(9);

/// The moment at which a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf(pub Timestamp);

impl AsOf {
    pub fn today(self) -> Date {
        Self::day(self.0)
    }

    pub fn day(at: Timestamp) -> Date {
        SEOUL.to_datetime(at).date()
    }

    /// When a day begins. Days at the end of time begin at its end.
    pub fn start_of(day: Date) -> Timestamp {
        SEOUL.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
    }

    pub fn days_ago(self, days: u16) -> Date {
        self.today().saturating_sub(Span::new().days(i64::from(days)))
    }

    pub fn days_ahead(self, days: u16) -> Date {
        self.today().saturating_add(Span::new().days(i64::from(days)))
    }
}

/// The days a test asks for, from the first to the last; `None` where it asks for a month.
impl DayTest {
    pub fn range(self, as_of: AsOf) -> Option<(Date, Date)> {
        match self {
            Self::On(day) => Some((day, day)),
            Self::Before(day) => Some((Date::MIN, day.saturating_sub(Span::new().days(1)))),
            Self::After(day) => Some((day.saturating_add(Span::new().days(1)), Date::MAX)),
            Self::LastDays(days) => Some((as_of.days_ago(days), as_of.today())),
            Self::NextDays(days) => Some((as_of.today(), as_of.days_ahead(days))),
            Self::OlderDays(days) => Some((Date::MIN, as_of.days_ago(days).saturating_sub(Span::new().days(1)))),
            Self::Anniversary => None,
        }
    }

    /// Whether this day, written `2026-11-22`, passes. Days of no calendar, such as the 31st of February, are compared
    /// as they are written: SQL does the same.
    pub fn passes(self, written: &str, as_of: AsOf) -> bool {
        match self.range(as_of) {
            Some((first, last)) => (first.to_string().as_str()..=last.to_string().as_str()).contains(&written),
            None => written.get(5..7).is_some_and(|month| month == format!("{:02}", as_of.today().month())),
        }
    }
}

/// The day that a text begins with, written `2026-11-22`. Understood are `2026-11-22`, `2026/11/22`, `2026.11.22` and
/// `20261122`, and a time may follow.
pub fn day_in(text: &str) -> Option<String> {
    let text = text.trim_matches(' ');
    let digits =
        |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|octet| octet.is_ascii_digit()));
    let is_mark = |at: usize| text.as_bytes().get(at).is_some_and(|octet| b"-/.".contains(octet));
    let (year, month, day, end) = if is_mark(4) && is_mark(7) {
        (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?, 10)
    } else {
        (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?, 8)
    };
    let ends = text.as_bytes().get(end).is_none_or(|octet| !octet.is_ascii_digit());
    let is_sane = ("01"..="12").contains(&month) && ("01"..="31").contains(&day);
    (ends && is_sane && year > "0000").then(|| format!("{year}-{month}-{day}"))
}
