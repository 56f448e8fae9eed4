//! Hours in which no advertising leaves. For mail the law asks for none: article 50 (3) of the Network Act excepts what
//! its enforcement decree names in article 61 (2), and that is e-mail.

use crate::Invalid;
use jiff::{
    Timestamp, ToSpan,
    civil::{DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use serde::{Deserialize, Serialize};

/// On the clocks of an IANA time zone; over midnight where they end earlier than they begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from: Time,
    pub until: Time,
    pub zone: String,
}

impl Default for QuietHours {
    /// As article 50 (3) has them for other media.
    fn default() -> Self {
        Self { from: Time::constant(21, 0, 0, 0), until: Time::constant(8, 0, 0, 0), zone: "Asia/Seoul".into() }
    }
}

/// As a form gives them: nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuietEntry {
    /// `21:00`.
    pub from: String,
    pub until: String,
    pub zone: String,
}

impl QuietEntry {
    /// Whether the zone is one is for the caller, who has the clocks of the world.
    ///
    /// # Errors
    /// The first field that cannot be used, under its name.
    pub fn check(&self) -> Result<QuietHours, Invalid> {
        let (from, until) = (time("from", &self.from)?, time("until", &self.until)?);
        if from == until {
            return Err(Invalid::new(
                "until",
                (
                    "quiet hours end at another time than they begin; switch them off instead of an empty night",
                    "시작과 끝이 같습니다. 다른 시각을 입력하거나 야간 발송 제한을 끄세요",
                ),
            ));
        }
        Ok(QuietHours { from, until, zone: self.zone.trim().to_owned() })
    }
}

fn time(field: &str, text: &str) -> Result<Time, Invalid> {
    let parts = text.trim().split_once(':');
    let parts = parts.and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.get(..2)?.parse().ok()?)));
    parts
        .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
        .ok_or_else(|| Invalid::new(field, ("write the time as 21:00", "21:00처럼 입력하세요")))
}

impl QuietHours {
    /// When they end, where they last at this moment. Clocks that jump or repeat never make them shorter: what is skipped
    /// counts from the jump, what comes twice counts from its first and to its second time.
    pub fn until(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = zone.to_datetime(at).date();
        let ends_next_day = self.until <= self.from;
        [today.yesterday().ok()?, today].into_iter().find_map(|day| {
            let last = if ends_next_day { day.tomorrow().ok()? } else { day };
            let from = moment(day.to_datetime(self.from), zone, Twice::First)?;
            let until = moment(last.to_datetime(self.until), zone, Twice::Second)?;
            (from <= at && at < until).then_some(until)
        })
    }
}

#[derive(Clone, Copy)]
enum Twice {
    First,
    Second,
}

/// `None` outside the years that clocks know.
fn moment(local: DateTime, zone: &TimeZone, twice: Twice) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match (ambiguous.offset(), twice) {
        (AmbiguousOffset::Unambiguous { .. }, _) => ambiguous.compatible().ok(),
        (AmbiguousOffset::Gap { .. }, _) => {
            let before = ambiguous.earlier().ok()?.checked_sub(1.second()).ok()?;
            zone.following(before).next().map(|jump| jump.timestamp())
        }
        (AmbiguousOffset::Fold { .. }, Twice::First) => ambiguous.earlier().ok(),
        (AmbiguousOffset::Fold { .. }, Twice::Second) => ambiguous.later().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{QuietEntry, QuietHours};
    use jiff::{Timestamp, civil::Time, tz::TimeZone};

    fn hours(from: (i8, i8), until: (i8, i8)) -> QuietHours {
        let time = |(hour, minute)| Time::constant(hour, minute, 0, 0);
        QuietHours { from: time(from), until: time(until), ..QuietHours::default() }
    }

    fn until(hours: &QuietHours, at: &str, zone: &TimeZone) -> String {
        let at: Timestamp = at.parse().unwrap();
        hours.until(at, zone).map(|end| end.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_night_in_seoul_begins_at_nine_and_ends_at_eight() {
        let seoul = TimeZone::posix("KST-9").unwrap();
        let table = [
            ("2026-11-22T11:59:59Z", ""),
            ("2026-11-22T12:00:00Z", "2026-11-22T23:00:00Z"),
            ("2026-11-22T14:59:59Z", "2026-11-22T23:00:00Z"),
            ("2026-11-22T15:00:00Z", "2026-11-22T23:00:00Z"),
            ("2026-11-22T22:59:59Z", "2026-11-22T23:00:00Z"),
            ("2026-11-22T23:00:00Z", ""),
            ("2026-12-31T13:00:00Z", "2026-12-31T23:00:00Z"),
        ];
        for (at, expected) in table {
            assert_eq!(until(&QuietHours::default(), at, &seoul), expected, "{at}");
        }
        assert_eq!(until(&hours((12, 0), (13, 0)), "2026-11-22T03:30:00Z", &seoul), "2026-11-22T04:00:00Z");
        assert_eq!(until(&hours((12, 0), (13, 0)), "2026-11-22T04:00:00Z", &seoul), "");
    }

    #[test]
    fn clocks_that_jump_or_repeat_never_shorten_the_night() {
        let new_york = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let table = [
            // on 14 March 2027 half past two is skipped: 07:00 UTC is the jump
            (hours((21, 0), (2, 30)), "2027-03-14T06:59:59Z", "2027-03-14T07:00:00Z"),
            (hours((21, 0), (2, 30)), "2027-03-14T07:00:00Z", ""),
            (hours((2, 30), (5, 0)), "2027-03-14T06:59:59Z", ""),
            (hours((2, 30), (5, 0)), "2027-03-14T07:00:00Z", "2027-03-14T09:00:00Z"),
            // on 7 November 2027 half past one comes twice: 05:30 and 06:30 UTC
            (hours((21, 0), (1, 30)), "2027-11-07T05:45:00Z", "2027-11-07T06:30:00Z"),
            (hours((21, 0), (1, 30)), "2027-11-07T06:30:00Z", ""),
            (hours((1, 30), (5, 0)), "2027-11-07T05:29:59Z", ""),
            (hours((1, 30), (5, 0)), "2027-11-07T06:10:00Z", "2027-11-07T10:00:00Z"),
            (hours((21, 0), (8, 0)), "2027-11-07T04:00:00Z", "2027-11-07T13:00:00Z"),
        ];
        for (hours, at, expected) in table {
            assert_eq!(until(&hours, at, &new_york), expected, "{hours:?} at {at}");
        }
    }

    #[test]
    fn hours_are_read_as_a_form_writes_them() {
        let entry =
            |from: &str, until: &str| QuietEntry { from: from.into(), until: until.into(), zone: "Asia/Seoul".into() };
        assert_eq!(entry("21:00", "08:00").check().unwrap(), QuietHours::default());
        assert_eq!(entry("21:00:00", " 8:00").check().unwrap(), QuietHours::default());
        for (from, until, field) in
            [("", "08:00", "from"), ("24:00", "08:00", "from"), ("21:00", "8", "until"), ("21:00", "21:00", "until")]
        {
            assert_eq!(entry(from, until).check().unwrap_err().field, field, "{from} {until}");
        }
    }
}
