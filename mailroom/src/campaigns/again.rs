//! A person's second thoughts: failed recipients sent again, doubts settled by hand.

use super::{missing, note, refusal};
use crate::{
    Error, Mailroom, Member, Result, control,
    ledger::{
        Page,
        doubts::{self, Judge},
    },
};
use domain::{CampaignId, EmailAddress, campaign::Move};
use serde_json::json;

#[derive(Clone, Debug)]
pub enum Requeue {
    /// Everybody who failed, or bounced for a reason that may pass.
    AllThatMay,
    Addresses(Vec<EmailAddress>),
}

impl Requeue {
    fn addresses(&self) -> Option<Vec<String>> {
        match self {
            Self::AllThatMay => None,
            Self::Addresses(addresses) => Some(addresses.iter().map(EmailAddress::to_string).collect()),
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

/// Asks for failed recipients once more, with the whole ladder before them. Says how many.
pub async fn requeue(mailroom: &Mailroom, by: &Member, campaign: CampaignId, who: &Requeue) -> Result<usize> {
    by.may_send()?;
    let mut page = open(mailroom, campaign).await?;
    if page.state.after(Move::Reopen).is_none() {
        return Err(Error::refused(refusal(campaign, page.state, Move::Reopen)));
    }
    let seqs = requeueable(&mut page, who.addresses().as_deref()).await?;
    let before = page.states(&seqs).await?;
    owe(&mut page, &seqs).await?;
    if !seqs.is_empty() {
        doubts::reopen(&mut page).await?;
    }
    page.book_since(&before).await?;
    note(page.db(), by, "requeued", campaign, Some(&json!({ "people": seqs.len() }))).await?;
    control::announce(page.db()).await?;
    page.close().await?;
    Ok(seqs.len())
}

/// Ends doubts of this campaign by a person's word: all of them, or those about the addresses. Says how many.
pub async fn settle(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    settlement: Settlement,
    only: Option<&[EmailAddress]>,
) -> Result<usize> {
    by.may_send()?;
    let mut page = open(mailroom, campaign).await?;
    let only: Option<Vec<String>> = only.map(|all| all.iter().map(EmailAddress::to_string).collect());
    let seqs = doubted(&mut page, only.as_deref()).await?;
    let before = page.states(&seqs).await?;
    match settlement {
        Settlement::Sent => doubts::settle_as_sent(&mut page, &seqs, Judge::Person).await?,
        Settlement::Unsent => {
            doubts::settle_as_unsent(&mut page, &seqs, Judge::Person).await?;
            if !seqs.is_empty() {
                doubts::reopen(&mut page).await?;
            }
        }
    }
    page.book_since(&before).await?;
    let settled = json!({ "as": settlement.as_str(), "people": seqs.len() });
    note(page.db(), by, "settled", campaign, Some(&settled)).await?;
    control::announce(page.db()).await?;
    page.close().await?;
    Ok(seqs.len())
}

async fn open(mailroom: &Mailroom, campaign: CampaignId) -> Result<Page> {
    Page::open(&mailroom.db, campaign).await?.ok_or_else(|| missing(campaign))
}

async fn requeueable(page: &mut Page, only: Option<&[String]>) -> Result<Vec<i32>> {
    let campaign = page.campaign.0;
    let seqs = sqlx::query_scalar!(
        r#"select s.seq as "seq!" from recipient_states s
           where s.campaign_id = $1 and ($2::text[] is null or s.address = any($2))
             and (s.seq in (select seq from attempts where campaign_id = $1 and outcome = 'failed')
                  or s.seq in (select seq from mail_events where campaign_id = $1
                               and kind in ('bounced_this_time', 'rejected', 'rendering_failed')))
             and s.state in ('failed', 'bounced')
             and not exists (select from suppressions x where x.address = s.address)"#,
        campaign,
        only as Option<&[String]>,
    )
    .fetch_all(page.db())
    .await?;
    Ok(seqs)
}

async fn owe(page: &mut Page, seqs: &[i32]) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "insert into retries (campaign_id, seq, attempt, due_at)
         select campaign_id, seq, max(attempt) + 1, clock_timestamp() from attempts
         where campaign_id = $1 and seq = any($2) group by 1, 2 on conflict do nothing",
        campaign,
        seqs,
    )
    .execute(page.db())
    .await?;
    Ok(())
}

async fn doubted(page: &mut Page, only: Option<&[String]>) -> Result<Vec<i32>> {
    let campaign = page.campaign.0;
    let seqs = sqlx::query_scalar!(
        "select d.seq from doubts d join recipients r on r.campaign_id = d.campaign_id and r.seq = d.seq
         where d.campaign_id = $1 and ($2::text[] is null or r.address = any($2))",
        campaign,
        only as Option<&[String]>,
    )
    .fetch_all(page.db())
    .await?;
    Ok(seqs)
}
