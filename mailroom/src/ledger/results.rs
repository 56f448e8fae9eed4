//! Writing down how calls to the carrier ended.

use super::{Due, Owner, Page};
use crate::{Mailroom, Result};
use domain::{
    CampaignId, DeliveryState,
    campaign::CampaignState,
    delivery::AttemptOutcome,
    outcome::{Next, Reason},
};
use std::{collections::HashSet, time::Duration};

/// One marked person, after the call or instead of it.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub seq: i32,
    pub attempt: i16,
    pub rung: i16,
    pub is_retry: bool,
    pub how: How,
}

#[derive(Clone, Debug)]
pub(crate) enum How {
    Called(Next),
    /// Suppressed after all: no call was made.
    Skipped(String),
    /// No call was made and the person waits as before: paused, stopping, the carrier parked.
    NotCalled,
}

/// Records results before their window is over, so that pages see them and a crash leaves less in doubt.
///
/// `again`: an earlier try may have come through, so nothing is taken for granted.
pub(crate) async fn append(
    mailroom: &Mailroom,
    campaign: CampaignId,
    owner: Owner,
    ended: &[Ended],
    again: bool,
) -> Result<()> {
    if ended.is_empty() {
        return Ok(());
    }
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(()) };
    record(&mut page, owner, ended, mailroom.doubt_window, again).await?;
    page.close().await
}

pub(super) async fn record(
    page: &mut Page,
    owner: Owner,
    ended: &[Ended],
    doubt_window: Duration,
    again: bool,
) -> Result<()> {
    if ended.is_empty() {
        return Ok(());
    }
    let overtaken = if again { ended.iter().map(|end| end.seq).collect() } else { overtaken(page, ended).await? };
    let before = page.states(&overtaken).await?;
    let rows = Rows::of(ended, page.state);
    unclaim(page, owner, ended).await?;
    rows.attempts.append(page).await?;
    rows.retries.put(page).await?;
    rows.doubts.put(page, doubt_window).await?;
    if !overtaken.is_empty() {
        drop_answered_doubts(page, &overtaken).await?;
    }
    page.book_since(&before).await?;
    let overtaken: HashSet<i32> = overtaken.into_iter().collect();
    for end in ended.iter().filter(|end| !overtaken.contains(&end.seq)) {
        page.book_one(end.seq, DeliveryState::Sending, end.state_after(page.state));
    }
    Ok(())
}

/// People of whom the ledger learnt something else while the call was under way: an event came first,
/// or a rescuer took us for dead. Their states are measured, all others are known to be `sending`.
async fn overtaken(page: &mut Page, ended: &[Ended]) -> Result<Vec<i32>> {
    let seqs: Vec<i32> = ended.iter().map(|end| end.seq).collect();
    let campaign = page.campaign.0;
    let rows = sqlx::query_scalar!(
        r#"select seq as "seq!" from mail_events where campaign_id = $1 and seq = any($2)
           union select seq from doubts where campaign_id = $1 and seq = any($2)"#,
        campaign,
        &seqs
    )
    .fetch_all(page.db())
    .await?;
    Ok(rows)
}

async fn unclaim(page: &mut Page, owner: Owner, ended: &[Ended]) -> Result<()> {
    let seqs: Vec<i32> = ended.iter().filter(|end| end.is_retry).map(|end| end.seq).collect();
    if seqs.is_empty() {
        return Ok(());
    }
    let campaign = page.campaign.0;
    sqlx::query!(
        "delete from retries where campaign_id = $1 and seq = any($2) and owner = $3",
        campaign,
        &seqs,
        owner.0
    )
    .execute(page.db())
    .await?;
    Ok(())
}

/// A rescuer put them in doubt, and then the answer came after all, or it turned out that no call was made.
async fn drop_answered_doubts(page: &mut Page, seqs: &[i32]) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "delete from doubts d where d.campaign_id = $1 and d.seq = any($2)
           and (exists (select from attempts a where a.campaign_id = $1 and a.seq = d.seq and a.attempt = d.attempt)
                or exists (select from retries t where t.campaign_id = $1 and t.seq = d.seq and t.attempt = d.attempt))",
        campaign,
        seqs
    )
    .execute(page.db())
    .await?;
    Ok(())
}

impl Ended {
    pub fn not_called(due: &Due) -> Self {
        Self {
            seq: due.recipient.seq,
            attempt: due.attempt,
            rung: due.rung,
            is_retry: due.is_retry,
            how: How::NotCalled,
        }
    }

    fn state_after(&self, campaign: CampaignState) -> DeliveryState {
        let gone_on = |state| if campaign == CampaignState::Cancelled { DeliveryState::Cancelled } else { state };
        let unsent = if self.attempt == 1 { DeliveryState::Waiting } else { DeliveryState::Retrying };
        match &self.how {
            How::Skipped(_) => DeliveryState::Skipped,
            How::NotCalled | How::Called(Next::Release { .. }) => gone_on(unsent),
            How::Called(Next::Sent(_)) => DeliveryState::Sent,
            How::Called(Next::Fail(_)) => DeliveryState::Failed,
            How::Called(Next::Doubt(_)) => DeliveryState::InDoubt,
            How::Called(Next::Retry { .. }) => gone_on(DeliveryState::Retrying),
        }
    }
}

/// The rows a set of results becomes, column by column for `unnest`.
#[derive(Default)]
struct Rows {
    attempts: Attempts,
    retries: Retries,
    doubts: Doubts,
}

#[derive(Default)]
struct Attempts {
    seq: Vec<i32>,
    attempt: Vec<i16>,
    outcome: Vec<String>,
    receipt: Vec<Option<String>>,
    reason: Vec<Option<String>>,
    detail: Vec<Option<String>>,
}

#[derive(Default)]
struct Retries {
    seq: Vec<i32>,
    attempt: Vec<i16>,
    rung: Vec<i16>,
    wait_seconds: Vec<f64>,
}

#[derive(Default)]
struct Doubts {
    seq: Vec<i32>,
    attempt: Vec<i16>,
    rung: Vec<i16>,
    reason: Vec<String>,
    detail: Vec<String>,
}

impl Rows {
    fn of(ended: &[Ended], campaign: CampaignState) -> Self {
        let mut rows = Self::default();
        for end in ended {
            rows.add(end, campaign == CampaignState::Cancelled);
        }
        rows
    }

    fn add(&mut self, end: &Ended, cancelled: bool) {
        match &end.how {
            How::Skipped(reason) => {
                self.attempts.add(end, AttemptOutcome::Skipped, None, Some(&Reason::new(reason, "")))
            }
            How::Called(Next::Sent(receipt)) => {
                self.attempts.add(end, AttemptOutcome::Accepted, Some(receipt.0.clone()), None);
            }
            How::Called(Next::Fail(reason)) => self.attempts.add(end, AttemptOutcome::Failed, None, Some(reason)),
            How::Called(Next::Doubt(reason)) => self.doubts.add(end, reason),
            How::Called(Next::Retry { rung, wait, reason }) => {
                self.attempts.add(end, AttemptOutcome::Deferred, None, Some(reason));
                if !cancelled {
                    self.retries.add(end.seq, end.attempt + 1, *rung, *wait);
                }
            }
            How::NotCalled | How::Called(Next::Release { .. }) if cancelled => {
                self.attempts.add(end, AttemptOutcome::Unsent, None, Some(&Reason::new("cancelled", "")));
            }
            How::NotCalled => self.retries.add(end.seq, end.attempt, end.rung, Duration::ZERO),
            How::Called(Next::Release { wait, .. }) => self.retries.add(end.seq, end.attempt, end.rung, *wait),
        }
    }
}

impl Attempts {
    fn add(&mut self, end: &Ended, outcome: AttemptOutcome, receipt: Option<String>, reason: Option<&Reason>) {
        self.seq.push(end.seq);
        self.attempt.push(end.attempt);
        self.outcome.push(outcome.as_str().to_owned());
        self.receipt.push(receipt);
        self.reason.push(reason.map(|reason| reason.code.clone()));
        self.detail.push(reason.map(|reason| reason.text.clone()).filter(|text| !text.is_empty()));
    }

    async fn append(&self, page: &mut Page) -> Result<()> {
        if self.seq.is_empty() {
            return Ok(());
        }
        let campaign = page.campaign.0;
        sqlx::query!(
            "insert into attempts (campaign_id, seq, attempt, outcome, receipt, reason, detail)
             select $1, * from unnest($2::int[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[])
             on conflict do nothing",
            campaign,
            &self.seq,
            &self.attempt,
            &self.outcome,
            &self.receipt as &[Option<String>],
            &self.reason as &[Option<String>],
            &self.detail as &[Option<String>],
        )
        .execute(page.db())
        .await?;
        Ok(())
    }
}

impl Retries {
    fn add(&mut self, seq: i32, attempt: i16, rung: i16, wait: Duration) {
        self.seq.push(seq);
        self.attempt.push(attempt);
        self.rung.push(rung);
        self.wait_seconds.push(wait.as_secs_f64());
    }

    async fn put(&self, page: &mut Page) -> Result<()> {
        if self.seq.is_empty() {
            return Ok(());
        }
        let campaign = page.campaign.0;
        sqlx::query!(
            "insert into retries (campaign_id, seq, attempt, rung, due_at)
             select $1, seq, attempt, rung, clock_timestamp() + make_interval(secs => wait)
             from unnest($2::int[], $3::smallint[], $4::smallint[], $5::float8[]) as due(seq, attempt, rung, wait)
             where not exists (select from attempts a where a.campaign_id = $1 and a.seq = due.seq and a.attempt >= due.attempt)
             on conflict do nothing",
            campaign,
            &self.seq,
            &self.attempt,
            &self.rung,
            &self.wait_seconds,
        )
        .execute(page.db())
        .await?;
        Ok(())
    }
}

impl Doubts {
    fn add(&mut self, end: &Ended, reason: &Reason) {
        self.seq.push(end.seq);
        self.attempt.push(end.attempt);
        self.rung.push(end.rung);
        self.reason.push(reason.code.clone());
        self.detail.push(reason.text.clone());
    }

    async fn put(&self, page: &mut Page, window: Duration) -> Result<()> {
        if self.seq.is_empty() {
            return Ok(());
        }
        let campaign = page.campaign.0;
        sqlx::query!(
            "insert into doubts (campaign_id, seq, attempt, rung, reason, detail, settle_after)
             select $1, open.*, clock_timestamp() + make_interval(secs => $7)
             from unnest($2::int[], $3::smallint[], $4::smallint[], $5::text[], $6::text[]) as open(seq, attempt)
             where not exists (select from attempts a where a.campaign_id = $1 and a.seq = open.seq and a.attempt >= open.attempt)
             on conflict do nothing",
            campaign,
            &self.seq,
            &self.attempt,
            &self.rung,
            &self.reason,
            &self.detail,
            window.as_secs_f64(),
        )
        .execute(page.db())
        .await?;
        Ok(())
    }
}
