//! The life of one import in the database. Its connection is its own and closes with it, so that a
//! dropped or crashed import leaves no transaction, and no lock, behind.

use super::{
    Progress,
    merging::{self, Merged},
    reading::Chunk,
};
use crate::{Mailroom, Result};
use domain::ImportId;
use sqlx::{Connection, PgConnection, Postgres, Transaction, pool::PoolConnection};
use tokio::sync::mpsc;

/// Namespace of the advisory locks: whoever holds (this, import) is alive. "impo" in ASCII.
const LOCKS: i32 = 0x696d_706f;

/// An import that others see running.
pub(super) struct Running {
    pub import: ImportId,
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
        Ok(Self { import, db })
    }

    pub async fn stage(&mut self) -> Result<Staging<'_>> {
        let mut transaction = self.db.begin().await?;
        merging::create_staging(&mut transaction).await?;
        Ok(Staging { import: self.import, transaction })
    }
}

/// The one transaction in which an import happens.
pub(super) struct Staging<'a> {
    import: ImportId,
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
        let merged = merging::merge(&mut self.transaction, self.import, attributes).await?;
        mark_done(&mut self.transaction, &merged, read).await?;
        self.transaction.commit().await?;
        Ok(merged)
    }
}

async fn mark_done(db: &mut PgConnection, merged: &Merged, read: Progress) -> Result<()> {
    sqlx::query!(
        "update imports
         set state = 'done', finished_at = now(),
             rows_read = $2, added = $3, updated = $4, rejected = $5, refused = $6
         where id = $1",
        merged.import.0,
        read.rows_read.cast_signed(),
        merged.added.cast_signed(),
        merged.updated.cast_signed(),
        read.rejected.cast_signed(),
        merged.refused.cast_signed(),
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn mark_failed(mailroom: &Mailroom, import: ImportId) -> Result<()> {
    sqlx::query!(
        "update imports set state = 'failed', finished_at = now() where id = $1 and state = 'running'",
        import.0
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub(super) async fn close_abandoned(mailroom: &Mailroom) -> Result<u64> {
    let closed = sqlx::query!(
        "update imports set state = 'failed', finished_at = now()
         where state = 'running' and pg_try_advisory_xact_lock($1, id::int)",
        LOCKS
    );
    Ok(closed.execute(&mailroom.db).await?.rows_affected())
}
