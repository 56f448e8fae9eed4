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
         on conflict (address) do update set reason = excluded.reason, source = excluded.source, at = clock_timestamp(),
             beneath = suppressions.reason, beneath_source = suppressions.source
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

/// The same of many people's own word, each with its source; the caller announces it. The lock order is by address, as above.
pub(super) async fn refused(db: &mut PgConnection, addresses: &[String], sources: &[String]) -> Result<Vec<String>> {
    let raised = sqlx::query_scalar!(
        "insert into suppressions (address, reason, source)
         select distinct on (address) address, 'refused', source from unnest($1::text[], $2::text[]) s(address, source)
         order by address
         on conflict (address) do update set reason = excluded.reason, source = excluded.source, at = clock_timestamp(),
             beneath = suppressions.reason, beneath_source = suppressions.source
         where suppression_rank(excluded.reason) > suppression_rank(suppressions.reason)
         returning address",
        addresses,
        sources,
    );
    Ok(raised.fetch_all(db).await?)
}

/// Who takes their own refusal back; what a stronger reason had covered stands again. At every address of theirs, as in
/// [`of_person`].
pub(crate) async fn person_takes_back(db: &mut PgConnection, contact: ContactId) -> Result<()> {
    let addresses = sqlx::query_scalar!(
        r#"select address as "address!" from contacts where id = $1
           union
           select r.address from recipients r join campaigns c on c.id = r.campaign_id
           where r.contact_id = $1 and c.state not in ('cancelled', 'finished')"#,
        contact.0
    );
    let addresses = addresses.fetch_all(&mut *db).await?;
    take_back(db, &addresses).await
}

pub(crate) async fn take_back(db: &mut PgConnection, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "with lifted as (delete from suppressions where address = any($1) and reason = 'refused' and beneath is null)
         update suppressions set reason = beneath, source = beneath_source, beneath = null, beneath_source = null
         where address = any($1) and reason = 'refused' and beneath is not null",
        addresses
    )
    .execute(&mut *db)
    .await?;
    control::announce(db).await
}
