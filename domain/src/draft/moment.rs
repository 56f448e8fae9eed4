use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};
use serde::{Deserialize, Serialize};

/// A local time as a moment, and how clear that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Timestamp,
    pub clock: Clock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clock {
    Plain,
    /// Clocks jump over this time: taken as long after the jump as it was meant after it began.
    Skipped {
        instead: DateTime,
    },
    /// Clocks show this time twice: the first is taken.
    Twice,
}

/// `None` outside the years that clocks know.
pub fn moment(local: DateTime, zone: &TimeZone) -> Option<Moment> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let offset = ambiguous.offset();
    let at = ambiguous.compatible().ok()?;
    let clock = match offset {
        AmbiguousOffset::Unambiguous { .. } => Clock::Plain,
        AmbiguousOffset::Gap { .. } => Clock::Skipped { instead: zone.to_datetime(at) },
        AmbiguousOffset::Fold { .. } => Clock::Twice,
    };
    Some(Moment { at, clock })
}

#[cfg(test)]
mod tests {
    use super::{Clock, moment};
    use jiff::{civil::date, tz::TimeZone};

    #[test]
    fn clocks_that_jump_and_clocks_that_repeat_are_told_apart() {
        let new_york = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let instead = date(2027, 3, 14).at(3, 30, 0, 0);
        let table = [
            (date(2027, 3, 14).at(1, 30, 0, 0), "2027-03-14T06:30:00Z", Clock::Plain),
            (date(2027, 3, 14).at(2, 30, 0, 0), "2027-03-14T07:30:00Z", Clock::Skipped { instead }),
            (date(2027, 11, 7).at(1, 30, 0, 0), "2027-11-07T05:30:00Z", Clock::Twice),
            (date(2027, 11, 7).at(2, 30, 0, 0), "2027-11-07T07:30:00Z", Clock::Plain),
        ];
        for (local, at, clock) in table {
            let found = moment(local, &new_york).unwrap();
            assert_eq!((found.at.to_string().as_str(), found.clock), (at, clock), "{local}");
        }
    }

    #[test]
    fn seoul_knows_no_summer_time() {
        let seoul = TimeZone::posix("KST-9").unwrap();
        let found = moment(date(2026, 11, 22).at(9, 0, 0, 0), &seoul).unwrap();
        assert_eq!((found.at.to_string().as_str(), found.clock), ("2026-11-22T00:00:00Z", Clock::Plain));
    }
}
