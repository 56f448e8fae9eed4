//! What is still to be written: one row a key.

use super::{Kind, NotWritten};
use crate::{Mailroom, Result};
use sqlx::PgConnection;
use std::time::Duration;

/// Nobody else takes a key meanwhile: longer than a write is ever waited for.
const HELD: Duration = Duration::from_secs(120);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// A key that a worker took.
#[derive(Clone, Debug)]
pub struct Due {
    id: i64,
    revision: i64,
    /// How often it was tried before.
    attempts: i32,
    pub key: String,
}

/// In the transaction of the change. Nothing happens where this kind is not mirrored.
pub async fn note(db: &mut PgConnection, kind: Kind, key: &str) -> Result<()> {
    note_all(db, kind, &[key.to_owned()]).await
}

/// The same for many keys, in an order in which two that note the same never wait for each other.
pub async fn note_all(db: &mut PgConnection, kind: Kind, keys: &[String]) -> Result<()> {
    // its turn stays as it is: who holds a key looks at its revision in the end
    sqlx::query!(
        "insert into mirror_outbox (kind, key)
         select m.kind, k.key from mirrors m, (select distinct unnest($2::text[]) as key order by key) k where m.kind = $1
         on conflict on constraint mirror_outbox_once
         do update set revision = mirror_outbox.revision + 1, noted_at = now()",
        kind.as_str(),
        keys,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Those due longest; a worker that dies with them loses its turn.
pub(super) async fn take(mailroom: &Mailroom, kind: Kind, limit: i64) -> Result<Vec<Due>> {
    let due = sqlx::query_as!(
        Due,
        "update mirror_outbox o
         set not_before = clock_timestamp() + make_interval(secs => $3), attempts = o.attempts + 1
         from (select id from mirror_outbox where kind = $1 and not_before <= clock_timestamp()
               order by not_before limit $2 for update skip locked) due
         where o.id = due.id
         returning o.id, o.revision, o.attempts - 1 as \"attempts!\", o.key",
        kind.as_str(),
        limit,
        HELD.as_secs_f64(),
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(due)
}

/// Gone, or due again at once where it changed during the write.
pub(super) async fn done(mailroom: &Mailroom, due: &Due) -> Result<()> {
    let gone = sqlx::query!("delete from mirror_outbox where id = $1 and revision = $2", due.id, due.revision)
        .execute(&mailroom.db)
        .await?;
    if gone.rows_affected() == 0 {
        sqlx::query!(
            "update mirror_outbox set not_before = clock_timestamp(), attempts = 0, last_error = null where id = $1",
            due.id
        )
        .execute(&mailroom.db)
        .await?;
    }
    Ok(())
}

pub(super) async fn later(mailroom: &Mailroom, due: &Due, why: &NotWritten) -> Result<()> {
    sqlx::query!(
        "update mirror_outbox set not_before = clock_timestamp() + make_interval(secs => $2), last_error = $3
         where id = $1",
        due.id,
        wait(due.attempts).as_secs_f64(),
        why.to_string(),
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// 1 s, 2 s, 4 s … 5 min, for ever: what is owed stays owed.
fn wait(attempts: i32) -> Duration {
    let doublings = attempts.clamp(0, 10).unsigned_abs();
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<u64> = [0, 1, 2, 3, 8, 9, 4_000_000].map(|attempts| wait(attempts).as_secs()).into();
        assert_eq!(waits, [1, 2, 4, 8, 256, 300, 300]);
    }
}
