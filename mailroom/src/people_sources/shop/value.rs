use crate::contacts::import::source::ValueFault;
use jiff::{civil::DateTime, tz::TimeZone};

/// A value as text, without the end-of-column blanks that `char(n)` has.
pub(super) fn text(octets: Option<Vec<u8>>) -> Result<String, ValueFault> {
    String::from_utf8(octets.unwrap_or_default()).map_err(|_| ValueFault::Octets)
}

/// A time that names no zone, in this one. MySQL's zero dates say nothing.
pub(super) fn moment(value: String, zone: &TimeZone) -> String {
    if value.starts_with("0000-00-00") {
        return String::new();
    }
    let Ok(at) = value.replacen(' ', "T", 1).parse::<DateTime>() else { return value };
    at.to_zoned(zone.clone()).map_or(value, |at| at.timestamp().to_string())
}

#[cfg(test)]
mod tests {
    use super::{moment, text};
    use jiff::tz::TimeZone;

    #[test]
    fn a_time_of_the_shop_is_its_own_zones() {
        let seoul = TimeZone::get("Asia/Seoul").unwrap();
        for (value, read) in [
            ("2026-01-01 09:00:00", "2026-01-01T00:00:00Z"),
            ("2026-01-01", "2025-12-31T15:00:00Z"),
            ("0000-00-00 00:00:00", ""),
            ("", ""),
            ("soon", "soon"),
        ] {
            assert_eq!(moment(value.into(), &seoul), read, "{value}");
        }
    }

    #[test]
    fn octets_of_another_character_set_are_no_text() {
        assert_eq!(text(Some("김".into())).unwrap(), "김");
        assert_eq!(text(None).unwrap(), "");
        assert!(text(Some(vec![0xb1, 0xe8])).is_err());
    }
}
