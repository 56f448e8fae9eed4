//! Batches of recipients: leased by one process at a time, marked window by window before anything is sent.

use super::{
    Due, Owner, Page,
    results::{self, Ended},
};
use crate::{Mailroom, Result, work_queue::Pointer};
use domain::{
    CampaignId, ContactId, DeliveryState, campaign::CampaignState, contact::Attributes, recipient::Recipient,
};
use sqlx::{PgConnection, types::Json};
use std::time::{Duration, Instant};

/// A lease outlives every call to a carrier, so what it covered has ended when it has; each mark renews it.
/// It is the backstop for a process that hangs: one that died is known by its advisory lock.
pub(crate) const LEASE: Duration = Duration::from_secs(360);
/// So many batches of a campaign stand in a queue at once: enough for many machines, and little to fetch in vain when it
/// is paused.
const OFFERED_AHEAD: i64 = 50;
/// A pointer that nobody followed for so long is lost, as it is when a queue gave it up.
const OFFERED_FOR: Duration = Duration::from_secs(600);

#[derive(Debug)]
pub(crate) struct Batch {
    pub campaign: CampaignId,
    /// The campaign's epoch at the lease.
    pub epoch: i32,
    first_seq: i32,
    last_seq: i32,
    cursor: i32,
    fence: i64,
    /// After this moment nothing may be sent under the lease.
    pub good_until: Instant,
}

impl Batch {
    /// Everybody of it was marked.
    pub fn is_spent(&self) -> bool {
        self.cursor == self.last_seq
    }
}

/// Leases a batch of the running campaign of this account that was served longest ago; in quiet hours of one that is no
/// advertising. With a pointer that batch and no other, in that epoch.
pub(crate) async fn lease(
    mailroom: &Mailroom,
    account: &str,
    owner: Owner,
    is_quiet: bool,
    only: Option<Pointer>,
) -> Result<Option<Batch>> {
    let asked_at = Instant::now();
    let row = sqlx::query!(
        r#"with campaign as (
               select c.id, c.epoch from campaigns c
               where c.account = $1 and c.state = 'running' and not ($4 and c.kind = 'advertising')
                 and ($5::bigint is null or c.id = $5 and c.epoch = $7)
                 and exists (select from batches b where b.campaign_id = c.id and b.state = 'ready')
               order by c.served_at limit 1
           ), free as (
               select b.campaign_id, b.first_seq from batches b join campaign on b.campaign_id = campaign.id
               where b.state = 'ready' and ($6::int is null or b.first_seq = $6)
               order by b.first_seq limit 1 for update of b skip locked
           ), served as (
               update campaigns c set served_at = clock_timestamp() from free where c.id = free.campaign_id
           )
           update batches b set state = 'leased', owner = $2, fence = fence + 1,
               lease_until = clock_timestamp() + make_interval(secs => $3)
           from free, campaign
           where b.campaign_id = free.campaign_id and b.first_seq = free.first_seq
           returning b.campaign_id, campaign.epoch as "epoch!", b.first_seq, b.last_seq, b.cursor, b.fence"#,
        account,
        owner.0,
        LEASE.as_secs_f64(),
        is_quiet,
        only.map(|pointer| pointer.campaign.0),
        only.map(|pointer| pointer.first_seq),
        only.map(|pointer| pointer.epoch),
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(row.map(|row| Batch {
        campaign: CampaignId(row.campaign_id),
        epoch: row.epoch,
        first_seq: row.first_seq,
        last_seq: row.last_seq,
        cursor: row.cursor,
        fence: row.fence,
        good_until: asked_at + LEASE,
    }))
}

/// The first batches of each running campaign that are ready and that no queue was told of lately.
pub(crate) async fn offer(mailroom: &Mailroom, account: &str, is_quiet: bool) -> Result<Vec<Pointer>> {
    let rows = sqlx::query!(
        r#"with due as (
               select c.id, c.epoch, b.first_seq
               from campaigns c cross join lateral (
                   select * from batches where campaign_id = c.id and state = 'ready' order by first_seq limit $3
               ) b
               where c.account = $1 and c.state = 'running' and not ($2 and c.kind = 'advertising')
                 and (b.offered_epoch is distinct from c.epoch
                      or b.offered_at < clock_timestamp() - make_interval(secs => $4))
           )
           update batches b set offered_epoch = due.epoch, offered_at = clock_timestamp() from due
           where b.campaign_id = due.id and b.first_seq = due.first_seq and b.state = 'ready'
             and (b.offered_epoch is distinct from due.epoch
                  or b.offered_at < clock_timestamp() - make_interval(secs => $4))
           returning b.campaign_id, b.first_seq, due.epoch"#,
        account,
        is_quiet,
        OFFERED_AHEAD,
        OFFERED_FOR.as_secs_f64(),
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Pointer { campaign: CampaignId(row.campaign_id), first_seq: row.first_seq, epoch: row.epoch })
        .collect())
}

/// The queue did not take them.
pub(crate) async fn take_back_offers(mailroom: &Mailroom, pointers: &[Pointer]) -> Result<()> {
    if pointers.is_empty() {
        return Ok(());
    }
    let campaigns: Vec<i64> = pointers.iter().map(|pointer| pointer.campaign.0).collect();
    let firsts: Vec<i32> = pointers.iter().map(|pointer| pointer.first_seq).collect();
    sqlx::query!(
        "update batches b set offered_epoch = null from unnest($1::bigint[], $2::int[]) p(campaign, first_seq)
         where b.campaign_id = p.campaign and b.first_seq = p.first_seq",
        &campaigns,
        &firsts,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Marks the next `width` people, from now on they may have been mailed, and in the same transaction records how
/// earlier ones ended. `None`: the batch is spent, is somebody else's by now, or its campaign no longer runs.
/// `again`: an earlier try may have come through.
pub(crate) async fn advance(
    mailroom: &Mailroom,
    batch: &mut Batch,
    owner: Owner,
    ended: &[Ended],
    width: i32,
    again: bool,
) -> Result<Option<Vec<Due>>> {
    let through = batch.cursor.saturating_add(width).min(batch.last_seq);
    // they never change, so they are read before the campaign's other writers have to wait
    let window = recipients(mailroom, batch.campaign, batch.cursor, through).await?;
    let asked_at = Instant::now();
    let Some(mut page) = Page::open(&mailroom.db, batch.campaign).await? else { return Ok(None) };
    results::record(&mut page, owner, ended, mailroom.doubt_window, again).await?;
    let before = match page.state == CampaignState::Running && through > batch.cursor {
        true => mark(page.db(), batch, through).await?,
        false => None,
    };
    if before.is_some_and(|before| before != through) {
        page.book(DeliveryState::Waiting, DeliveryState::Sending, window.len() as i64);
    }
    page.close().await?;
    if before.is_none() {
        return Ok(None);
    }
    batch.cursor = through;
    batch.good_until = asked_at + LEASE;
    Ok(Some(window))
}

/// Records how the last people ended, and gives the batch back: done, or ready for whoever is next.
pub(crate) async fn close(
    mailroom: &Mailroom,
    batch: &Batch,
    owner: Owner,
    ended: &[Ended],
    again: bool,
) -> Result<()> {
    let Some(mut page) = Page::open(&mailroom.db, batch.campaign).await? else { return Ok(()) };
    results::record(&mut page, owner, ended, mailroom.doubt_window, again).await?;
    give_back(&mut page, batch).await?;
    page.close().await
}

/// Where the cursor stood before; `through` where an earlier try came through after all.
/// `None`: the fence moved, the batch is somebody else's.
async fn mark(db: &mut PgConnection, batch: &Batch, through: i32) -> Result<Option<i32>> {
    let before = sqlx::query_scalar!(
        "with mine as (
             select cursor from batches
             where campaign_id = $1 and first_seq = $2 and fence = $3 and state = 'leased' for update
         )
         update batches b set cursor = $4, lease_until = clock_timestamp() + make_interval(secs => $5)
         from mine where b.campaign_id = $1 and b.first_seq = $2
         returning mine.cursor",
        batch.campaign.0,
        batch.first_seq,
        batch.fence,
        through,
        LEASE.as_secs_f64(),
    )
    .fetch_optional(db)
    .await?;
    Ok(before)
}

/// An earlier try that came through after all may have marked people who were never called: they wait again.
async fn give_back(page: &mut Page, batch: &Batch) -> Result<()> {
    let rewound = sqlx::query_scalar!(
        r#"with mine as (
               select cursor from batches
               where campaign_id = $1 and first_seq = $2 and fence = $3 and state = 'leased' for update
           ), given as (
               update batches b set cursor = $4, owner = null, lease_until = null, offered_epoch = null,
                   state = case when $4 = last_seq then 'done' else 'ready' end
               from mine where b.campaign_id = $1 and b.first_seq = $2
           )
           select count(*) as "n!" from mine join recipients r on r.campaign_id = $1
             and r.seq > $4 and r.seq <= mine.cursor and r.skip_reason is null"#,
        page.campaign.0,
        batch.first_seq,
        batch.fence,
        batch.cursor,
    )
    .fetch_one(page.db())
    .await?;
    let waiting =
        if page.state == CampaignState::Cancelled { DeliveryState::Cancelled } else { DeliveryState::Waiting };
    page.book(DeliveryState::Sending, waiting, rewound);
    Ok(())
}

async fn recipients(mailroom: &Mailroom, campaign: CampaignId, after: i32, through: i32) -> Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select r.seq, r.contact_id, r.address, r.name, r.locale, r.merge as "merge: Json<Attributes>",
                  coalesce(s.reason, topic_refusal(c.topic_id, r.contact_id, r.address)) as "suppressed?"
           from recipients r join campaigns c on c.id = r.campaign_id left join suppressions s on s.address = r.address
           where r.campaign_id = $1 and r.seq > $2 and r.seq <= $3 and r.skip_reason is null order by r.seq"#,
        campaign.0,
        after,
        through,
    )
    .fetch_all(&mailroom.db)
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
                attempt: 1,
                rung: 0,
                is_retry: false,
                suppressed: row.suppressed,
            })
        })
        .collect()
}
