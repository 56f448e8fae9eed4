//! Contacts from a file, all of it or nothing.
//!
//! A thread reads, decodes and splits the file into lines of COPY; one transaction stages them, folds
//! repeated people together and merges them into the contacts. Memory does not grow with the file.
//! A person's later row adds to the earlier; an empty field says nothing; a refusal, in the file or
//! from before, is never turned back into consent.

mod chosen;
mod columns;
mod consent;
mod copying;
mod date;
mod encoding;
mod file;
mod locale;
mod merging;
mod reading;
mod records;
mod rows;
pub(crate) mod source;
mod upload;
mod utf16;
mod workbook;

use crate::{Error, Mailroom, Result};
use domain::{
    ImportId, Invalid, Sentence,
    import::{ColumnUse, Rejection},
};
use serde::Serialize;
use std::{path::PathBuf, sync::Arc};
use tokio::{sync::mpsc, task};

pub use chosen::{As, ChosenColumn};
pub use columns::COLUMNS_MAX;
pub use locale::read as language;
pub use records::RECORD_OCTETS_MAX;
pub use rows::{RAW_CHARS_MAX, REJECTIONS_KEPT_MAX};
pub use upload::{
    AGREEMENT_CHARACTERS_MAX, Agreement, Mapping, PAGE, begin, discard, find, forget_old, list, read_as, receive,
};

pub(crate) use columns::Columns;
use copying::Running;
use merging::Merged;
use reading::{Chunk, Shape};

/// Chunks that may wait between the file and the database.
const CHUNKS_AHEAD: usize = 4;

#[derive(Clone, Debug)]
pub struct Source {
    /// As the person who brought it calls it.
    pub file_name: String,
    /// Read twice: once to learn its encoding, once for its rows.
    pub path: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Reading,
    /// The file is read; its people become contacts.
    Merging,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Progress {
    pub stage: Stage,
    pub octets_read: u64,
    pub octets: u64,
    pub rows_read: u64,
    pub rejected: u64,
}

/// `rows_read` = `added` + `updated` + `unchanged` + `repeated` + `rejected`.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub import: ImportId,
    pub file_name: String,
    pub rows_read: u64,
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Rows about a person of an earlier row.
    pub repeated: u64,
    pub rejected: u64,
    /// People who said no in this file.
    pub refused: u64,
    pub encoding: String,
    pub delimiter: char,
    pub columns: Vec<ColumnUse>,
}

/// # Errors
/// `Invalid` on `file` where it is not a list of people at all. Then, as after any other error, nothing is imported.
pub async fn run(mailroom: &Mailroom, source: &Source, progress: impl Fn(Progress) + Send + Sync) -> Result<Report> {
    let path = source.path.clone();
    let shape = Arc::new(task::spawn_blocking(move || reading::shape(&path)).await.map_err(Error::broken)??);
    let running = Running::begin(mailroom, &source.file_name).await?;
    carry(mailroom, running, source, &shape, progress).await
}

async fn carry(
    mailroom: &Mailroom,
    mut running: Running,
    source: &Source,
    shape: &Arc<Shape>,
    progress: impl Fn(Progress) + Send + Sync,
) -> Result<Report> {
    match bring_in(&mut running, source, shape, progress).await {
        Ok(report) => Ok(report),
        Err(error) => {
            let import = running.import;
            drop(running);
            copying::mark_failed(mailroom, import, &said_of(&error)).await?;
            Err(error)
        }
    }
}

/// What a person is told of an import that failed.
fn said_of(error: &Error) -> Sentence {
    match error {
        Error::Invalid(Invalid { reason, .. }) | Error::Refused(reason) => reason.clone(),
        Error::Missing(_) | Error::Database(_) | Error::Broken(_) => Sentence::new(
            "something went wrong on our side; nothing of the file was imported. Try it again",
            "시스템 오류로 가져오지 못했습니다. 가져온 내용은 없으니 다시 시도하세요",
        ),
    }
}

async fn bring_in(
    running: &mut Running,
    source: &Source,
    shape: &Arc<Shape>,
    progress: impl Fn(Progress) + Send + Sync,
) -> Result<Report> {
    let mut last = Progress { stage: Stage::Reading, octets_read: 0, octets: shape.octets, rows_read: 0, rejected: 0 };
    let (sender, chunks) = mpsc::channel(CHUNKS_AHEAD);
    let (path, shape_read) = (source.path.clone(), Arc::clone(shape));
    let reader = task::spawn_blocking(move || reading::read(&path, &shape_read, &sender));
    let import = running.import;
    let mut staging = running.stage().await?;
    staging
        .copy(chunks, |chunk: &Chunk| {
            last = Progress {
                octets_read: chunk.octets_read,
                rows_read: chunk.rows_read,
                rejected: chunk.rejected,
                ..last
            };
            progress(last);
        })
        .await?;
    reader.await.map_err(Error::broken)??;
    progress(Progress { stage: Stage::Merging, ..last });
    let attributes: Vec<String> = shape.columns.iter().filter_map(|column| column.attribute.clone()).collect();
    let merged = staging.merge(last, &attributes).await?;
    Ok(report(import, &merged, last, source, shape))
}

fn report(import: ImportId, merged: &Merged, read: Progress, source: &Source, shape: &Shape) -> Report {
    let rejected = read.rejected + merged.erased;
    Report {
        import,
        file_name: source.file_name.clone(),
        rows_read: read.rows_read,
        added: merged.added,
        updated: merged.updated,
        unchanged: merged.people - merged.added - merged.updated,
        repeated: read.rows_read - rejected - merged.people,
        rejected,
        refused: merged.refused,
        encoding: shape.encoding.name().into(),
        delimiter: shape.delimiter.into(),
        columns: shape.columns.iter().cloned().collect(),
    }
}

/// The rejected records of an import in their order, those after row `after`.
/// At most [`REJECTIONS_KEPT_MAX`] of one import are kept.
pub async fn rejections(
    mailroom: &Mailroom,
    import: ImportId,
    after: Option<u64>,
    limit: i64,
) -> Result<Vec<Rejection>> {
    let after = after.map_or(0, u64::cast_signed);
    let rows = sqlx::query!(
        r#"select record, raw, reason, coalesce(reason_ko, reason) as "reason_ko!" from import_rejections
           where import_id = $1 and record > $2 order by record limit $3"#,
        import.0,
        after,
        limit
    );
    let rows = rows.fetch_all(&mailroom.db).await?.into_iter();
    Ok(rows
        .map(|row| Rejection {
            row: row.record.cast_unsigned(),
            raw: row.raw,
            reason: Sentence::new(row.reason, row.reason_ko),
        })
        .collect())
}

/// Imports whose process died are shown as failed; those running in another process are left alone.
/// How many there were.
pub async fn close_abandoned(mailroom: &Mailroom) -> Result<u64> {
    copying::close_abandoned(mailroom).await
}
