//! The life of one import in the database. Its connection is its own and closes with it, so that a
//! dropped or crashed import leaves no transaction, and no lock, behind.

use super::{
    Agreement, Progress, Stage,
    merging::{self, Brought, Merged},
    reading::Chunk,
};
use crate::{Mailroom, Result};
use domain::{ImportId, Sentence};
use sqlx::{Connection, PgConnection, Postgres, Transaction, pool::PoolConnection, types::Json};
use tokio::sync::mpsc;

/// Namespace of the advisory locks: whoever holds (this, import) is alive. "impo" in ASCII.
const LOCKS: i32 = 0x696d_706f;

/// An import that others see running.
pub(super) struct Running {
    pub import: ImportId,
    /// `None` where nobody was asked: then the file's own word counts.
    pub agreement: Option<Agreement>,
    db: PoolConnection<Postgres>,
}

impl Running {
    /// Locked before others can see it, so that nobody takes it for abandoned.
    pub async fn begin(mailroom: &Mailroom, file_name: &str) -> Result<Self> {
        let mut db = mailroom.db.acquire().await?;
        db.close_on_drop();
        let next = sqlx::query_scalar!(r#"select nextval(pg_get_serial_sequence('imports', 'id')) as "id!""#);
        let import = ImportId(next.fetch_one(&mut *db).await?);
        sqlx::query!("select pg_advisory_lock($1, $2::bigint::int)", LOCKS, import.0).execute(&mut *db).await?;
        sqlx::query!(
            "insert into imports (id, file_name) overriding system value values ($1, $2)",
            import.0,
            file_name
        )
        .execute(&mut *db)
        .await?;
        Ok(Self { import, agreement: None, db })
    }

    /// A file that waits, or one that failed, is begun; `None` where it is neither any more.
    pub async fn begin_waiting(mailroom: &Mailroom, import: ImportId) -> Result<Option<Self>> {
        let mut db = mailroom.db.acquire().await?;
        db.close_on_drop();
        sqlx::query!("select pg_advisory_lock($1, $2::bigint::int)", LOCKS, import.0).execute(&mut *db).await?;
        let begun = sqlx::query!(
            "update imports
             set state = 'running', started_at = now(), finished_at = null, failed_because = null, octets_read = 0,
                 rows_read = 0, rejected = 0, is_merging = false
             where id = $1 and state in ('waiting', 'failed') and exists (select from import_files where import_id = $1)",
            import.0
        );
        let is_begun = begun.execute(&mut *db).await?.rows_affected() == 1;
        Ok(is_begun.then_some(Self { import, agreement: None, db }))
    }

    pub async fn stage(&mut self) -> Result<Staging<'_>> {
        let mut transaction = self.db.begin().await?;
        merging::create_staging(&mut transaction).await?;
        Ok(Staging { import: self.import, agreement: self.agreement.as_ref(), transaction })
    }
}

/// The one transaction in which an import happens.
pub(super) struct Staging<'a> {
    import: ImportId,
    agreement: Option<&'a Agreement>,
    transaction: Transaction<'a, Postgres>,
}

impl Staging<'_> {
    pub async fn copy(&mut self, mut chunks: mpsc::Receiver<Chunk>, mut seen: impl FnMut(&Chunk)) -> Result<()> {
        let db: &mut PgConnection = &mut self.transaction;
        let mut copy = db.copy_in_raw("copy staged from stdin").await?;
        while let Some(chunk) = chunks.recv().await {
            copy.send(chunk.lines.as_slice()).await?;
            seen(&chunk);
        }
        copy.finish().await?;
        Ok(())
    }

    pub async fn merge(mut self, read: Progress, attributes: &[String]) -> Result<Merged> {
        let brought = Brought::File { import: self.import, agreement: self.agreement };
        let merged = merging::merge(&mut self.transaction, &brought, attributes).await?;
        mark_done(&mut self.transaction, self.import, &merged, read).await?;
        self.transaction.commit().await?;
        Ok(merged)
    }
}

async fn mark_done(db: &mut PgConnection, import: ImportId, merged: &Merged, read: Progress) -> Result<()> {
    let rejected = read.rejected + merged.erased;
    let counts = [
        read.rows_read,
        merged.added,
        merged.updated,
        merged.people - merged.added - merged.updated,
        read.rows_read - rejected - merged.people,
        rejected,
        merged.refused,
    ];
    let [rows_read, added, updated, unchanged, repeated, rejected, refused] = counts.map(u64::cast_signed);
    sqlx::query!(
        "update imports
         set state = 'done', finished_at = now(), octets = $9, octets_read = $9, rows_read = $2, added = $3,
             updated = $4, unchanged = $5, repeated = $6, rejected = $7, refused = $8
         where id = $1",
        import.0,
        rows_read,
        added,
        updated,
        unchanged,
        repeated,
        rejected,
        refused,
        read.octets.cast_signed(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from import_files where import_id = $1", import.0).execute(db).await?;
    Ok(())
}

/// How far it has come, for whoever watches.
pub(super) async fn note_progress(mailroom: &Mailroom, import: ImportId, at: Progress) -> Result<()> {
    sqlx::query!(
        "update imports set octets = $2, octets_read = $3, rows_read = $4, rejected = $5, is_merging = $6
         where id = $1 and state = 'running'",
        import.0,
        at.octets.cast_signed(),
        at.octets_read.cast_signed(),
        at.rows_read.cast_signed(),
        at.rejected.cast_signed(),
        at.stage == Stage::Merging,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub(super) async fn mark_failed(mailroom: &Mailroom, import: ImportId, because: &Sentence) -> Result<()> {
    sqlx::query!(
        "update imports set state = 'failed', finished_at = now(), failed_because = $2 where id = $1 and state = 'running'",
        import.0,
        Json(because) as _,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub(super) async fn close_abandoned(mailroom: &Mailroom) -> Result<u64> {
    let because = Sentence::new(
        "the program ended while the file came in; nothing of it was imported",
        "파일을 가져오는 동안 프로그램이 종료되었습니다. 가져온 내용은 없습니다",
    );
    let closed = sqlx::query!(
        "update imports set state = 'failed', finished_at = now(), failed_because = $2
         where state = 'running' and pg_try_advisory_xact_lock($1, id::int)",
        LOCKS,
        Json(because) as _,
    );
    Ok(closed.execute(&mailroom.db).await?.rows_affected())
}
