//! Who may be in a state, without looking at everybody: by the small table that makes the state.

use super::Search;
use crate::{Mailroom, Result};
use domain::{CampaignId, DeliveryState as D};

/// The next people who may be what is looked for, in order; fewer than `limit` only at the end.
pub(super) async fn next(mailroom: &Mailroom, campaign: CampaignId, search: &Search, limit: i64) -> Result<Vec<i32>> {
    if let Some(prefix) = &search.prefix {
        return by_address(mailroom, campaign, prefix, search.after.as_deref().unwrap_or_default(), limit).await;
    }
    let after = search.after_seq();
    match search.state {
        Some(D::Failed | D::Bounced) => troubled(mailroom, campaign, after, limit).await,
        Some(D::InDoubt) => doubted(mailroom, campaign, after, limit).await,
        Some(D::Retrying) => owed(mailroom, campaign, after, limit).await,
        Some(D::Sending) => marked(mailroom, campaign, after, limit).await,
        Some(D::Waiting) => waiting(mailroom, campaign, after, limit).await,
        Some(D::Skipped) => skipped(mailroom, campaign, after, limit).await,
        Some(D::Complained) => complained(mailroom, campaign, after, limit).await,
        Some(D::Sent | D::Delivered | D::Cancelled) | None => everybody(mailroom, campaign, after, limit).await,
    }
}

/// Addresses are compared octet by octet, so that all with a beginning stand together in the index.
async fn by_address(
    mailroom: &Mailroom,
    campaign: CampaignId,
    prefix: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"select seq from recipients
           where campaign_id = $1 and address >= $2 and address < $2 || chr(1114111) and address > $3
           order by address limit $4"#,
        campaign.0,
        prefix,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

async fn everybody(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        "select seq from recipients where campaign_id = $1 and seq > $2 order by seq limit $3",
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

async fn troubled(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        "select seq from failures where campaign_id = $1 and seq > $2 order by seq limit $3",
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

async fn doubted(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        "select seq from doubts where campaign_id = $1 and seq > $2 order by seq limit $3",
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

async fn owed(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        "select seq from retries where campaign_id = $1 and seq > $2 order by seq limit $3",
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

/// Below the cursor of a leased batch, or of a claimed retry.
async fn marked(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"select seq as "seq!" from (
               select generate_series(greatest(first_seq, $2 + 1), cursor) as seq from batches
               where campaign_id = $1 and state = 'leased' and cursor > $2
               union
               select seq from retries where campaign_id = $1 and owner is not null and seq > $2
           ) under_way order by 1 limit $3"#,
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

/// Above the cursor of a batch that is not done; four of those hold more than is asked for at once. Or owed a first attempt.
async fn waiting(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"select seq as "seq!" from (
               select generate_series(greatest(cursor, $2) + 1, last_seq) as seq from (
                   select cursor, last_seq from batches
                   where campaign_id = $1 and state <> 'done' and last_seq > greatest(cursor, $2) order by first_seq limit 4
               ) next
               union
               (select seq from retries where campaign_id = $1 and attempt = 1 and seq > $2 order by seq limit $3)
           ) not_yet order by 1 limit $3"#,
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

/// At launch, or when their turn came.
async fn skipped(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"select seq as "seq!" from (
               (select seq from recipients where campaign_id = $1 and skip_reason is not null and seq > $2 order by seq limit $3)
               union
               (select seq from attempts where campaign_id = $1 and outcome = 'skipped' and seq > $2 order by seq limit $3)
           ) left_out order by 1 limit $3"#,
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}

async fn complained(mailroom: &Mailroom, campaign: CampaignId, after: i32, limit: i64) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct seq as "seq!" from mail_events
           where campaign_id = $1 and kind = 'complained' and seq > $2 order by 1 limit $3"#,
        campaign.0,
        after,
        limit
    )
    .fetch_all(&mailroom.db)
    .await?)
}
