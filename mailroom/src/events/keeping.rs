//! Reports that nobody could read: kept as they came.

use super::Source;
use crate::{Mailroom, Result};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// SQS and SNS bring no more than this.
const RAW_CHARACTERS_MAX: usize = 256 * 1024;
const KEPT_DAYS: i32 = 90;

/// A report that could not be read, or is of a kind we do not know.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptReport {
    pub feed: String,
    pub raw: String,
    pub why: String,
    pub at: Timestamp,
}

pub(super) async fn keep(mailroom: &Mailroom, source: &Source, reports: &[(&str, String)]) -> Result<()> {
    if reports.is_empty() {
        return Ok(());
    }
    let digests: Vec<Vec<u8>> = reports.iter().map(|(raw, _)| Sha256::digest(raw).to_vec()).collect();
    let raw: Vec<String> = reports.iter().map(|(raw, _)| storable(raw)).collect();
    let why: Vec<String> = reports.iter().map(|(_, why)| storable(why)).collect();
    tracing::warn!(feed = source.name, reports = reports.len(), why = why[0], "reports were kept unread");
    sqlx::query!(
        "insert into kept_reports (digest, feed, raw, why)
         select digest, $2, raw, why from unnest($1::bytea[], $3::text[], $4::text[]) as r(digest, raw, why)
         on conflict do nothing",
        &digests,
        source.name,
        &raw,
        &why,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Postgres takes every character but one.
fn storable(text: &str) -> String {
    text.chars().take(RAW_CHARACTERS_MAX).map(|letter| if letter == '\0' { '\u{fffd}' } else { letter }).collect()
}

/// The latest of them.
pub async fn kept(mailroom: &Mailroom, limit: i64) -> Result<Vec<KeptReport>> {
    let rows = sqlx::query!("select feed, raw, why, at from kept_reports order by at desc limit $1", limit);
    let rows = rows.fetch_all(&mailroom.db).await?;
    rows.into_iter()
        .map(|row| Ok(KeptReport { feed: row.feed, raw: row.raw, why: row.why, at: crate::instant(row.at)? }))
        .collect()
}

pub(super) async fn drop_old(mailroom: &Mailroom) -> Result<()> {
    sqlx::query!("delete from kept_reports where at < now() - make_interval(days => $1)", KEPT_DAYS)
        .execute(&mailroom.db)
        .await?;
    Ok(())
}
