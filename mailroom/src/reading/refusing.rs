//! People who asked that their letters are not counted: theirs carry no picture and lead nowhere but where they say.

use crate::{Mailroom, Result, ledger::Due};
use domain::{CampaignId, ContactId};
use sqlx::PgConnection;
use std::collections::HashSet;

/// From the next letter on; of those that are there already nothing is counted any more.
pub async fn refuse_measuring(db: &mut PgConnection, contact: ContactId) -> Result<()> {
    sqlx::query!(
        "insert into measuring_refusals (contact_id) select id from contacts where id = $1 on conflict do nothing",
        contact.0
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn allow_measuring(db: &mut PgConnection, contact: ContactId) -> Result<()> {
    sqlx::query!("delete from measuring_refusals where contact_id = $1", contact.0).execute(db).await?;
    Ok(())
}

/// Whether this person's letters are counted, where a campaign counts.
pub async fn is_measured(mailroom: &Mailroom, contact: ContactId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (select from measuring_refusals where contact_id = $1) as "is!""#,
        contact.0
    )
    .fetch_one(&mailroom.db)
    .await?)
}

/// Who of a window is not counted.
pub(crate) async fn refusing(mailroom: &Mailroom, people: &[Due]) -> Result<HashSet<ContactId>> {
    let contacts: Vec<i64> = people.iter().map(|due| due.contact.0).collect();
    let refusing =
        sqlx::query_scalar!("select contact_id from measuring_refusals where contact_id = any($1)", &contacts)
            .fetch_all(&mailroom.db)
            .await?;
    Ok(refusing.into_iter().map(ContactId).collect())
}

/// Whether this person had refused when their letter was made.
pub(crate) async fn refusing_one(mailroom: &Mailroom, campaign: CampaignId, seq: i32) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from recipients r join measuring_refusals m on m.contact_id = r.contact_id
               where r.campaign_id = $1 and r.seq = $2
                 and m.at < coalesce((select max(a.at) from attempts a where a.campaign_id = $1 and a.seq = $2),
                                     clock_timestamp())
           ) as "is!""#,
        campaign.0,
        seq
    )
    .fetch_one(&mailroom.db)
    .await?)
}
