//! Attempts owed to people whom the batches have passed.

use super::{Due, Owner, Page, batches::LEASE};
use crate::{Mailroom, Result};
use domain::{
    CampaignId, ContactId, DeliveryState, campaign::CampaignState, contact::Attributes, recipient::Recipient,
};
use sqlx::types::Json;
use std::time::{Duration, Instant};

/// Due retries of one campaign, claimed: from now on these people may have been mailed again.
pub(crate) struct Claimed {
    pub campaign: CampaignId,
    pub epoch: i32,
    pub people: Vec<Due>,
    pub good_until: Instant,
}

/// Claims up to `width` due retries of a campaign, as [`next_campaign`] told it with its epoch.
pub(crate) async fn claim(
    mailroom: &Mailroom,
    (campaign, epoch): (CampaignId, i32),
    owner: Owner,
    width: i32,
) -> Result<Option<Claimed>> {
    let asked_at = Instant::now();
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(None) };
    if page.state != CampaignState::Running {
        return Ok(None);
    }
    let people = mark(&mut page, owner, width).await?;
    for due in &people {
        let from = if due.attempt == 1 { DeliveryState::Waiting } else { DeliveryState::Retrying };
        page.book(from, DeliveryState::Sending, 1);
    }
    page.close().await?;
    Ok((!people.is_empty()).then_some(Claimed { campaign, epoch, people, good_until: asked_at + LEASE }))
}

/// How long until the next retry of this account is due; `None` when none is owed.
pub(crate) async fn next_due_in(mailroom: &Mailroom, account: &str, is_quiet: bool) -> Result<Option<Duration>> {
    let seconds = sqlx::query_scalar!(
        r#"select extract(epoch from min(t.due_at) - clock_timestamp())::float8 as "seconds?"
           from retries t join campaigns c on c.id = t.campaign_id
           where c.account = $1 and c.state = 'running' and t.owner is null and not ($2 and c.kind = 'advertising')"#,
        account,
        is_quiet,
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(seconds.map(|seconds| Duration::from_secs_f64(seconds.max(0.0))))
}

/// The running campaign of this account with due retries that was served longest ago, and its epoch; in quiet hours one
/// that is no advertising.
pub(crate) async fn next_campaign(
    mailroom: &Mailroom,
    account: &str,
    is_quiet: bool,
) -> Result<Option<(CampaignId, i32)>> {
    let row = sqlx::query!(
        "select c.id, c.epoch from campaigns c
         where c.account = $1 and c.state = 'running' and not ($2 and c.kind = 'advertising')
           and exists (select from retries t where t.campaign_id = c.id and t.owner is null and t.due_at <= clock_timestamp())
         order by c.served_at limit 1",
        account,
        is_quiet,
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(row.map(|row| (CampaignId(row.id), row.epoch)))
}

async fn mark(page: &mut Page, owner: Owner, width: i32) -> Result<Vec<Due>> {
    let campaign = page.campaign.0;
    let rows = sqlx::query!(
        r#"with due as (
               select campaign_id, seq from retries
               where campaign_id = $1 and owner is null and due_at <= clock_timestamp()
               order by due_at limit $3 for update skip locked
           ), claimed as (
               update retries t set owner = $2, lease_until = clock_timestamp() + make_interval(secs => $4)
               from due where t.campaign_id = due.campaign_id and t.seq = due.seq
               returning t.seq, t.attempt, t.rung
           )
           select r.seq, r.contact_id, r.address, r.name, r.locale, r.merge as "merge: Json<Attributes>",
                  claimed.attempt, claimed.rung,
                  coalesce(s.reason, topic_refusal(c.topic_id, r.contact_id, r.address)) as "suppressed?"
           from claimed join recipients r on r.campaign_id = $1 and r.seq = claimed.seq join campaigns c on c.id = $1
           left join suppressions s on s.address = r.address order by r.seq"#,
        campaign,
        owner.0,
        i64::from(width),
        LEASE.as_secs_f64(),
    )
    .fetch_all(page.db())
    .await?;
    rows.into_iter()
        .map(|row| {
            let recipient = Recipient {
                seq: row.seq,
                address: row.address.parse()?,
                name: row.name,
                locale: row.locale,
                merge: row.merge.0,
            };
            Ok(Due {
                recipient,
                contact: ContactId(row.contact_id),
                attempt: row.attempt,
                rung: row.rung,
                is_retry: true,
                suppressed: row.suppressed,
            })
        })
        .collect()
}
