//! The helpers `date` and `number`. What cannot be read as one is shown as it is.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    fmt::strtime,
    tz::TimeZone,
};

/// How a date is written where the template does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateStyle {
    /// 2026년 7월 4일
    Korean,
    /// July 4, 2026
    English,
    /// 2026-07-04
    Iso,
}

impl DateStyle {
    pub fn of_locale(locale: Option<&str>) -> Self {
        let language = locale.and_then(|locale| locale.split(['-', '_']).next()).unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "ko" => Self::Korean,
            "en" => Self::English,
            _ => Self::Iso,
        }
    }

    fn signs(self) -> &'static str {
        match self {
            Self::Korean => "%Y년 %-m월 %-d일",
            Self::English => "%B %-d, %Y",
            Self::Iso => "%Y-%m-%d",
        }
    }
}

/// A format that is known to work: `strftime` signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateFormat(String);

impl DateFormat {
    pub fn parse(text: &str) -> Option<Self> {
        let signs = match text {
            "ko" => DateStyle::Korean.signs(),
            "en" => DateStyle::English.signs(),
            "iso" => DateStyle::Iso.signs(),
            _ => text,
        };
        let sample = Date::constant(2026, 7, 4).at(9, 5, 0, 0);
        strtime::format(signs, sample).ok().map(|_| Self(signs.to_owned()))
    }
}

/// `None` where the text is no date. Seconds since 1970 and times with an offset are shown in UTC.
pub(super) fn date(text: &str, format: Option<&DateFormat>, style: DateStyle) -> Option<String> {
    let at = civil(text.trim())?;
    let signs = format.map_or(style.signs(), |format| &format.0);
    strtime::format(signs, at).ok()
}

fn civil(text: &str) -> Option<DateTime> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(utc(Timestamp::from_second(seconds).ok()?));
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(utc(at));
    }
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(at);
    }
    text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0))
}

fn utc(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::UTC).datetime()
}

/// Thousands separated by commas, as in Korean and in English. `None` where the text is no decimal number.
pub(super) fn number(text: &str, digits: Option<usize>) -> Option<String> {
    let text = text.trim();
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |unsigned| ("-", unsigned));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !only_digits(whole) || !only_digits(fraction) {
        return None;
    }
    let (whole, fraction) = match digits {
        Some(digits) => rounded(whole, fraction, digits),
        None => (whole.to_owned(), fraction.to_owned()),
    };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{}{point}{fraction}", grouped(&whole)))
}

fn grouped(whole: &str) -> String {
    let lead = whole.len() % 3;
    let mut groups: Vec<&str> = Vec::with_capacity(whole.len() / 3 + 1);
    if lead > 0 {
        groups.push(&whole[..lead]);
    }
    groups.extend((lead..whole.len()).step_by(3).map(|at| &whole[at..at + 3]));
    groups.join(",")
}

/// Half away from zero, on the digits themselves: no binary fraction can creep in.
fn rounded(whole: &str, fraction: &str, digits: usize) -> (String, String) {
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(digits).collect();
    let mut number: Vec<u8> = whole.bytes().chain(kept.bytes()).collect();
    if fraction.as_bytes().get(digits).is_some_and(|next| *next >= b'5') {
        increment(&mut number);
    }
    let text = String::from_utf8(number).unwrap_or_default();
    let (whole, fraction) = text.split_at(text.len() - digits);
    (whole.to_owned(), fraction.to_owned())
}

fn increment(number: &mut Vec<u8>) {
    for digit in number.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    number.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::{DateFormat, DateStyle, date, number};

    #[test]
    fn dates_are_read_in_the_forms_people_store_them() {
        let table = [
            ("2023-07-12", Some("2023년 7월 12일")),
            ("2023-07-12 03:04:05", Some("2023년 7월 12일")),
            ("2023-07-12T23:30:00+09:00", Some("2023년 7월 12일")),
            ("2023-07-12T03:30:00+09:00", Some("2023년 7월 11일")),
            ("1641193963", Some("2022년 1월 3일")),
            (" 2023-07-12 ", Some("2023년 7월 12일")),
            ("", None),
            ("yesterday", None),
            ("2023-02-30", None),
            ("99999999999999", None),
        ];
        for (text, expected) in table {
            assert_eq!(date(text, None, DateStyle::Korean).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_date_without_a_format_follows_the_persons_language() {
        let table = [
            (Some("ko"), "2026년 7월 4일"),
            (Some("ko-KR"), "2026년 7월 4일"),
            (Some("en_US"), "July 4, 2026"),
            (Some("fr"), "2026-07-04"),
            (None, "2026-07-04"),
        ];
        for (locale, expected) in table {
            assert_eq!(date("2026-07-04", None, DateStyle::of_locale(locale)).as_deref(), Some(expected), "{locale:?}");
        }
    }

    #[test]
    fn a_format_is_checked_when_the_template_is_read() {
        assert_eq!(DateFormat::parse("%Q!"), None);
        let format = DateFormat::parse("%Y/%m/%d").unwrap();
        assert_eq!(date("2026-07-04", Some(&format), DateStyle::Korean).as_deref(), Some("2026/07/04"));
    }

    #[test]
    fn numbers_are_grouped_and_rounded_by_their_digits() {
        let table = [
            ("1234567", None, Some("1,234,567")),
            ("123", None, Some("123")),
            ("-1000.50", None, Some("-1,000.50")),
            ("1234.5", Some(0), Some("1,235")),
            ("999.999", Some(2), Some("1,000.00")),
            ("1.005", Some(2), Some("1.01")),
            ("7", Some(2), Some("7.00")),
            ("0.1", None, Some("0.1")),
            ("1,000", None, None),
            ("1e9", None, None),
            ("", None, None),
            ("삼천", None, None),
            ("10000000000000000000000000", None, Some("10,000,000,000,000,000,000,000,000")),
        ];
        for (text, digits, expected) in table {
            assert_eq!(number(text, digits).as_deref(), expected, "{text} {digits:?}");
        }
    }
}
