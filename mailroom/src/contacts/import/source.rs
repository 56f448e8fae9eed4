//! Rows of a source of people: a page of them at a time, in one transaction of its reader's.

use super::{
    columns::Columns,
    encoding::Encoding,
    merging::{self, Brought},
    rows::Rows,
};
use crate::Result;
use domain::{Sentence, SourceRunId, import::ColumnUse};
use jiff::Timestamp;
use sqlx::PgConnection;
use std::fmt;

/// One row, its values in the order of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceRow {
    /// As the source tells it from others.
    pub key: String,
    /// Empty where there is none.
    pub values: Vec<Result<String, ValueFault>>,
}

/// Why a value of a source is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValueFault {
    /// Octets of another character set, or of none.
    Octets,
    /// What the source calls it: `a list`.
    Kind(Sentence),
}

impl ValueFault {
    pub fn of(&self, column: &ColumnUse) -> Sentence {
        let header = &column.header;
        match self {
            Self::Octets => Sentence::new(
                format!("‘{header}’ cannot be read: its octets are no UTF-8 text"),
                format!("‘{header}’ 열을 읽을 수 없습니다. UTF-8 글자가 아닌 값입니다"),
            ),
            Self::Kind(kind) => Sentence::new(
                format!("‘{header}’ cannot be read: it is {}, which is no text", kind.en),
                format!("‘{header}’ 열을 읽을 수 없습니다. 글자가 아닌 값입니다({})", kind.ko),
            ),
        }
    }
}

impl fmt::Display for SourceRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        self.values.iter().try_for_each(|value| write!(f, ", {}", value.as_deref().unwrap_or("�")))
    }
}

/// What became of a page of rows: `rows_read` is the sum of the five after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub rows_read: u64,
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub repeated: u64,
    pub rejected: u64,
    pub refused: u64,
}

/// The rows after the first `before` of this run become contacts.
pub(crate) async fn take(
    db: &mut PgConnection,
    brought: (SourceRunId, &str),
    columns: &Columns,
    rows: &[SourceRow],
    before: u64,
) -> Result<Taken> {
    let (run, name) = brought;
    let mut reader = Rows::new(columns, Encoding::Utf8, Timestamp::now());
    let mut lines = Vec::new();
    for (record, row) in (before + 1..).zip(rows) {
        reader.write_row(record, row, &mut lines);
    }
    merging::create_staging(&mut *db).await?;
    let mut copy = db.copy_in_raw("copy staged from stdin").await?;
    copy.send(lines.as_slice()).await?;
    copy.finish().await?;
    let attributes: Vec<String> = columns.iter().filter_map(|column| column.attribute.clone()).collect();
    let merged = merging::merge(&mut *db, &Brought::Source { run, name }, &attributes).await?;
    let rejected = reader.rejected + merged.erased;
    Ok(Taken {
        rows_read: reader.read,
        added: merged.added,
        updated: merged.updated,
        unchanged: merged.people - merged.added - merged.updated,
        repeated: reader.read - rejected - merged.people,
        rejected,
        refused: merged.refused,
    })
}
