//! A person's second thoughts: failed recipients sent again, doubts settled by hand.

use super::{missing, note, refusal};
use crate::{
    Error, Mailroom, Member, Result, control,
    ledger::{
        Page,
        doubts::{self, Judge},
    },
};
use domain::{CampaignId, DeliveryState, EmailAddress, campaign::Move, failure::Cause};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;

/// People asked for again in one transaction: nobody else waits long for the campaign.
const AT_ONCE: i64 = 2_000;
/// A line of the audit log names at most this many people.
const NAMED_MAX: usize = 500;

/// Of whom a person speaks.
#[derive(Clone, Debug)]
pub enum Whom {
    Everybody,
    Addresses(Vec<EmailAddress>),
    /// By their numbers in the campaign.
    People(Vec<i32>),
    /// Who failed for this reason, or at this domain.
    Failed {
        cause: Option<Cause>,
        domain: Option<String>,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    },
}

impl Whom {
    fn addresses(&self) -> Option<Vec<String>> {
        match self {
            Self::Addresses(addresses) => Some(addresses.iter().map(EmailAddress::to_string).collect()),
            Self::Everybody | Self::People(_) | Self::Failed { .. } => None,
        }
    }

    fn seqs(&self) -> Option<&[i32]> {
        match self {
            Self::People(seqs) => Some(seqs),
            Self::Everybody | Self::Addresses(_) | Self::Failed { .. } => None,
        }
    }

    fn cause(&self) -> Option<&'static str> {
        match self {
            Self::Failed { cause, .. } => cause.map(Cause::as_str),
            Self::Everybody | Self::Addresses(_) | Self::People(_) => None,
        }
    }

    fn domain(&self) -> Option<&str> {
        match self {
            Self::Failed { domain, .. } => domain.as_deref(),
            Self::Everybody | Self::Addresses(_) | Self::People(_) => None,
        }
    }

    /// From when until when they failed.
    fn times(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Self::Failed { since, until, .. } => (*since, *until),
            Self::Everybody | Self::Addresses(_) | Self::People(_) => (None, None),
        }
    }
}

/// How a person says a doubt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    Sent,
    /// Not sent: mailed again, unless the campaign was cancelled.
    Unsent,
}

impl Settlement {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unsent => "unsent",
        }
    }
}

/// Asks for those who failed, or bounced for a reason that may pass, once more, with the whole ladder before them.
/// Says how many.
pub async fn requeue(mailroom: &Mailroom, by: &Member, campaign: CampaignId, who: &Whom) -> Result<usize> {
    by.may_send()?;
    let (mut asked, mut after) = (0, 0);
    loop {
        let mut page = open(mailroom, campaign).await?;
        if page.state.after(Move::Reopen).is_none() {
            return Err(Error::refused(refusal(campaign, page.state, Move::Reopen)));
        }
        let seqs = requeueable(&mut page, who, after).await?;
        let Some(last) = seqs.last().copied() else { return Ok(asked) };
        let people = seqs.len();
        let mut change = Change::begin(page, seqs).await?;
        owe(&mut change).await?;
        doubts::reopen(&mut change.page).await?;
        change.end(by, "requeued", None).await?;
        (asked, after) = (asked + people, last);
        if people < AT_ONCE as usize {
            return Ok(asked);
        }
    }
}

/// Ends doubts of this campaign by a person's word. Says how many.
pub async fn settle(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    settlement: Settlement,
    who: &Whom,
) -> Result<usize> {
    by.may_send()?;
    let mut page = open(mailroom, campaign).await?;
    let seqs = doubted(&mut page, who).await?;
    if seqs.is_empty() {
        return Ok(0);
    }
    let people = seqs.len();
    let mut change = Change::begin(page, seqs).await?;
    match settlement {
        Settlement::Sent => doubts::settle_as_sent(&mut change.page, &change.seqs, Judge::Person).await?,
        Settlement::Unsent => {
            doubts::settle_as_unsent(&mut change.page, &change.seqs, Judge::Person).await?;
            doubts::reopen(&mut change.page).await?;
        }
    }
    change.end(by, "settled", Some(settlement.as_str())).await?;
    Ok(people)
}

/// What a person changes about some people of a campaign, from the look before it to the line in the audit log.
struct Change {
    page: Page,
    seqs: Vec<i32>,
    before: HashMap<i32, DeliveryState>,
}

/// How the audit log tells it.
#[derive(Serialize)]
struct Told<'a> {
    people: usize,
    /// How doubts were settled.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    settled_as: Option<&'static str>,
    /// Absent where there are too many to name.
    #[serde(skip_serializing_if = "Option::is_none")]
    seqs: Option<&'a [i32]>,
}

impl Change {
    async fn begin(mut page: Page, seqs: Vec<i32>) -> Result<Self> {
        let before = page.states(&seqs).await?;
        Ok(Self { page, seqs, before })
    }

    async fn end(mut self, by: &Member, act: &str, settled_as: Option<&'static str>) -> Result<()> {
        self.page.book_since(&self.before).await?;
        let (campaign, people) = (self.page.campaign, self.seqs.len());
        let told = Told { people, settled_as, seqs: (people <= NAMED_MAX).then_some(&*self.seqs) };
        note(self.page.db(), by, act, campaign, None::<&()>, Some(&told)).await?;
        control::announce(self.page.db()).await?;
        self.page.close().await
    }
}

async fn open(mailroom: &Mailroom, campaign: CampaignId) -> Result<Page> {
    Page::open(&mailroom.db, campaign).await?.ok_or_else(|| missing(campaign))
}

async fn requeueable(page: &mut Page, who: &Whom, after: i32) -> Result<Vec<i32>> {
    let campaign = page.campaign.0;
    let (since, until) = who.times();
    let seqs = sqlx::query_scalar!(
        "select f.seq from failures f join recipients r on r.campaign_id = f.campaign_id and r.seq = f.seq
         where f.campaign_id = $1 and f.seq > $2 and not f.is_final
           and ($3::text[] is null or r.address = any($3)) and ($4::int[] is null or f.seq = any($4))
           and ($5::text is null or f.cause = $5) and ($6::text is null or f.domain = $6)
           and ($8::timestamptz is null or f.at >= $8) and ($9::timestamptz is null or f.at < $9)
           and not exists (select from suppressions x where x.address = r.address)
         order by f.seq limit $7",
        campaign,
        after,
        who.addresses() as Option<Vec<String>>,
        who.seqs() as Option<&[i32]>,
        who.cause(),
        who.domain(),
        AT_ONCE,
        since.map(crate::stored).transpose()?,
        until.map(crate::stored).transpose()?,
    )
    .fetch_all(page.db())
    .await?;
    Ok(seqs)
}

async fn owe(change: &mut Change) -> Result<()> {
    let campaign = change.page.campaign.0;
    sqlx::query!(
        "insert into retries (campaign_id, seq, attempt, due_at)
         select campaign_id, seq, max(attempt) + 1, clock_timestamp() from attempts
         where campaign_id = $1 and seq = any($2) group by 1, 2 on conflict do nothing",
        campaign,
        &change.seqs,
    )
    .execute(change.page.db())
    .await?;
    Ok(())
}

async fn doubted(page: &mut Page, who: &Whom) -> Result<Vec<i32>> {
    let campaign = page.campaign.0;
    let seqs = sqlx::query_scalar!(
        "select d.seq from doubts d join recipients r on r.campaign_id = d.campaign_id and r.seq = d.seq
         where d.campaign_id = $1 and ($2::text[] is null or r.address = any($2)) and ($3::int[] is null or d.seq = any($3))
         order by d.seq",
        campaign,
        who.addresses() as Option<Vec<String>>,
        who.seqs() as Option<&[i32]>,
    )
    .fetch_all(page.db())
    .await?;
    Ok(seqs)
}
