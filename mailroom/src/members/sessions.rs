//! Where sessions are kept: opaque bytes by the hash of an opaque id, until they expire. Whoever reads the table, or a
//! copy of it, can take over no session.

use crate::{Mailroom, Result};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// `false` where the id is taken.
pub async fn create(mailroom: &Mailroom, id: &str, content: &[u8], expire_at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "insert into sessions (id, data, expire_at) values ($1, $2, $3) on conflict (id) do nothing",
        key(id),
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
        key(id),
        content,
        expire_at
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// What was kept, and when it expires.
pub async fn load(mailroom: &Mailroom, id: &str) -> Result<Option<(Vec<u8>, OffsetDateTime)>> {
    let row = sqlx::query!("select data, expire_at from sessions where id = $1 and expire_at > now()", key(id))
        .fetch_optional(&mailroom.db)
        .await?;
    Ok(row.map(|row| (row.data, row.expire_at)))
}

pub async fn delete(mailroom: &Mailroom, id: &str) -> Result<()> {
    sqlx::query!("delete from sessions where id = $1", key(id)).execute(&mailroom.db).await?;
    Ok(())
}

/// Removes what nobody can use any more: sessions that ended, failures that no longer count.
pub async fn delete_expired(mailroom: &Mailroom) -> Result<()> {
    sqlx::query!("delete from sessions where expire_at < now()").execute(&mailroom.db).await?;
    super::throttle::forget_old(mailroom).await
}

/// An id is 128 random bits: a fast hash is enough, since it cannot be guessed.
fn key(id: &str) -> String {
    Sha256::digest(id).iter().map(|octet| format!("{octet:02x}")).collect()
}
