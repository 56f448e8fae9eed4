//! From a confirmed draft to a running campaign. Launching is scheduling a few seconds ahead: until then it can be
//! taken back, and afterwards whichever dispatcher looks first launches it, once.

use super::{
    as_of_launch::{Sources, sources_since, unread_in_time},
    drafts,
    launch::start,
    preflight,
};
use crate::{Error, Mailroom, Member, Result, control, members};
use domain::{
    CampaignId, Invalid, MemberId, Sentence,
    campaign::{CampaignState, Move},
};
use jiff::Timestamp;
use sqlx::{PgConnection, types::Json};
use std::time::Duration;

/// The longest that a launch may be held.
pub const HOLD_MAX: Duration = Duration::from_secs(60);
/// A campaign whose moment passed longer ago than this, because nothing was sending, is not launched behind its
/// author's back.
const LATE_MAX: Duration = Duration::from_secs(60 * 60);

/// Confirms a draft: it goes after the hold, or at the time its card says. Says when.
pub async fn schedule(mailroom: &Mailroom, by: &Member, campaign: CampaignId, hold: Duration) -> Result<Timestamp> {
    by.may_launch()?;
    let clear = found_clear(mailroom, campaign).await?;
    let mut tx = mailroom.db.begin().await?;
    let locked = drafts::lock(&mut tx, campaign).await?;
    let after = locked.state.after(Move::Schedule).ok_or_else(launched_already)?;
    let draft = drafts::read_cards(&mut tx, campaign).await?;
    let words = drafts::edition(mailroom, &mut tx, campaign, &draft).await?;
    let now = database_time(&mut tx).await?;
    let at = drafts::launch_moment(&draft.when, now)?.unwrap_or(now + hold.min(HOLD_MAX));
    clear.require_same(&words, &draft.audience.ok_or_else(nobody)?)?;
    write(&mut tx, campaign, after, Some(at), by).await?;
    drafts::note(&mut tx, by, "scheduled", campaign, &locked.name).await?;
    control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(at)
}

/// Asked before the transaction, with connections of their own: whoever waits for one must not hold another.
async fn found_clear(mailroom: &Mailroom, campaign: CampaignId) -> Result<preflight::Clear> {
    let found = drafts::find(mailroom, campaign).await?.ok_or_else(launched_already)?;
    found.state.after(Move::Schedule).ok_or_else(launched_already)?;
    drafts::edition_of(mailroom, campaign).await?;
    drafts::launch_moment(&found.draft.when, Timestamp::now())?;
    refuse_nobody(mailroom, found.draft.audience.as_ref()).await?;
    preflight::require_clear(mailroom, campaign).await
}

fn launched_already() -> Error {
    Error::refused((
        "it has been launched already, in another window or by somebody else; load this page anew",
        "다른 창이나 다른 사람이 이미 발송을 시작했습니다. 페이지를 새로 고쳐 확인하세요",
    ))
}

/// A draft again, untouched. Refused once it has been launched.
pub async fn unschedule(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let locked = drafts::lock(&mut tx, campaign).await?;
    let after = locked.state.after(Move::Unschedule).ok_or_else(|| {
        Error::refused((
            "it has been launched already; pause or cancel it on its page",
            "이미 발송을 시작했습니다. 캠페인 화면에서 일시 중지하거나 취소하세요",
        ))
    })?;
    write(&mut tx, campaign, after, None, by).await?;
    drafts::note(&mut tx, by, "unscheduled", campaign, &locked.name).await?;
    tx.commit().await?;
    Ok(())
}

/// Launches one campaign whose moment has come, through this account, if it is the one offered to the pages.
/// `false` where none is due, or another dispatcher is at it.
pub(crate) async fn launch_due(mailroom: &Mailroom, account: &str) -> Result<bool> {
    let mut tx = mailroom.db.begin().await?;
    let due = sqlx::query!(
        r#"select id, name, scheduled_by, launch_at as "launch_at!", launch_at < clock_timestamp() - make_interval(secs => $2) as "is_late!"
           from campaigns
           where state = 'scheduled' and launch_at <= clock_timestamp()
             and $1 = (select account from offer_in_force)
           order by launch_at limit 1 for update skip locked"#,
        account,
        LATE_MAX.as_secs_f64(),
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(due) = due else { return Ok(false) };
    let campaign = CampaignId(due.id);
    let sources = sources_since(&mut tx, due.launch_at).await?;
    if let (Sources::Awaited, false) = (&sources, due.is_late) {
        tx.commit().await?;
        return Ok(false);
    }
    let by = match due.scheduled_by {
        Some(id) => members::find_in(&mut tx, MemberId(id)).await?,
        None => None,
    };
    let by = by.unwrap_or_else(Member::operator);
    let draft = drafts::read_cards(&mut tx, campaign).await?;
    let words = match sources {
        Sources::Unread(why) => Err(Error::Refused(why)),
        Sources::Awaited => Err(Error::Refused(unread_in_time())),
        Sources::Read if due.is_late => Err(too_late()),
        Sources::Read => drafts::edition(mailroom, &mut tx, campaign, &draft).await,
    };
    match words.and_then(|words| Ok((words, draft.audience.ok_or_else(nobody)?))) {
        Ok((words, audience)) => {
            super::launch::write_edition(&mut tx, campaign, &words).await?;
            start(&mut tx, campaign, account, &by, &audience).await?;
            drafts::note(&mut tx, &by, "launched", campaign, &due.name).await?;
        }
        Err(Error::Invalid(Invalid { reason, .. }) | Error::Refused(reason)) => {
            give_back(&mut tx, campaign, &reason).await?;
            drafts::note(&mut tx, &by, "returned", campaign, &due.name).await?;
        }
        Err(error) => return Err(error),
    }
    tx.commit().await?;
    Ok(true)
}

/// How long until the next scheduled campaign; `None` where there is none. One that waits past its moment is looked at as
/// often as anybody looks.
pub(crate) async fn next_launch_in(mailroom: &Mailroom) -> Result<Option<Duration>> {
    let seconds = sqlx::query_scalar!(
        r#"select extract(epoch from min(launch_at) - clock_timestamp())::float8 as "seconds?"
           from campaigns where state = 'scheduled' and launch_at > clock_timestamp() - interval '1 second'"#
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(seconds.map(|seconds| Duration::from_secs_f64(seconds.max(0.02))))
}

async fn write(
    db: &mut PgConnection,
    campaign: CampaignId,
    state: CampaignState,
    at: Option<Timestamp>,
    by: &Member,
) -> Result<()> {
    sqlx::query!(
        "update campaigns set state = $2, epoch = epoch + 1, launch_at = $3, scheduled_by = case when $2 = 'scheduled' then $4::bigint end,
             returned_because = null
         where id = $1",
        campaign.0,
        state.as_str(),
        at.map(crate::stored).transpose()?,
        by.stored_id(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its moment came and it could not go: a draft again, and its page says why.
async fn give_back(db: &mut PgConnection, campaign: CampaignId, because: &Sentence) -> Result<()> {
    tracing::warn!(%campaign, %because, "a scheduled campaign could not be launched");
    sqlx::query!(
        "update campaigns set state = 'draft', epoch = epoch + 1, launch_at = null, scheduled_by = null, returned_because = $2
         where id = $1",
        campaign.0,
        Json(because) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn refuse_nobody(mailroom: &Mailroom, audience: Option<&domain::Audience>) -> Result<()> {
    let Some(audience) = audience else { return Ok(()) };
    if drafts::reach(mailroom, audience).await?.mailed() > 0 {
        return Ok(());
    }
    Err(nobody())
}

fn nobody() -> Error {
    Invalid::new(
        "audience",
        ("nobody would get it; choose other people", "받을 사람이 없습니다. 다른 대상을 선택하세요"),
    )
    .into()
}

fn too_late() -> Error {
    Error::refused((
        "its time passed while nothing was sending; choose another one",
        "발송이 멈춰 있는 동안 예약 시각이 지났습니다. 다른 시각을 선택하세요",
    ))
}

pub(super) async fn database_time(db: &mut PgConnection) -> Result<Timestamp> {
    let now = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(db).await?;
    crate::instant(now)
}
