//! Items as they are found: the documented types, and those that older scripts left.

use crate::contacts::import::source::{SourceRow, ValueFault};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{Timestamp, tz::TimeZone};
use std::collections::HashMap;

pub(super) type Item = HashMap<String, AttributeValue>;

const EMAIL: &str = "Email";
const CREATE_TIME: &str = "CreateTime";

/// In the order of the columns.
pub(super) fn row(item: &Item, zone: &TimeZone) -> SourceRow {
    let of = |name: &str| item.get(name).map_or(Ok(String::new()), text);
    let values = vec![
        of(EMAIL),
        of("Name"),
        of("Gender"),
        item.get(CREATE_TIME).map_or(Ok(String::new()), |value| moment(value, zone)),
        of("SubscriptionStatus"),
    ];
    SourceRow { key: of(EMAIL).unwrap_or_default(), values }
}

fn text(value: &AttributeValue) -> Result<String, ValueFault> {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => Ok(text.clone()),
        AttributeValue::Bool(yes) => Ok(yes.to_string()),
        AttributeValue::Null(_) => Ok(String::new()),
        AttributeValue::B(_) | AttributeValue::Bs(_) => kind("octets", "바이너리"),
        AttributeValue::L(_) | AttributeValue::Ns(_) | AttributeValue::Ss(_) => kind("a list", "목록"),
        AttributeValue::M(_) => kind("a map", "맵"),
        _ => kind("of an unknown kind", "알 수 없는 형식"),
    }
}

fn kind<T>(en: &str, ko: &str) -> Result<T, ValueFault> {
    Err(ValueFault::Kind((en, ko).into()))
}

/// Seconds, or milliseconds, since 1970 as `2026-05-31 09:00:00`, as others of the same table are written.
fn moment(value: &AttributeValue, zone: &TimeZone) -> Result<String, ValueFault> {
    let text = text(value)?;
    let Ok(number) = text.parse::<i64>() else { return Ok(text) };
    let at = if number.abs() < 100_000_000_000 {
        Timestamp::from_second(number)
    } else {
        Timestamp::from_millisecond(number)
    };
    Ok(at.map_or(text, |at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()))
}

#[cfg(test)]
mod tests {
    use super::{AttributeValue, Item, row};
    use jiff::tz::TimeZone;

    fn read(values: [(&str, AttributeValue); 3]) -> Vec<Option<String>> {
        let item: Item = values.map(|(name, value)| (name.to_owned(), value)).into();
        row(&item, &TimeZone::UTC).values.into_iter().map(Result::ok).collect()
    }

    #[test]
    fn items_of_every_shape_are_read() {
        let text = |text: &str| AttributeValue::S(text.into());
        let some = |text: &str| Some(text.to_owned());
        let row = read([
            ("Email", text("a@example.com")),
            ("CreateTime", AttributeValue::N("1694146181".into())),
            ("SubscriptionStatus", AttributeValue::Bool(true)),
        ]);
        assert_eq!(row, [some("a@example.com"), some(""), some(""), some("2023-09-08 04:09:41"), some("true")]);
        let row = read([
            ("Email", text("a@example.com")),
            ("CreateTime", text("2022-01-03 07:12:43")),
            ("SubscriptionStatus", AttributeValue::M([].into())),
        ]);
        assert_eq!(row[3..], [some("2022-01-03 07:12:43"), None]);
    }
}
