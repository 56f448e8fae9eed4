//! The life of one reading of a source. What came in stays in, however it ends, and the next goes on where it stopped.

use crate::{
    Error, Mailroom, Result,
    contacts::import::{
        Columns,
        source::{self, SourceRow},
    },
};
use domain::{Sentence, SourceRunId};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Connection, PgConnection, Postgres, pool::PoolConnection, types::Json};

/// Namespace of the advisory locks: whoever holds (this, name) reads that source. "psrc" in ASCII.
const LOCKS: i32 = 0x7073_7263;
/// Runs are kept for so many days.
const KEPT_DAYS: i32 = 90;

/// A source as its reader describes it.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub name: &'static str,
    /// Without a secret.
    pub place: String,
    /// Of what is read, and as what.
    pub fingerprint: Vec<u8>,
}

/// The right to read a source, which one process has at a time. Its connection is its own and closes with it.
pub(super) struct Turn {
    source: Described,
    db: PoolConnection<Postgres>,
}

impl Turn {
    pub async fn take(mailroom: &Mailroom, source: Described) -> Result<Self> {
        let mut db = mailroom.db.acquire().await?;
        db.close_on_drop();
        let name = source.name;
        let taken =
            sqlx::query_scalar!(r#"select pg_try_advisory_lock($1, hashtext($2)) as "taken!""#, LOCKS, source.name);
        if !taken.fetch_one(&mut *db).await? {
            return Err(Error::refused((
                format!("the source ‘{name}’ is being read already"),
                format!("‘{name}’ 연동이 이미 실행 중입니다"),
            )));
        }
        know(&mut db, &source).await?;
        close_others(&mut db, &source).await?;
        Ok(Self { source, db })
    }

    /// What the run before left to be done, where it read the same as we do.
    pub async fn unfinished(&mut self) -> Result<Option<Begun>> {
        let row = sqlx::query!(
            r#"update source_runs set state = 'running', ended_at = null, failed_because = null
               where id = (select max(id) from source_runs where source = $1) and state <> 'done' and fingerprint = $2
                     and reached is not null
               returning id, since, watermark, reached, rows_read"#,
            self.source.name,
            self.source.fingerprint
        );
        let row = row.fetch_optional(&mut *self.db).await?;
        Ok(row.map(|row| Begun {
            id: SourceRunId(row.id),
            since: row.since,
            reached: row.reached,
            rows_read: row.rows_read.cast_unsigned(),
        }))
    }

    /// `watermark`: how new the newest is, asked before anything is read.
    pub async fn begin(&mut self, watermark: Option<&str>) -> Result<Begun> {
        let row = sqlx::query!(
            "insert into source_runs (source, fingerprint, since, watermark)
             select name, fingerprint, watermark, $2 from people_sources where name = $1 returning id, since",
            self.source.name,
            watermark
        );
        let row = row.fetch_one(&mut *self.db).await?;
        Ok(Begun { id: SourceRunId(row.id), since: row.since, reached: None, rows_read: 0 })
    }

    /// One page becomes contacts, and is never read again by this run.
    pub async fn bring(
        &mut self,
        run: &mut Begun,
        columns: &Columns,
        rows: &[SourceRow],
        reached: &(impl Serialize + Sync),
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let taken = source::take(&mut tx, (run.id, self.source.name), columns, rows, run.rows_read).await?;
        sqlx::query!(
            "update source_runs
             set reached = $2, rows_read = rows_read + $3, added = added + $4, updated = updated + $5,
                 unchanged = unchanged + $6, repeated = repeated + $7, rejected = rejected + $8, refused = refused + $9
             where id = $1",
            run.id.0,
            Json(reached) as _,
            taken.rows_read.cast_signed(),
            taken.added.cast_signed(),
            taken.updated.cast_signed(),
            taken.unchanged.cast_signed(),
            taken.repeated.cast_signed(),
            taken.rejected.cast_signed(),
            taken.refused.cast_signed(),
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        run.rows_read += taken.rows_read;
        Ok(())
    }

    /// As the source writes addresses that we write in another way, for who tells it what changes here.
    pub async fn know_keys(&mut self, addresses: &[String], keys: &[String]) -> Result<()> {
        if addresses.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "insert into user_keys (address, key)
             select distinct on (address) address, key from unnest($1::text[], $2::text[]) k(address, key) order by address
             on conflict (address) do update set key = excluded.key where user_keys.key <> excluded.key",
            addresses,
            keys
        )
        .execute(&mut *self.db)
        .await?;
        Ok(())
    }

    /// Everything up to the run's watermark is here.
    pub async fn end(&mut self, run: &Begun) -> Result<()> {
        let mut tx = self.db.begin().await?;
        sqlx::query!("update source_runs set state = 'done', ended_at = now() where id = $1", run.id.0)
            .execute(&mut *tx)
            .await?;
        sqlx::query!(
            "update people_sources s
             set watermark = r.watermark, asked_at = case when s.asked_at > r.began_at then s.asked_at end
             from source_runs r where r.id = $1 and s.name = r.source",
            run.id.0
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The run that is under way; one that could not even begin is written down too.
    pub async fn fail(&mut self, because: &Sentence) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let failed = sqlx::query!(
            "update source_runs set state = 'failed', ended_at = now(), failed_because = $2
             where source = $1 and state = 'running'",
            self.source.name,
            Json(because) as _
        );
        if failed.execute(&mut *tx).await?.rows_affected() == 0 {
            sqlx::query!(
                "insert into source_runs (source, fingerprint, since, state, ended_at, failed_because)
                 select name, fingerprint, watermark, 'failed', now(), $2 from people_sources where name = $1",
                self.source.name,
                Json(because) as _
            )
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query!("update people_sources set asked_at = null where name = $1", self.source.name)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Returns when the next may take it.
    pub async fn close(mut self) -> Result<()> {
        // its server lets a closed connection's lock go only a moment later
        let source = self.source.name;
        sqlx::query_scalar!("select pg_advisory_unlock($1, hashtext($2))", LOCKS, source)
            .fetch_one(&mut *self.db)
            .await?;
        Ok(self.db.close().await?)
    }
}

/// A run, and how far it came.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub id: SourceRunId,
    /// What changed before this came in before.
    pub since: Option<String>,
    reached: Option<serde_json::Value>,
    rows_read: u64,
}

impl Begun {
    pub fn reached<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.reached.clone().map(serde_json::from_value).transpose().map_err(Error::broken)
    }
}

/// Who reads something else than before reads all of it.
async fn know(db: &mut PgConnection, source: &Described) -> Result<()> {
    sqlx::query!(
        "insert into people_sources as s (name, place, fingerprint) values ($1, $2, $3)
         on conflict (name) do update set place = excluded.place, fingerprint = excluded.fingerprint,
             watermark = case when s.fingerprint = excluded.fingerprint then s.watermark end",
        source.name,
        source.place,
        source.fingerprint
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from source_runs where source = $1 and began_at < now() - make_interval(days => $2)",
        source.name,
        KEPT_DAYS
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose process died: we have the lock that it held.
async fn close_others(db: &mut PgConnection, source: &Described) -> Result<()> {
    let because = Sentence::new(
        "the program ended while it read; the next run goes on from there",
        "읽는 동안 프로그램이 종료되었습니다. 다음 실행에서 이어서 읽습니다",
    );
    sqlx::query!(
        "update source_runs set state = 'failed', ended_at = now(), failed_because = $2 where source = $1 and state = 'running'",
        source.name,
        Json(&because) as _
    )
    .execute(db)
    .await?;
    Ok(())
}
