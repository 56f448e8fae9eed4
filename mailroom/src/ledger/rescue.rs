//! What a dead process left: everybody it may have mailed goes into doubt, everybody else back to ready.

use super::{Page, doubts};
use crate::{Mailroom, Result, control};
use domain::CampaignId;

const REASON: &str = "worker_lost";
const DETAIL: &str = "the sending process ended before it recorded the carrier's answer";

/// Rescues every batch and retry whose owner is gone or whose lease ran out. Says how many batches and people there were.
///
/// A living dispatcher holds an advisory lock on its number, so a dead one is known at once and not only
/// when the lease runs out. Rescuing one that lives after all is harmless: its next mark meets another
/// fence, and the answers it still gets settle the doubts.
pub(crate) async fn rescue(mailroom: &Mailroom) -> Result<usize> {
    let mut rescued = 0;
    for campaign in abandoned(mailroom).await? {
        rescued += rescue_campaign(mailroom, campaign).await?;
    }
    Ok(rescued)
}

async fn abandoned(mailroom: &Mailroom) -> Result<Vec<CampaignId>> {
    let ids = sqlx::query_scalar!(
        r#"with leased as (
               select campaign_id, owner, lease_until from batches where state = 'leased'
               union all
               select campaign_id, owner, lease_until from retries where owner is not null
           )
           select distinct campaign_id as "campaign_id!" from leased
           where lease_until < clock_timestamp() or owner not in (select number from living_dispatchers)
           order by 1"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(ids.into_iter().map(CampaignId).collect())
}

async fn rescue_campaign(mailroom: &Mailroom, campaign: CampaignId) -> Result<usize> {
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(0) };
    let lost = lost_people(&mut page).await?;
    let seqs: Vec<i32> = lost.iter().map(|lost| lost.seq).collect();
    let before = page.states(&seqs).await?;
    drop_claimed_retries(&mut page, &seqs).await?;
    put_in_doubt(&mut page, &lost, mailroom.doubt_window.as_secs_f64()).await?;
    doubts::settle_answered(&mut page, &seqs).await?;
    let freed = free_batches(&mut page).await?;
    page.book_since(&before).await?;
    if freed > 0 {
        // whoever found nothing to do rests, and the account's rate with them
        control::announce(page.db()).await?;
    }
    page.close().await?;
    if !lost.is_empty() {
        tracing::warn!(%campaign, people = lost.len(), "a sending process was lost; these people may or may not have been mailed");
    }
    Ok(freed + lost.len())
}

struct Lost {
    seq: i32,
    attempt: i16,
    rung: i16,
}

/// Marked, and no answer recorded: first attempts below a batch's cursor, and claimed retries.
async fn lost_people(page: &mut Page) -> Result<Vec<Lost>> {
    let campaign = page.campaign.0;
    let rows = sqlx::query!(
        r#"with batch as (
               select first_seq, cursor from batches
               where campaign_id = $1 and state = 'leased'
                 and (lease_until < clock_timestamp() or owner not in (select number from living_dispatchers))
               for update
           ), retry as (
               select seq, attempt, rung from retries
               where campaign_id = $1 and owner is not null
                 and (lease_until < clock_timestamp() or owner not in (select number from living_dispatchers))
               for update
           )
           select r.seq as "seq!", 1::smallint as "attempt!", 0::smallint as "rung!"
           from batch b join recipients r on r.campaign_id = $1 and r.seq between b.first_seq and b.cursor
           where r.skip_reason is null
             and not exists (select from attempts a where a.campaign_id = $1 and a.seq = r.seq)
             and not exists (select from doubts d where d.campaign_id = $1 and d.seq = r.seq)
             and not exists (select from retries t where t.campaign_id = $1 and t.seq = r.seq)
           union all
           select seq, attempt, rung from retry"#,
        campaign
    )
    .fetch_all(page.db())
    .await?;
    Ok(rows.into_iter().map(|row| Lost { seq: row.seq, attempt: row.attempt, rung: row.rung }).collect())
}

async fn drop_claimed_retries(page: &mut Page, seqs: &[i32]) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!("delete from retries where campaign_id = $1 and seq = any($2) and owner is not null", campaign, seqs)
        .execute(page.db())
        .await?;
    Ok(())
}

async fn put_in_doubt(page: &mut Page, lost: &[Lost], window_seconds: f64) -> Result<()> {
    let campaign = page.campaign.0;
    let seqs: Vec<i32> = lost.iter().map(|lost| lost.seq).collect();
    let attempts: Vec<i16> = lost.iter().map(|lost| lost.attempt).collect();
    let rungs: Vec<i16> = lost.iter().map(|lost| lost.rung).collect();
    sqlx::query!(
        "insert into doubts (campaign_id, seq, attempt, rung, reason, detail, settle_after)
         select $1, *, $5, $6, clock_timestamp() + make_interval(secs => $7)
         from unnest($2::int[], $3::smallint[], $4::smallint[])
         on conflict do nothing",
        campaign,
        &seqs,
        &attempts,
        &rungs,
        REASON,
        DETAIL,
        window_seconds,
    )
    .execute(page.db())
    .await?;
    Ok(())
}

async fn free_batches(page: &mut Page) -> Result<usize> {
    let campaign = page.campaign.0;
    let freed = sqlx::query!(
        "update batches set state = case when cursor = last_seq then 'done' else 'ready' end, owner = null,
             lease_until = null, offered_epoch = null
         where campaign_id = $1 and state = 'leased'
           and (lease_until < clock_timestamp() or owner not in (select number from living_dispatchers))",
        campaign
    )
    .execute(page.db())
    .await?;
    Ok(freed.rows_affected() as usize)
}
