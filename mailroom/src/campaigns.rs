//! Campaigns: made, launched, paused, resumed, cancelled, reported.

mod again;
mod as_of_launch;
pub mod drafts;
mod guard_rails;
mod halted;
mod launch;
mod listing;
pub mod preflight;
mod schedule;
mod silence;
mod unfinished;

pub use again::{Settlement, Whom, requeue, settle};
pub use silence::doubts;

pub(crate) use guard_rails::stop_breached;
pub use guard_rails::{change_guard_rails, guard_rails};
pub(crate) use halted::{because_of, not_addressed, read, unreadable};
pub use launch::{Draft, create, launch};
pub use listing::{CampaignQuery, page};
pub use schedule::{HOLD_MAX, schedule, unschedule};
pub use unfinished::{Unfinished, move_to, unfinished};

pub(crate) use schedule::{launch_due, next_launch_in};

use crate::{Error, Mailroom, Member, Result, audit, control, law, ledger::Page};
use domain::{
    CampaignId, DeliveryState, Sentence, Totals,
    campaign::{CampaignKind, CampaignState, Move},
    report::CampaignSummary,
};
use serde::Serialize;
use sqlx::PgConnection;

/// From a row of the table or of a join with it: two types with the same columns.
macro_rules! totals_of {
    ($row:ident) => {
        Totals {
            waiting: $row.waiting.into(),
            sending: $row.sending.into(),
            sent: $row.sent.into(),
            delivered: $row.delivered.into(),
            retrying: $row.retrying.into(),
            in_doubt: $row.in_doubt.into(),
            failed: $row.failed.into(),
            bounced: $row.bounced.into(),
            complained: $row.complained.into(),
            skipped: $row.skipped.into(),
            cancelled: $row.cancelled.into(),
        }
    };
}

/// How many campaigns a page of the list holds.
pub const PAGE: i64 = 50;

/// Newest first, [`PAGE`] of them, those before `before`.
pub async fn list(mailroom: &Mailroom, before: Option<CampaignId>) -> Result<Vec<CampaignSummary>> {
    summaries(mailroom, None, before).await
}

pub async fn summary(mailroom: &Mailroom, campaign: CampaignId) -> Result<CampaignSummary> {
    summaries(mailroom, Some(&[campaign.0]), None).await?.pop().ok_or_else(|| missing(campaign))
}

/// Running, or paused; newest first, [`PAGE`] of them.
pub async fn under_way(mailroom: &Mailroom) -> Result<Vec<CampaignSummary>> {
    let ids = sqlx::query_scalar!(
        "select id from campaigns where state in ('running', 'paused') order by id desc limit $1",
        PAGE
    )
    .fetch_all(&mailroom.db)
    .await?;
    summaries(mailroom, Some(&ids), None).await
}

/// To be launched at a time, the next first.
pub async fn scheduled(mailroom: &Mailroom) -> Result<Vec<CampaignSummary>> {
    let ids = sqlx::query_scalar!("select id from campaigns where state = 'scheduled' order by launch_at, id limit 10")
        .fetch_all(&mailroom.db)
        .await?;
    let mut next = summaries(mailroom, Some(&ids), None).await?;
    next.sort_by_key(|campaign| campaign.launch_at);
    Ok(next)
}

async fn summaries(
    mailroom: &Mailroom,
    only: Option<&[i64]>,
    before: Option<CampaignId>,
) -> Result<Vec<CampaignSummary>> {
    let rows = sqlx::query!(
        r#"select c.id, c.name, c.kind, c.state, c.halted_because, c.created_at, c.launch_at, c.launched_at,
                  c.finished_at, c.archived_at is not null as "is_archived!",
                  c.state = 'scheduled' and not exists (
                      select from draft_cards d
                      where d.campaign_id = c.id and d.card = 'when' and d.filled ->> 'at' = 'local') as "is_leaving!",
                  coalesce(t.waiting, 0) as "waiting!", coalesce(t.sending, 0) as "sending!", coalesce(t.sent, 0) as "sent!",
                  coalesce(t.delivered, 0) as "delivered!", coalesce(t.retrying, 0) as "retrying!",
                  coalesce(t.in_doubt, 0) as "in_doubt!", coalesce(t.failed, 0) as "failed!", coalesce(t.bounced, 0) as "bounced!",
                  coalesce(t.complained, 0) as "complained!", coalesce(t.skipped, 0) as "skipped!",
                  coalesce(t.cancelled, 0) as "cancelled!"
           from campaigns c left join totals t on t.campaign_id = c.id
           where ($1::bigint[] is null or c.id = any($1)) and ($2::bigint is null or c.id < $2) order by c.id desc limit $3"#,
        only as Option<&[i64]>,
        before.map(|id| id.0),
        PAGE,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let is_held = |kind: &str, state: &str| {
        kind == CampaignKind::Advertising.as_str() && state == CampaignState::Running.as_str()
    };
    let quiet_until = match rows.iter().any(|row| is_held(&row.kind, &row.state)) {
        true => law::quiet_until(&mailroom.db).await?,
        false => None,
    };
    rows.into_iter()
        .map(|row| {
            Ok(CampaignSummary {
                held_until: quiet_until.filter(|_| is_held(&row.kind, &row.state)),
                id: CampaignId(row.id),
                name: row.name,
                kind: row.kind.parse().map_err(Error::broken)?,
                state: row.state.parse().map_err(Error::broken)?,
                halted_because: row.halted_because.as_deref().map(read),
                totals: totals_of!(row),
                created_at: crate::instant(row.created_at)?,
                launch_at: row.launch_at.map(crate::instant).transpose()?,
                launched_at: row.launched_at.map(crate::instant).transpose()?,
                finished_at: row.finished_at.map(crate::instant).transpose()?,
                is_leaving: row.is_leaving,
                is_archived: row.is_archived,
            })
        })
        .collect()
}

/// The booked totals alone: one row by its key.
pub(crate) async fn totals(db: &mut PgConnection, campaign: CampaignId) -> Result<Totals> {
    let row = sqlx::query!("select * from totals where campaign_id = $1", campaign.0)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| missing(campaign))?;
    Ok(totals_of!(row))
}

/// Rows that the import behind this campaign's audience rejected.
pub async fn rejected_rows(mailroom: &Mailroom, campaign: CampaignId) -> Result<u64> {
    let rejected = sqlx::query_scalar!(
        "select i.rejected from campaigns c join imports i on c.audience ->> 'of' = 'import' and i.id = (c.audience ->> 'id')::bigint
         where c.id = $1",
        campaign.0
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(rejected.unwrap_or(0).unsigned_abs())
}

/// Nothing leaves any more once this has returned and a second has passed.
pub async fn pause(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<CampaignSummary> {
    by.may_send()?;
    change(mailroom, campaign, Move::Pause, Because::Member(by)).await?;
    summary(mailroom, campaign).await
}

pub async fn resume(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<CampaignSummary> {
    by.may_send()?;
    change(mailroom, campaign, Move::Resume, Because::Member(by)).await?;
    summary(mailroom, campaign).await
}

/// Everybody not mailed yet will not be; what is on its way to the carrier still ends as it ends.
pub async fn cancel(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<CampaignSummary> {
    by.may_send()?;
    change(mailroom, campaign, Move::Cancel, Because::Member(by)).await?;
    summary(mailroom, campaign).await
}

/// The product pauses a campaign by itself where nothing can be sent until a person mends it.
pub(crate) async fn halt(mailroom: &Mailroom, campaign: CampaignId, because: &Sentence) -> Result<()> {
    match change(mailroom, campaign, Move::Pause, Because::Trouble(because)).await {
        Ok(()) => tracing::warn!(%campaign, %because, "campaign halted"),
        Err(Error::Refused(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Ends campaigns of which everybody has been mailed or counted out. Says how many.
pub(crate) async fn finish_spent(mailroom: &Mailroom) -> Result<usize> {
    let spent = sqlx::query_scalar!(
        "select c.id from campaigns c join totals t on t.campaign_id = c.id
         where c.state = 'running' and c.addressed_at is not null and t.waiting + t.sending + t.retrying = 0 order by c.id"
    )
    .fetch_all(&mailroom.db)
    .await?;
    for id in &spent {
        finish(mailroom, CampaignId(*id)).await?;
    }
    Ok(spent.len())
}

/// Looked at again under the lock: somebody may have asked for a recipient once more meanwhile.
async fn finish(mailroom: &Mailroom, campaign: CampaignId) -> Result<()> {
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(()) };
    let unsent = totals(page.db(), campaign).await?.unsent();
    if unsent == 0 && page.state.after(Move::Finish).is_some() {
        set_state(page.db(), campaign, CampaignState::Finished, None).await?;
    }
    page.close().await
}

/// Why a campaign's state changes.
#[derive(Clone, Copy)]
enum Because<'a> {
    Member(&'a Member),
    /// The product's own reason, and what to do.
    Trouble(&'a Sentence),
}

async fn change(mailroom: &Mailroom, campaign: CampaignId, wanted: Move, because: Because<'_>) -> Result<()> {
    let page = Page::open(&mailroom.db, campaign).await?;
    let mut page = match page {
        Some(page) => page,
        None => return Err(not_launched(mailroom, campaign).await?),
    };
    let Some(after) = page.state.after(wanted) else {
        return Err(Error::refused(refusal(campaign, page.state, wanted)));
    };
    // batches before the campaign's row, as leases lock them
    if after == CampaignState::Cancelled {
        drop_everything_owed(&mut page).await?;
    }
    match because {
        Because::Member(by) => {
            set_state(page.db(), campaign, after, None).await?;
            note(page.db(), by, act_of(wanted), campaign, None::<&()>, None::<&()>).await?;
        }
        Because::Trouble(why) => set_state(page.db(), campaign, after, Some(why)).await?,
    }
    control::announce(page.db()).await?;
    page.close().await
}

fn act_of(moved: Move) -> &'static str {
    match moved {
        Move::Schedule => "scheduled",
        Move::Unschedule => "unscheduled",
        Move::Launch => "launched",
        Move::Pause => "paused",
        Move::Resume => "resumed",
        Move::Cancel => "cancelled",
        Move::Finish => "finished",
        Move::Reopen => "reopened",
    }
}

/// A line of the log about a campaign, under the name it has now.
pub(crate) async fn note(
    db: &mut PgConnection,
    by: &Member,
    act: &str,
    campaign: CampaignId,
    before: Option<&(impl Serialize + Sync)>,
    after: Option<&(impl Serialize + Sync)>,
) -> Result<()> {
    let name = sqlx::query_scalar!("select name from campaigns where id = $1", campaign.0).fetch_one(&mut *db).await?;
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &name };
    audit::note(db, by, act, subject, before, after).await
}

async fn set_state(
    db: &mut PgConnection,
    campaign: CampaignId,
    state: CampaignState,
    because: Option<&Sentence>,
) -> Result<()> {
    sqlx::query!(
        "update campaigns set state = $2, epoch = epoch + 1, halted_because = $3,
             finished_at = case when $2 in ('finished', 'cancelled') then clock_timestamp() end
         where id = $1",
        campaign.0,
        state.as_str(),
        because.map(halted::write),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Waiting and retrying people become cancelled; those at the carrier now are left to end.
async fn drop_everything_owed(page: &mut Page) -> Result<()> {
    let campaign = page.campaign;
    let owed = totals(page.db(), campaign).await?;
    sqlx::query!("delete from retries where campaign_id = $1 and owner is null", campaign.0).execute(page.db()).await?;
    sqlx::query!("update batches set state = 'done' where campaign_id = $1 and state = 'ready'", campaign.0)
        .execute(page.db())
        .await?;
    page.book(DeliveryState::Waiting, DeliveryState::Cancelled, owed.waiting);
    page.book(DeliveryState::Retrying, DeliveryState::Cancelled, owed.retrying);
    Ok(())
}

async fn not_launched(mailroom: &Mailroom, campaign: CampaignId) -> Result<Error> {
    summary(mailroom, campaign).await?;
    Ok(Error::refused((
        format!("campaign {campaign} has not been launched"),
        format!("캠페인 {campaign}은 아직 발송을 시작하지 않았습니다"),
    )))
}

fn refusal(campaign: CampaignId, state: CampaignState, wanted: Move) -> Sentence {
    let (wish, wish_ko) = match wanted {
        Move::Schedule => ("scheduled", "예약할"),
        Move::Unschedule => ("taken back", "예약을 취소할"),
        Move::Launch => ("launched", "발송을 시작할"),
        Move::Pause => ("paused", "일시 중지할"),
        Move::Resume => ("resumed", "다시 시작할"),
        Move::Cancel => ("cancelled", "취소할"),
        Move::Finish => ("finished", "마칠"),
        Move::Reopen => ("sent again", "다시 보낼"),
    };
    let state_ko = match state {
        CampaignState::Draft => "작성 중인",
        CampaignState::Scheduled => "예약된",
        CampaignState::Running => "발송 중인",
        CampaignState::Paused => "일시 중지된",
        CampaignState::Cancelled => "취소된",
        CampaignState::Finished => "완료된",
    };
    Sentence::new(
        format!("campaign {campaign} is {state}, so it cannot be {wish}"),
        format!("{state_ko} 캠페인은 {wish_ko} 수 없습니다"),
    )
}

pub(crate) fn missing(campaign: CampaignId) -> Error {
    Error::Missing(format!("campaign {campaign}"))
}
