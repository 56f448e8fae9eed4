use crate::{Error, Mailroom, Result};
use domain::{
    suppression::{Suppression, SuppressionReason},
    typed,
};
use jiff::Timestamp;

/// A page of those who are never mailed, newest first.
#[derive(Clone, Debug, Default)]
pub struct SuppressionQuery {
    pub reason: Option<SuppressionReason>,
    /// A part of an address.
    pub search: Option<String>,
    /// Keyset: those before this one.
    pub before: Option<(Timestamp, String)>,
    /// 1..=[`LIMIT_MAX`].
    pub limit: i64,
}

pub const LIMIT_MAX: i64 = 500;

pub async fn page(mailroom: &Mailroom, query: &SuppressionQuery) -> Result<Vec<Suppression>> {
    let (at, address) = query.before.clone().unzip();
    let rows = sqlx::query!(
        "select address, reason, source, at from suppressions
         where ($1::text is null or reason = $1) and ($2::text is null or strpos(address, $2) > 0)
           and ($3::timestamptz is null or (at, address) < ($3, $4::text))
         order by at desc, address desc limit $5",
        query.reason.map(SuppressionReason::as_str),
        query.search.as_deref().and_then(typed::sought).map(|part| part.to_lowercase()),
        at.map(crate::stored).transpose()?,
        address.as_deref().map(typed::plain),
        query.limit.clamp(1, LIMIT_MAX),
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Suppression {
                address: row.address,
                reason: row.reason.parse().map_err(Error::broken)?,
                source: row.source.into(),
                at: crate::instant(row.at)?,
            })
        })
        .collect()
}

/// How many of each reason.
pub async fn counts(mailroom: &Mailroom) -> Result<Vec<(SuppressionReason, i64)>> {
    let rows = sqlx::query!(r#"select reason, count(*) as "people!" from suppressions group by reason"#)
        .fetch_all(&mailroom.db)
        .await?;
    let of =
        |reason: SuppressionReason| rows.iter().find(|row| row.reason == reason.as_str()).map_or(0, |row| row.people);
    Ok(SuppressionReason::ALL.map(|reason| (reason, of(reason))).into())
}
