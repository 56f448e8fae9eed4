//! Folding reports into the ledger: twice is once, and order does not matter.

use super::{placing, readings};
use crate::{
    Mailroom, Result,
    ledger::{Page, doubts},
    reading, suppressions,
};
use domain::{
    CampaignId, Origin,
    mail_event::{MailEvent, MailEventKind},
    suppression::SuppressionReason,
};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Applies reports, campaign by campaign. Those without a tag of ours find their letter by its message id, now or a little
/// later; those of nobody's letter are kept and change nobody's state.
pub async fn apply(mailroom: &Mailroom, events: &[MailEvent]) -> Result<()> {
    let untagged = events.iter().filter(|event| event.tag.is_none()).cloned().collect();
    let (placed, unknown) = placing::place(mailroom, untagged).await?;
    fold(mailroom, events.iter().filter(|event| event.tag.is_some()).chain(&placed)).await?;
    if !unknown.is_empty() {
        placing::wait(mailroom, &unknown).await?;
        let mut db = mailroom.db.begin().await?;
        suppress(&mut db, &unknown.iter().collect::<Vec<_>>(), &Origin::Reported).await?;
        db.commit().await?;
    }
    Ok(())
}

/// Folds tagged reports into the ledger, one page a campaign.
#[tracing::instrument(name = "events", level = "debug", skip_all)]
pub(super) async fn fold<'a>(mailroom: &Mailroom, events: impl Iterator<Item = &'a MailEvent>) -> Result<()> {
    let mut by_campaign: BTreeMap<Option<CampaignId>, Vec<&MailEvent>> = BTreeMap::new();
    for event in events {
        by_campaign.entry(event.tag.map(|tag| tag.campaign)).or_default().push(event);
    }
    for (campaign, events) in by_campaign {
        let page = match campaign {
            Some(campaign) => Page::open(&mailroom.db, campaign).await?,
            None => None,
        };
        match page {
            Some(page) => apply_to(page, &events).await?,
            None => keep(mailroom, &events).await?,
        }
    }
    Ok(())
}

/// Under a key of their own: should the same report come with a tag after all, it is taken.
pub(super) async fn keep_unplaced(mailroom: &Mailroom, events: &[MailEvent]) -> Result<()> {
    let renamed: Vec<MailEvent> = events
        .iter()
        .map(|event| MailEvent { dedupe_key: format!("unplaced {}", event.dedupe_key), ..event.clone() })
        .collect();
    keep(mailroom, &renamed.iter().collect::<Vec<_>>()).await
}

async fn apply_to(mut page: Page, events: &[&MailEvent]) -> Result<()> {
    let seqs: Vec<i32> = events.iter().filter_map(|event| Some(event.tag?.seq)).collect();
    let before = page.states(&seqs).await?;
    let campaign = page.campaign;
    let readings = readings::fresh(page.db(), campaign, events).await?;
    write(page.db(), Some(campaign), events).await?;
    reading::book(page.db(), campaign, &readings).await?;
    doubts::settle_answered(&mut page, &seqs).await?;
    drop_needless_retries(&mut page, &seqs).await?;
    let source = Origin::Campaign(page.campaign);
    suppress(page.db(), events, &source).await?;
    page.book_since(&before).await?;
    page.close().await
}

async fn keep(mailroom: &Mailroom, events: &[&MailEvent]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let mut tx = mailroom.db.begin().await?;
    write(&mut tx, None, events).await?;
    tx.commit().await?;
    Ok(())
}

/// A report whose tag names another person than the one it is about is kept without the tag.
async fn write(db: &mut PgConnection, campaign: Option<CampaignId>, events: &[&MailEvent]) -> Result<()> {
    let column = |of: fn(&MailEvent) -> String| events.iter().map(|event| of(event)).collect::<Vec<_>>();
    let seqs: Vec<Option<i32>> = events.iter().map(|event| event.tag.map(|tag| tag.seq)).collect();
    let attempts: Vec<Option<i16>> = events.iter().map(|event| event.tag.map(|tag| tag.attempt)).collect();
    let at: Vec<f64> = events.iter().map(|event| event.at.as_microsecond() as f64 / 1e6).collect();
    sqlx::query!(
        "insert into mail_events (dedupe_key, campaign_id, seq, attempt, kind, message_id, recipient, detail, at)
         select e.key, r.campaign_id, r.seq, case when r.seq is not null then e.attempt end,
                e.kind, e.message_id, e.recipient, e.detail, to_timestamp(e.at)
         from unnest($2::text[], $3::int[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::float8[])
              as e(key, seq, attempt, kind, message_id, recipient, detail, at)
         left join recipients r on r.campaign_id = $1 and r.seq = e.seq and r.address = lower(e.recipient)
         on conflict do nothing",
        campaign.map(|id| id.0),
        &column(|event| event.dedupe_key.clone()),
        &seqs as &[Option<i32>],
        &attempts as &[Option<i16>],
        &column(|event| event.kind.as_str().to_owned()),
        &column(|event| event.message_id.clone()),
        &column(|event| event.recipient.clone()),
        &column(|event| event.detail.clone()),
        &at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It arrived after all: who was to be mailed again because the first try was taken for unsent is not.
async fn drop_needless_retries(page: &mut Page, seqs: &[i32]) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "delete from retries t using attempts a, mail_events e
         where t.campaign_id = $1 and t.seq = any($2) and t.owner is null
           and a.campaign_id = $1 and a.seq = t.seq and a.attempt = t.attempt - 1 and a.outcome = 'unsent'
           and e.campaign_id = $1 and e.seq = t.seq and e.attempt = a.attempt and e.kind <> 'other'",
        campaign,
        seqs
    )
    .execute(page.db())
    .await?;
    Ok(())
}

/// Hard bounces and complaints are never mailed again.
async fn suppress(db: &mut PgConnection, events: &[&MailEvent], source: &Origin) -> Result<()> {
    let (mut complained, mut bounced) = (vec![], vec![]);
    for event in events {
        let addresses = match event.kind {
            MailEventKind::BouncedForGood => &mut bounced,
            MailEventKind::Complained => &mut complained,
            MailEventKind::Sent
            | MailEventKind::Delivered
            | MailEventKind::Delayed
            | MailEventKind::BouncedThisTime
            | MailEventKind::NotSpam
            | MailEventKind::Rejected
            | MailEventKind::RenderingFailed
            | MailEventKind::Opened
            | MailEventKind::Clicked
            | MailEventKind::Other => continue,
        };
        if !event.recipient.is_empty() {
            addresses.push(event.recipient.to_lowercase());
        }
    }
    let source = source.to_string();
    for (addresses, reason) in [(complained, SuppressionReason::Complained), (bounced, SuppressionReason::Bounced)] {
        if !addresses.is_empty() {
            suppressions::raise(&mut *db, &addresses, reason, &source).await?;
        }
    }
    Ok(())
}
