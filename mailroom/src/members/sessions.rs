//! Where sessions are kept: opaque bytes by an opaque id, until they expire.

use crate::{Mailroom, Result};
use time::OffsetDateTime;

/// `false` where the id is taken.
pub async fn create(mailroom: &Mailroom, id: &str, content: &[u8], expire_at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "insert into sessions (id, data, expire_at) values ($1, $2, $3) on conflict (id) do nothing",
        id,
        content,
        expire_at
    )
    .execute(&mailroom.db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn save(mailroom: &Mailroom, id: &str, content: &[u8], expire_at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into sessions (id, data, expire_at) values ($1, $2, $3)
         on conflict (id) do update set data = excluded.data, expire_at = excluded.expire_at",
        id,
        content,
        expire_at
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub async fn load(mailroom: &Mailroom, id: &str) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("select data from sessions where id = $1 and expire_at > now()", id)
        .fetch_optional(&mailroom.db)
        .await?)
}

pub async fn delete(mailroom: &Mailroom, id: &str) -> Result<()> {
    sqlx::query!("delete from sessions where id = $1", id).execute(&mailroom.db).await?;
    Ok(())
}

/// Removes what nobody can use any more: sessions that ended, failures that no longer count.
pub async fn delete_expired(mailroom: &Mailroom) -> Result<()> {
    sqlx::query!("delete from sessions where expire_at < now()").execute(&mailroom.db).await?;
    super::throttle::forget_old(mailroom).await
}
