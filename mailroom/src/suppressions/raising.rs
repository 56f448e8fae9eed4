use crate::{Result, control};
use domain::{ContactId, suppression::SuppressionReason};
use sqlx::PgConnection;

/// Nothing is sent to this person from now on: not at their present address, and not at any that a campaign under way
/// still has of them. Whether that is new.
pub(crate) async fn of_person(
    db: &mut PgConnection,
    contact: ContactId,
    reason: SuppressionReason,
    source: &str,
) -> Result<bool> {
    let addresses = sqlx::query_scalar!(
        r#"select address as "address!" from contacts where id = $1
           union
           select r.address from recipients r join campaigns c on c.id = r.campaign_id
           where r.contact_id = $1 and c.state not in ('cancelled', 'finished')"#,
        contact.0
    );
    let addresses = addresses.fetch_all(&mut *db).await?;
    Ok(!raise(db, &addresses, reason, source).await?.is_empty())
}

/// Never mails these addresses: whose reason this is now. One that weighs more or as much stays as it is.
pub(crate) async fn raise(
    db: &mut PgConnection,
    addresses: &[String],
    reason: SuppressionReason,
    source: &str,
) -> Result<Vec<String>> {
    let raised = sqlx::query_scalar!(
        "insert into suppressions (address, reason, source)
         select distinct address, $2, $3 from unnest($1::text[]) address order by address
         on conflict (address) do update set reason = excluded.reason, source = excluded.source, at = clock_timestamp()
         where suppression_rank(excluded.reason) > suppression_rank(suppressions.reason)
         returning address",
        addresses,
        reason.as_str(),
        source,
    )
    .fetch_all(&mut *db)
    .await?;
    if !raised.is_empty() {
        control::announce(db).await?;
    }
    Ok(raised)
}
