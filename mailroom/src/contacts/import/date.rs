use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// A moment as people and programs write it; a day begins at midnight UTC. `None` where it is none.
pub(super) fn read(value: &str) -> Option<Timestamp> {
    let plain = value.trim().trim_end_matches('.').replace(['/', '.'], "-").replace("- ", "-");
    let in_utc = |at: DateTime| at.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp());
    if let Ok(at) = value.trim().parse::<Timestamp>() {
        return Some(at);
    }
    if let Ok(at) = plain.replacen(' ', "T", 1).parse::<DateTime>() {
        return in_utc(at);
    }
    let mut parts = plain.splitn(3, '-').map(|part| part.trim().parse::<i16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..).contains(&year).then(|| in_utc(date.to_datetime(jiff::civil::Time::midnight())))?
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (value, moment) in [
            ("2023-07-12", "2023-07-12T00:00:00Z"),
            ("2023.7.2", "2023-07-02T00:00:00Z"),
            ("2023. 7. 12.", "2023-07-12T00:00:00Z"),
            ("2023/07/12", "2023-07-12T00:00:00Z"),
            ("2022-01-03 07:12:43", "2022-01-03T07:12:43Z"),
            ("2022-01-03T07:12:43+09:00", "2022-01-02T22:12:43Z"),
        ] {
            assert_eq!(read(value).map(|at| at.to_string()).as_deref(), Some(moment), "{value}");
        }
        for value in ["", "yes", "12", "2023-13-01", "12-07-2023", "1641193963"] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
