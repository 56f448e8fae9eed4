//! The statements that read a shop, in both of its dialects: from what its operator named, quoted.

use super::{Engine, RowsFrom, ShopSettings, told};
use crate::{Error, Result};

/// How a column says when its row changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    Time,
    /// Seconds, or milliseconds, since 1970.
    Epoch,
}

impl Clock {
    /// By what the database calls the column's type.
    pub fn of(kind: &str, column: &str) -> Result<Self> {
        match kind {
            "DATETIME" | "TIMESTAMP" | "TIMESTAMPTZ" | "DATE" => Ok(Self::Time),
            kind if kind.contains("INT") => Ok(Self::Epoch),
            kind => Err(Error::refused((
                format!("‘{column}’ is {kind}, which says no time; name a column that says when a row changed"),
                format!("‘{column}’ 열의 형식({kind})은 시각이 아닙니다. 행이 바뀐 시각이 있는 열을 지정하세요"),
            ))),
        }
    }
}

/// Before this many, an epoch counts seconds and not milliseconds.
const SECONDS_BELOW: i64 = 100_000_000_000;

/// The watermark of an epoch, so much earlier.
pub(super) fn epoch_before(watermark: &str, seconds: u64) -> Result<i64> {
    let at: i64 = watermark.parse().map_err(Error::broken)?;
    let unit = if at < SECONDS_BELOW { 1 } else { 1_000 };
    Ok(at.saturating_sub(seconds.cast_signed().saturating_mul(unit)))
}

pub(super) fn quoted(engine: Engine, name: &str) -> String {
    let mark = match engine {
        Engine::MySql => '`',
        Engine::Postgres => '"',
    };
    format!("{mark}{}{mark}", name.replace(mark, &format!("{mark}{mark}")))
}

/// The rows under the name `q`. A query of the operator's stands in brackets, where only a `select` can.
pub(super) fn from(engine: Engine, settings: &ShopSettings) -> String {
    match &settings.rows_from {
        RowsFrom::Table(table) => {
            let parts: Vec<_> = table.split('.').map(|part| quoted(engine, part)).collect();
            format!("{} as q", parts.join("."))
        }
        RowsFrom::Query(query) => format!("({}) as q", query.trim().trim_end_matches(';')),
    }
}

pub(super) async fn within<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T> {
    // the server gives up first; this is for one that does not answer at all
    let patience = std::time::Duration::from_secs(u64::from(super::STATEMENT_SECONDS) + 15);
    match tokio::time::timeout(patience, asked).await {
        Ok(answered) => answered.map_err(told),
        Err(_) => {
            Err(Error::refused(("the shop's database does not answer", "쇼핑몰 데이터베이스가 응답하지 않습니다")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, epoch_before, quoted};

    #[test]
    fn names_are_quoted_so_that_none_ends_early() {
        assert_eq!(quoted(Engine::MySql, "a`; drop"), "`a``; drop`");
        assert_eq!(quoted(Engine::Postgres, "a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn an_epoch_goes_back_by_its_own_unit() {
        assert_eq!(epoch_before("1700000000", 60).unwrap(), 1_699_999_940);
        assert_eq!(epoch_before("1700000000000", 60).unwrap(), 1_699_999_940_000);
        assert!(epoch_before("yesterday", 60).is_err());
    }
}
