//! From a leased batch to recorded answers, one marked window at a time.

use super::{
    Room,
    campaign::Prepared,
    recording::{Patience, advance, append, close},
    slots::Reserved,
};
use crate::{
    Result, campaigns,
    ledger::{
        Due,
        batches::Batch,
        results::{Ended, How},
        retries,
    },
    links::{self, Claim},
    pace::{self, UNREACHABLE_MAX},
    reading,
    work_queue::Asker,
};
use domain::{
    CampaignId, ContactId, SendTag, Sentence,
    compose::{Stamp, compose},
    letter::Letter,
    outcome::{self, Brake, Next, Reason, Receipt, SendFault},
};
use futures::{StreamExt, stream::FuturesUnordered};
use jiff::Timestamp;
use std::{
    collections::HashSet,
    sync::{Arc, OnceLock, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};
use tokio::time::{sleep_until, timeout};
use tracing::{Span, instrument};

/// People one worker marks at a time.
pub(super) const WINDOW_MAX: usize = 64;
/// How long a window should last, so that marks stay close to calls.
pub(super) const WINDOW: Duration = Duration::from_millis(100);
/// Letters a second. Below, a window would be one letter, and two writes a letter cost nothing.
pub(super) const SLOW_BELOW: f64 = 60.0;
/// Before anything is known of the carrier's speed.
pub(super) const FIRST_WINDOW: i32 = 8;
/// The longest call to a carrier: RFC 5321, 4.5.3.2 gives a relay minutes to answer the final dot. Cut off after that,
/// and none begun whose lease could end before it.
const CALL_MAX: Duration = Duration::from_secs(330);
/// Answers wait at most this long to be recorded.
const APPEND_EVERY: Duration = Duration::from_millis(200);

/// A campaign as a worker met it, and the window it is sending.
struct Errand<'a> {
    campaign: CampaignId,
    epoch: i32,
    prepared: &'a Prepared,
    /// After this moment nothing may be sent under the lease.
    good_until: Instant,
    /// The first answer that forbids going on with this window.
    brake: OnceLock<(Brake, Reason)>,
}

/// `false` when there is no batch to send.
pub(super) async fn send_next_batch(room: &Room, is_quiet: bool) -> Result<bool> {
    let asker = Asker { account: &room.account, owner: room.owner(), is_quiet };
    let Some(taken) = room.queue.take(&room.mailroom, asker).await? else { return Ok(false) };
    let (batch, message) = taken.apart();
    room.queue.keeping(message, send_leased(room, batch)).await?;
    Ok(true)
}

#[instrument(name = "batch", level = "debug", skip_all, fields(campaign = %batch.campaign))]
async fn send_leased(room: &Room, mut batch: Batch) -> Result<()> {
    let prepared = prepared(room, batch.campaign).await;
    let ended = match &prepared {
        Ok(Some(prepared)) if room.is_slow() => send_one_by_one(room, &mut batch, prepared).await?,
        Ok(Some(prepared)) => send_batch(room, &mut batch, prepared).await?,
        Ok(None) | Err(_) => vec![],
    };
    close(room, &batch, &ended).await?;
    prepared.map(|_| ())
}

/// The campaign's words, before anybody is marked who would get them. `None`: they cannot be read, and the campaign
/// is halted for it.
async fn prepared(room: &Room, campaign: CampaignId) -> Result<Option<Arc<Prepared>>> {
    let mut patience = Patience::new();
    loop {
        match room.campaigns.prepared(&room.mailroom, campaign).await {
            Ok(prepared) => return Ok(Some(prepared)),
            Err(error) if error.is_lost_connection() => patience.after(error, room).await?,
            Err(error) => {
                tracing::error!(%error, %campaign, "the words of a campaign cannot be read");
                campaigns::halt(&room.mailroom, campaign, &campaigns::unreadable()).await?;
                return Ok(None);
            }
        }
    }
}

/// While one window is sent, the answers of the last are recorded and the next is marked. Returns the answers not
/// recorded yet.
async fn send_batch(room: &Room, batch: &mut Batch, prepared: &Prepared) -> Result<Vec<Ended>> {
    let mut ended = vec![];
    let mut window = advance(room, batch, &ended).await?;
    while let Some(people) = window {
        let errand = Errand::new(batch, prepared);
        let slots = Reserved::for_letters(people.len());
        let (sent, next) = tokio::join!(send_window(room, &errand, people, &slots), advance(room, batch, &ended));
        ended = sent?;
        window = next?;
        if errand.brake.get().is_some() || !room.lookout.runs(errand.campaign, errand.epoch) {
            ended.extend(window.take().into_iter().flatten().map(|due| Ended::not_called(&due)));
        }
    }
    Ok(ended)
}

/// Where letters are far apart nobody is marked before their moment has come, and every answer is recorded at once: whoever
/// was marked and only waited would be in doubt after a crash.
async fn send_one_by_one(room: &Room, batch: &mut Batch, prepared: &Prepared) -> Result<Vec<Ended>> {
    let slots = Reserved::for_letters(1);
    while !batch.is_spent() && slots.until_next(room).await {
        let Some(people) = advance(room, batch, &[]).await? else { break };
        let errand = Errand::new(batch, prepared);
        let ended = send_window(room, &errand, people, &slots).await?;
        append(room, batch.campaign, &ended).await?;
        if errand.brake.get().is_some() || !room.lookout.runs(errand.campaign, errand.epoch) {
            break;
        }
    }
    Ok(vec![])
}

/// `false` when no retry is due.
pub(super) async fn send_due_retries(room: &Room, is_quiet: bool) -> Result<bool> {
    if room.stop.is_cancelled() {
        return Ok(false);
    }
    let Some(next) = retries::next_campaign(&room.mailroom, &room.account, is_quiet).await? else { return Ok(false) };
    let Some(prepared) = prepared(room, next.0).await? else { return Ok(true) };
    let slots = Reserved::for_letters(room.window() as usize);
    if room.is_slow() && !slots.until_next(room).await {
        return Ok(false);
    }
    let claimed = retries::claim(&room.mailroom, next, room.owner(), room.window()).await?;
    let Some(claimed) = claimed else { return Ok(false) };
    let errand = Errand {
        campaign: claimed.campaign,
        epoch: claimed.epoch,
        prepared: &prepared,
        good_until: claimed.good_until,
        brake: OnceLock::new(),
    };
    let ended = send_window(room, &errand, claimed.people, &slots).await?;
    append(room, claimed.campaign, &ended).await?;
    Ok(true)
}

/// Sends to marked people; records answers on the way and returns those not recorded yet.
#[instrument(name = "window", level = "debug", skip_all, fields(people = people.len()))]
async fn send_window(room: &Room, errand: &Errand<'_>, people: Vec<Due>, slots: &Reserved) -> Result<Vec<Ended>> {
    let refusing = errand.refusing_to_be_counted(room, &people).await;
    let (begun, marked) = (Instant::now(), people.len());
    let mut calls: FuturesUnordered<_> = people
        .into_iter()
        .map(|due| {
            let is_counted = refusing.as_ref().is_some_and(|refusing| !refusing.contains(&due.contact));
            errand.mail(room, due, slots, is_counted)
        })
        .collect();
    let mut ended = Vec::new();
    let mut append_at = begun + APPEND_EVERY;
    loop {
        tokio::select! {
            end = calls.next() => match end {
                Some(end) => ended.push(end),
                None => break,
            },
            () = sleep_until(append_at.into()), if !ended.is_empty() => {
                append(room, errand.campaign, &ended).await?;
                errand.report(room, &ended).await;
                ended.clear();
                append_at = Instant::now() + APPEND_EVERY;
            }
        }
    }
    drop(calls);
    room.learn(marked, begun.elapsed());
    errand.report(room, &ended).await;
    Ok(ended)
}

/// The one way to the carrier.
#[instrument(
    name = "letter",
    level = "debug",
    skip_all,
    fields(campaign = %tag.campaign, seq = tag.seq, attempt = tag.attempt, accepted)
)]
pub(super) async fn hand_over(
    room: &Room,
    letter: &Letter,
    tag: SendTag,
    at_most: Duration,
) -> Result<Receipt, SendFault> {
    let cut_off = |_| Err(SendFault::Unsure(Reason::new("timeout", "the carrier did not answer in time")));
    let begun = Instant::now();
    let answer = timeout(at_most, room.mailer.send(letter, tag)).await.unwrap_or_else(cut_off);
    room.mailroom.calls.note(&answer, begun.elapsed());
    Span::current().record("accepted", answer.is_ok());
    answer
}

impl<'a> Errand<'a> {
    fn new(batch: &Batch, prepared: &'a Prepared) -> Self {
        Self {
            campaign: batch.campaign,
            epoch: batch.epoch,
            prepared,
            good_until: batch.good_until,
            brake: OnceLock::new(),
        }
    }

    /// One marked person, to the end of the call or of the reason not to make it.
    async fn mail(&self, room: &Room, due: Due, slots: &Reserved, is_counted: bool) -> Ended {
        let (seq, attempt, rung, is_retry) = (due.recipient.seq, due.attempt, due.rung, due.is_retry);
        let ended = |how| Ended { seq, attempt, rung, is_retry, how };
        let Some(slot) = slots.next(room, || self.may_call(room)).await else { return ended(How::NotCalled) };
        if slot > Instant::now() {
            tokio::select! {
                () = sleep_until(slot.into()) => {}
                () = room.stop.cancelled() => return ended(How::NotCalled),
            }
        }
        let Ok(_place) = room.places.acquire().await else { return ended(How::NotCalled) };
        if !self.may_call(room) {
            return ended(How::NotCalled);
        }
        let why_left = || room.lookout.why_left(self.campaign, due.contact, &due.recipient.address);
        if let Some(why) = due.suppressed.clone().or_else(why_left) {
            return ended(How::Skipped(why));
        }
        let next = self.call(room, &due, is_counted).await;
        if let Next::Release { brake, reason, .. } = &next
            && *brake != Brake::SlowDown
        {
            self.brake.get_or_init(|| (*brake, reason.clone()));
        }
        ended(How::Called(next))
    }

    /// `None` where nobody is counted: the campaign does not ask for it, or who refused cannot be told.
    async fn refusing_to_be_counted(&self, room: &Room, people: &[Due]) -> Option<HashSet<ContactId>> {
        if !self.prepared.edition.edition().tracking.counts() {
            return None;
        }
        reading::refusing(&room.mailroom, people).await.ok()
    }

    /// Looked at right before every call.
    fn may_call(&self, room: &Room) -> bool {
        self.brake.get().is_none()
            && !room.stop.is_cancelled()
            && room.lookout.runs(self.campaign, self.epoch)
            && Instant::now() + CALL_MAX < self.good_until
    }

    async fn call(&self, room: &Room, due: &Due, is_counted: bool) -> Next {
        let tag = SendTag { campaign: self.campaign, seq: due.recipient.seq, attempt: due.attempt };
        let claim = Claim { contact: due.contact, campaign: self.campaign };
        let links = match links::links(&room.mailroom, claim, due.recipient.seq, is_counted) {
            Ok(links) => links,
            Err(error) => return Next::Fail(Reason::new("link", error.to_string())),
        };
        let stamp = Stamp { message_id: self.message_id(tag), at: Timestamp::now() };
        let letter = match compose(&self.prepared.edition, &due.recipient, &links, &stamp) {
            Ok(letter) => letter,
            Err(problem) => return Next::Fail(Reason::new("template", problem.text.en)),
        };
        outcome::next(hand_over(room, &letter, tag, CALL_MAX).await, due.rung, rand::random())
    }

    fn message_id(&self, tag: SendTag) -> String {
        format!("{}.{}.{}.{:08x}@{}", tag.campaign, tag.seq, tag.attempt, rand::random::<u32>(), self.prepared.host)
    }

    /// An answer that could not be noted here is recorded all the same.
    async fn report(&self, room: &Room, ended: &[Ended]) {
        if let Err(error) = self.tell(room, ended).await {
            tracing::error!(%error, campaign = %self.campaign, "what the carrier said of the account was not noted");
        }
    }

    /// Tells the account and the campaign what these answers mean for them.
    async fn tell(&self, room: &Room, ended: &[Ended]) -> Result<()> {
        for end in ended {
            if let How::Called(next) = &end.how {
                self.note(room, next).await?;
            }
        }
        match self.brake.get() {
            Some((brake, reason)) => self.pull(room, *brake, reason).await,
            None => Ok(()),
        }
    }

    async fn note(&self, room: &Room, next: &Next) -> Result<()> {
        match next {
            Next::Sent(_) => {
                self.prepared.refused_in_a_row.store(0, Relaxed);
                if room.unreachable.swap(false, Relaxed) {
                    pace::reached(&room.mailroom, &room.account).await?;
                }
            }
            Next::Fail(reason) => {
                let refused = self.prepared.refused_in_a_row.fetch_add(1, Relaxed) + 1;
                if room.mailer.refusals_in_a_row_max().is_some_and(|most| refused >= most) {
                    self.prepared.refused_in_a_row.store(0, Relaxed);
                    let why = Sentence::new(
                        format!("{refused} letters in a row were refused, the last with: {reason}"),
                        format!("메일 {refused}통이 연달아 거부되었습니다. 마지막 응답: {reason}"),
                    );
                    campaigns::halt(&room.mailroom, self.campaign, &why).await?;
                }
            }
            Next::Release { brake: Brake::SlowDown, reason, .. } => {
                pace::brake(&room.mailroom, &room.account, Brake::SlowDown, reason).await?;
            }
            Next::Release { .. } | Next::Retry { .. } | Next::Doubt(_) => {}
        }
        Ok(())
    }

    async fn pull(&self, room: &Room, brake: Brake, reason: &Reason) -> Result<()> {
        let away = pace::brake(&room.mailroom, &room.account, brake, reason).await?;
        let halts = match brake {
            Brake::HaltCampaign => Some(campaigns::because_of(reason)),
            Brake::WaitForCarrier => {
                if !room.unreachable.swap(true, Relaxed) {
                    tracing::warn!(%reason, "the carrier cannot be reached; trying again");
                }
                away.filter(|away| *away > UNREACHABLE_MAX).map(|away| {
                    let seconds = away.as_secs();
                    Sentence::new(
                        format!("the carrier could not be reached for {seconds} s: {reason}"),
                        format!("{seconds}초 동안 발송 서버에 연결할 수 없었습니다: {reason}"),
                    )
                })
            }
            Brake::SlowDown | Brake::ParkUntilQuota => None,
        };
        match halts {
            Some(why) => campaigns::halt(&room.mailroom, self.campaign, &why).await,
            None => Ok(()),
        }
    }
}
