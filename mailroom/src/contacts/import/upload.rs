//! A file that came through the pages: kept, looked at, said what it is, brought in behind the scenes.

use super::{
    Progress, Source, carry, close_abandoned,
    columns::Columns,
    copying::{self, Running},
    file, said_of,
};
use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    ImportId, Invalid, Sentence,
    import::{ColumnRole, ColumnUse, FILE_OCTETS_MAX, ImportSummary, Peek, ReadAs},
};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task,
    time::{sleep, timeout},
};

/// How many imports a page of the list holds.
pub const PAGE: i64 = 50;
const PROGRESS_EVERY: Duration = Duration::from_millis(400);

/// What a person says of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Of a workbook.
    pub sheet: String,
    /// In the order of the file.
    pub columns: Vec<ColumnUse>,
    #[serde(default)]
    pub agreement: Agreement,
}

/// What a person says of the consent of a file's people. Nobody's consent is noted without a word on where it came from, so a
/// file that says who agreed asks for that word, or to be told that its consents do not count; refusals always do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// "Form on shop.example, May 2025".
    pub from: String,
    /// Whoever is in the file and says nothing else.
    pub is_everybody: bool,
    /// No consent of the file is to be noted.
    #[serde(default)]
    pub is_unknown: bool,
}

pub const AGREEMENT_CHARACTERS_MAX: usize = 500;

impl Agreement {
    fn check(&self, columns: &[ColumnUse]) -> Result<Self, Invalid> {
        let says_who =
            columns.iter().any(|column| matches!(column.role, ColumnRole::Consent | ColumnRole::ConsentedAt));
        let from = self.from.trim().to_owned();
        let why: Option<Sentence> = if from.chars().count() > AGREEMENT_CHARACTERS_MAX {
            let most = AGREEMENT_CHARACTERS_MAX;
            Some((format!("at most {most} characters"), format!("{most}자까지 쓸 수 있습니다")).into())
        } else if self.is_unknown && (self.is_everybody || !from.is_empty()) {
            Some(
                (
                    "either say where these people agreed, or tick that no consent is to be recorded, not both",
                    "동의받은 곳을 적거나 ‘동의를 기록하지 않음’을 선택하세요. 둘 다 할 수는 없습니다",
                )
                    .into(),
            )
        } else if self.is_everybody && from.is_empty() {
            Some(
                (
                    "say where these people agreed, or untick that all of them did",
                    "어디서 동의받았는지 적거나, 모두 동의했다는 표시를 해제하세요",
                )
                    .into(),
            )
        } else if says_who && from.is_empty() && !self.is_unknown {
            Some(
                (
                    "this file says who agreed: say where they did, or tick that no consent is to be recorded",
                    "수신 동의가 적힌 파일입니다. 어디서 동의받았는지 적거나 ‘동의를 기록하지 않음’을 선택하세요",
                )
                    .into(),
            )
        } else {
            None
        };
        why.map_or(Ok(Self { from, ..self.clone() }), |why| Err(Invalid::new("from", why)))
    }
}

/// Looks at a file and keeps it until somebody says what its columns are for. One that cannot be imported is listed
/// as failed, with the reason.
pub async fn receive(mailroom: &Mailroom, by: &Member, source: &Source) -> Result<ImportId> {
    by.may_send()?;
    let path = source.path.clone();
    let peek = match task::spawn_blocking(move || file::peek(&path)).await.map_err(damaged).flatten() {
        Ok(peek) => Ok(peek),
        Err(Error::Invalid(invalid)) => Err(invalid.reason),
        Err(other) => return Err(other),
    };
    let octets = tokio::fs::metadata(&source.path).await.map_err(Error::broken)?.len();
    let peek = if octets > FILE_OCTETS_MAX { Err(too_large()) } else { peek };
    let mut tx = mailroom.db.begin().await?;
    let state = if peek.is_ok() { "waiting" } else { "failed" };
    let (peek, reason) = (peek.as_ref().ok(), peek.as_ref().err());
    let id = sqlx::query_scalar!(
        "insert into imports (file_name, state, octets, peek, failed_because, created_by, finished_at)
         values ($1, $2, $3, $4, $5, $6, case when $2 = 'failed' then now() end) returning id",
        source.file_name,
        state,
        octets.cast_signed(),
        peek.map(Json) as _,
        reason.map(Json) as _,
        by.stored_id(),
    );
    let import = ImportId(id.fetch_one(&mut *tx).await?);
    if peek.is_some() {
        file::keep(&mut tx, import, &source.path).await?;
    }
    let subject = audit::Subject { kind: "import", id: import.0, name: &source.file_name };
    audit::note(&mut tx, by, "uploaded", subject, None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(import)
}

fn too_large() -> Sentence {
    let megabytes = FILE_OCTETS_MAX / 1024 / 1024;
    Sentence::new(
        format!("the file is larger than {megabytes} MB; split it"),
        format!("파일이 {megabytes} MB를 넘습니다. 나누어 가져오세요"),
    )
}

/// A reader that panics met something that nobody thought of.
fn damaged(error: task::JoinError) -> Error {
    tracing::warn!(%error, "a file could not be looked at");
    Invalid::new("file", ("the file is damaged and cannot be read", "손상되어 읽을 수 없는 파일입니다")).into()
}

/// Looks at a waiting text file anew, where its letters or its delimiter were guessed wrong.
pub async fn read_as(mailroom: &Mailroom, by: &Member, import: ImportId, said: ReadAs) -> Result<()> {
    by.may_send()?;
    let (summary, peek) = find(mailroom, import).await?;
    peek.filter(|peek| peek.delimiter.is_some()).ok_or_else(not_waiting)?;
    let folder = tempfile::tempdir().map_err(Error::broken)?;
    let path = file::fetch(mailroom, import, folder.path()).await?;
    let peek = task::spawn_blocking(move || file::peek_as(&path, said)).await.map_err(damaged)??;
    let mut tx = mailroom.db.begin().await?;
    let written = sqlx::query!(
        "update imports set peek = $2 where id = $1 and state in ('waiting', 'failed')",
        import.0,
        Json(&peek) as _
    );
    if written.execute(&mut *tx).await?.rows_affected() == 0 {
        return Err(not_waiting());
    }
    let subject = audit::Subject { kind: "import", id: import.0, name: &summary.file_name };
    audit::note(&mut tx, by, "changed", subject, None::<&()>, Some(&said)).await?;
    tx.commit().await?;
    Ok(())
}

/// Begins to bring a waiting file in; it goes on behind the scenes, and [`find`] says how far it is.
pub async fn begin(mailroom: &Mailroom, by: &Member, import: ImportId, mapping: Mapping) -> Result<()> {
    by.may_send()?;
    let (summary, peek) = find(mailroom, import).await?;
    let peek = peek.ok_or_else(not_waiting)?;
    let sheet = peek.sheets.iter().find(|sheet| sheet.name == mapping.sheet).ok_or_else(not_waiting)?;
    let headers = |columns: &[ColumnUse]| columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>();
    if headers(&sheet.columns) != headers(&mapping.columns) {
        return Err(not_waiting());
    }
    let columns = Columns::said(mapping.columns.clone())?;
    let mapping = Mapping { agreement: mapping.agreement.check(&mapping.columns)?, ..mapping };
    let mut running = Running::begin_waiting(mailroom, import).await?.ok_or_else(not_waiting)?;
    running.agreement = Some(mapping.agreement.clone());
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!("update imports set mapping = $2 where id = $1", import.0, Json(&mapping) as _)
        .execute(&mut *tx)
        .await?;
    let subject = audit::Subject { kind: "import", id: import.0, name: &summary.file_name };
    audit::note(&mut tx, by, "imported", subject, None::<&()>, Some(&mapping)).await?;
    tx.commit().await?;
    let mailroom = mailroom.clone();
    task::spawn(async move {
        let kept = Kept { file_name: summary.file_name, peek, sheet: mapping.sheet };
        if let Err(error) = bring_in_kept(&mailroom, running, kept, columns).await {
            tracing::warn!(%error, %import, "an import failed");
        }
    });
    Ok(())
}

fn not_waiting() -> Error {
    Error::refused((
        "this file is not waiting to be imported any more; look at it again",
        "더 이상 가져오기를 기다리는 파일이 아닙니다. 페이지를 새로 고쳐 확인하세요",
    ))
}

/// A file in the database, and what a person saw and chose of it.
struct Kept {
    file_name: String,
    peek: Peek,
    sheet: String,
}

async fn bring_in_kept(mailroom: &Mailroom, running: Running, kept: Kept, columns: Columns) -> Result<()> {
    let Kept { file_name, peek, sheet } = kept;
    let import = running.import;
    let unpacked = async {
        let folder = tempfile::tempdir().map_err(Error::broken)?;
        let path = file::fetch(mailroom, import, folder.path()).await?;
        let opened = task::spawn_blocking(move || file::unpack(&path, &peek, &sheet)).await.map_err(damaged)??;
        Ok::<_, Error>((folder, opened))
    };
    let (_folder, path, mut shape) = match unpacked.await {
        Ok((folder, (path, shape))) => (folder, path, shape),
        Err(error) => {
            drop(running);
            copying::mark_failed(mailroom, import, &said_of(&error)).await?;
            return Err(error);
        }
    };
    shape.columns = columns;
    let shape = Arc::new(shape);
    let source = Source { file_name, path };
    let (told, heard) = watch::channel(None);
    let carried = carry(mailroom, running, &source, &shape, move |at| {
        told.send_replace(Some(at));
    });
    let (report, ()) = tokio::join!(carried, tell(mailroom, import, heard));
    report.map(|_| ())
}

/// Writes down how far an import is, now and then, while it lasts.
async fn tell(mailroom: &Mailroom, import: ImportId, mut heard: watch::Receiver<Option<Progress>>) {
    while heard.changed().await.is_ok() {
        let at = *heard.borrow_and_update();
        if let Some(at) = at
            && let Err(error) = copying::note_progress(mailroom, import, at).await
        {
            tracing::warn!(%error, %import, "the progress of an import was not written down");
        }
        let _its_end_cuts_the_pause_short = timeout(PROGRESS_EVERY, ended(&heard)).await;
    }
}

async fn ended(heard: &watch::Receiver<Option<Progress>>) {
    while heard.has_changed().is_ok() {
        sleep(Duration::from_millis(20)).await;
    }
}

/// Takes back a file that waits, or one that failed.
pub async fn discard(mailroom: &Mailroom, by: &Member, import: ImportId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let gone = sqlx::query_scalar!(
        "delete from imports where id = $1 and state in ('waiting', 'failed') returning file_name",
        import.0
    );
    let file_name = gone.fetch_optional(&mut *tx).await?.ok_or_else(not_waiting)?;
    let subject = audit::Subject { kind: "import", id: import.0, name: &file_name };
    audit::note(&mut tx, by, "discarded", subject, None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// Files of people that nobody came back for within a day are not kept.
pub async fn forget_old(mailroom: &Mailroom) -> Result<u64> {
    let forgotten = sqlx::query!(
        "with old as (delete from import_files f using imports i
                      where i.id = f.import_id and i.state in ('waiting', 'failed') and i.started_at < now() - interval '1 day'
                      returning i.id)
         delete from imports where state = 'waiting' and id in (select id from old)"
    );
    Ok(forgotten.execute(&mailroom.db).await?.rows_affected())
}

/// Newest first, [`PAGE`] of them, those before `before`.
pub async fn list(mailroom: &Mailroom, before: Option<ImportId>) -> Result<Vec<ImportSummary>> {
    close_abandoned(mailroom).await?;
    summaries(mailroom, None, before).await
}

/// With what was seen of the file, while it is here.
pub async fn find(mailroom: &Mailroom, import: ImportId) -> Result<(ImportSummary, Option<Peek>)> {
    close_abandoned(mailroom).await?;
    let missing = || Error::Missing(format!("import {import}"));
    let summary = summaries(mailroom, Some(import), None).await?.pop().ok_or_else(missing)?;
    let peek = sqlx::query_scalar!(r#"select peek as "peek: Json<Peek>" from imports where id = $1"#, import.0);
    let peek = peek.fetch_optional(&mailroom.db).await?.flatten();
    Ok((summary.clone(), peek.map(|peek| peek.0).filter(|_| summary.is_file_here)))
}

async fn summaries(
    mailroom: &Mailroom,
    only: Option<ImportId>,
    before: Option<ImportId>,
) -> Result<Vec<ImportSummary>> {
    let rows = sqlx::query!(
        r#"select i.*, nullif(coalesce(nullif(m.name, ''), m.email), '') as by_name,
                  i.failed_because as "because: Json<Sentence>",
                  exists (select from import_files where import_id = i.id) as "is_file_here!"
           from imports i left join members m on m.id = i.created_by
           where ($1::bigint is null and i.is_file or i.id = $1) and ($2::bigint is null or i.id < $2)
           order by i.id desc limit $3"#,
        only.map(|id| id.0),
        before.map(|id| id.0),
        PAGE,
    );
    let rows = rows.fetch_all(&mailroom.db).await?.into_iter();
    rows.map(|row| {
        Ok(ImportSummary {
            id: ImportId(row.id),
            file_name: row.file_name,
            state: row.state.parse().map_err(Error::broken)?,
            failed_because: row.because.map(|because| because.0),
            is_file_here: row.is_file_here,
            octets: row.octets,
            octets_read: row.octets_read,
            is_merging: row.is_merging,
            rows_read: row.rows_read,
            added: row.added,
            updated: row.updated,
            unchanged: row.unchanged,
            repeated: row.repeated,
            rejected: row.rejected,
            refused: row.refused,
            by: row.by_name,
            started_at: crate::instant(row.started_at)?,
            finished_at: row.finished_at.map(crate::instant).transpose()?,
        })
    })
    .collect()
}
