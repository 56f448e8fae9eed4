//! Attempts whose end is unknown, and the three ways they end: an event, the window, a person.

use super::Page;
use crate::{Mailroom, Result};
use domain::{
    CampaignId,
    campaign::{CampaignState, DoubtPolicy},
    outcome::RETRIES_MAX,
};

/// Whose word ends a doubt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Judge {
    Window,
    Person,
}

impl Judge {
    fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Person => "person",
        }
    }
}

/// Ends the doubts about these people that the carrier's own reports answer: they were sent.
pub(crate) async fn settle_answered(page: &mut Page, seqs: &[i32]) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "with answered as (
             delete from doubts d where campaign_id = $1 and seq = any($2)
               and exists (select from mail_events e where e.campaign_id = d.campaign_id and e.seq = d.seq
                           and e.attempt = d.attempt and e.kind <> 'other')
             returning seq, attempt, reason, detail
         )
         insert into attempts (campaign_id, seq, attempt, outcome, receipt, reason, detail, settled_by)
         select $1, seq, attempt, 'accepted',
                (select message_id from mail_events e where e.campaign_id = $1 and e.seq = answered.seq
                   and e.attempt = answered.attempt order by at limit 1),
                reason, detail, 'event'
         from answered on conflict do nothing",
        campaign,
        seqs
    )
    .execute(page.db())
    .await?;
    Ok(())
}

pub(crate) async fn settle_as_sent(page: &mut Page, seqs: &[i32], judge: Judge) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "with settled as (
             delete from doubts where campaign_id = $1 and seq = any($2) returning seq, attempt, reason, detail
         )
         insert into attempts (campaign_id, seq, attempt, outcome, reason, detail, settled_by)
         select $1, seq, attempt, 'accepted', reason, detail, $3 from settled on conflict do nothing",
        campaign,
        seqs,
        judge.as_str(),
    )
    .execute(page.db())
    .await?;
    Ok(())
}

/// Not sent: these people are mailed again, unless the campaign was cancelled. A person's word gives the whole
/// ladder anew; the window climbs it, so that a carrier that never answers is not asked for ever.
pub(crate) async fn settle_as_unsent(page: &mut Page, seqs: &[i32], judge: Judge) -> Result<()> {
    let campaign = page.campaign.0;
    let goes_on = page.state != CampaignState::Cancelled;
    let last_rung = match judge {
        Judge::Window => Some(RETRIES_MAX),
        Judge::Person => None,
    };
    sqlx::query!(
        "with settled as (
             delete from doubts where campaign_id = $1 and seq = any($2)
             returning seq, attempt, rung, reason, detail, coalesce(rung >= $5, false) as is_last
         ), noted as (
             insert into attempts (campaign_id, seq, attempt, outcome, reason, detail, settled_by)
             select $1, seq, attempt, case when is_last then 'failed' else 'unsent' end, reason, detail, $3
             from settled on conflict do nothing
         )
         insert into retries (campaign_id, seq, attempt, rung, due_at)
         select $1, seq, attempt + 1, case when $5::smallint is null then 0 else rung + 1 end, clock_timestamp()
         from settled where $4 and not is_last on conflict do nothing",
        campaign,
        seqs,
        judge.as_str(),
        goes_on,
        last_rung,
    )
    .execute(page.db())
    .await?;
    Ok(())
}

/// A feed that was not looked into for so long may hold the very report that is waited for. One that was given up
/// long ago holds nothing any more.
const LOOKED_SECONDS: f64 = 120.0;
const GIVEN_UP_SECONDS: f64 = 24.0 * 3600.0;

/// Ends doubts whose window is over by their campaign's policy. Says how many. The clock stands while reports of the
/// account wait unread.
pub(crate) async fn settle_overdue(mailroom: &Mailroom) -> Result<usize> {
    let campaigns = sqlx::query!(
        r#"select id, doubt_policy from campaigns c
           where id in (select campaign_id from doubts where settle_after <= clock_timestamp())
             and not exists (
                 select from report_feeds f where f.account = c.account and f.account like 'ses:%' and f.is_read
                   and f.looked_at > clock_timestamp() - make_interval(secs => $2)
                   and (f.is_behind or f.looked_at < clock_timestamp() - make_interval(secs => $1)))
           order by id"#,
        LOOKED_SECONDS,
        GIVEN_UP_SECONDS,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let mut settled = 0;
    for row in campaigns {
        let policy: DoubtPolicy = row.doubt_policy.parse().map_err(crate::Error::broken)?;
        settled += settle_campaign(mailroom, CampaignId(row.id), policy).await?;
    }
    Ok(settled)
}

async fn settle_campaign(mailroom: &Mailroom, campaign: CampaignId, policy: DoubtPolicy) -> Result<usize> {
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(0) };
    let seqs = sqlx::query_scalar!(
        "select seq from doubts where campaign_id = $1 and settle_after <= clock_timestamp() limit 1000",
        campaign.0
    )
    .fetch_all(page.db())
    .await?;
    let before = page.states(&seqs).await?;
    match policy {
        DoubtPolicy::AssumeSent => settle_as_sent(&mut page, &seqs, Judge::Window).await?,
        DoubtPolicy::SendAgain => {
            settle_as_unsent(&mut page, &seqs, Judge::Window).await?;
            reopen(&mut page).await?;
        }
    }
    page.book_since(&before).await?;
    page.close().await?;
    Ok(seqs.len())
}

/// A finished campaign runs again when somebody is owed another attempt.
pub(crate) async fn reopen(page: &mut Page) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "update campaigns set state = 'running', finished_at = null, epoch = epoch + 1 where id = $1 and state = 'finished'",
        campaign
    )
    .execute(page.db())
    .await?;
    Ok(())
}
