//! Whose letter a report without a tag of ours is about: the identities' own notifications name the message only.

use super::apply::{fold, keep_unplaced};
use crate::{Mailroom, Result};
use domain::{CampaignId, SendTag, mail_event::MailEvent};
use sqlx::types::Json;

/// A carrier's answer is written down within a second; a report may outrun it, but not by this.
const WAITS_FOR_SECONDS: f64 = 3600.0;
const TRIED_EVERY_SECONDS: f64 = 5.0;
const TRIED_AT_ONCE: i64 = 500;
/// Where the person's address has changed since, campaigns as old as this are looked through.
const CAMPAIGN_DAYS: i32 = 30;

/// Those whose letter is found, with its tag; and the rest.
pub(super) async fn place(mailroom: &Mailroom, mut events: Vec<MailEvent>) -> Result<(Vec<MailEvent>, Vec<MailEvent>)> {
    if events.is_empty() {
        return Ok((vec![], vec![]));
    }
    by_person(mailroom, &mut events).await?;
    let (mut placed, mut rest): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.tag.is_some());
    if !rest.is_empty() {
        by_campaign(mailroom, &mut rest).await?;
        let (found, unknown): (Vec<_>, Vec<_>) = rest.into_iter().partition(|event| event.tag.is_some());
        placed.extend(found);
        rest = unknown;
    }
    Ok((placed, rest))
}

/// The few letters that this person ever got are looked through, so no index of all receipts is needed.
/// A relay's receipt may hold the message's name among other words.
async fn by_person(mailroom: &Mailroom, events: &mut [MailEvent]) -> Result<()> {
    let (messages, recipients) = keys(events);
    let rows = sqlx::query!(
        r#"select e.nth as "nth!", a.campaign_id as "campaign!", a.seq as "seq!", a.attempt as "attempt!"
           from unnest($1::text[], $2::text[]) with ordinality as e(message, recipient, nth)
           join contacts k on k.address = e.recipient
           cross join lateral (
               select a.campaign_id, a.seq, a.attempt
               from recipients r join attempts a on a.campaign_id = r.campaign_id and a.seq = r.seq
               where r.contact_id = k.id and strpos(a.receipt, e.message) > 0 limit 1
           ) a
           where length(e.message) > 15"#,
        &messages,
        &recipients,
    )
    .fetch_all(&mailroom.db)
    .await?;
    for row in rows {
        tag(events, row.nth, (row.campaign, row.seq, row.attempt));
    }
    Ok(())
}

async fn by_campaign(mailroom: &Mailroom, events: &mut [MailEvent]) -> Result<()> {
    let (messages, recipients) = keys(events);
    let rows = sqlx::query!(
        r#"select e.nth as "nth!", a.campaign_id as "campaign!", a.seq as "seq!", a.attempt as "attempt!"
           from unnest($1::text[], $2::text[]) with ordinality as e(message, recipient, nth)
           cross join lateral (
               select a.campaign_id, a.seq, a.attempt
               from campaigns c join recipients r on r.campaign_id = c.id and r.address = e.recipient
                    join attempts a on a.campaign_id = r.campaign_id and a.seq = r.seq
               where c.launched_at > now() - make_interval(days => $3) and c.account <> 'outbox'
                 and strpos(a.receipt, e.message) > 0 limit 1
           ) a
           where length(e.message) > 15"#,
        &messages,
        &recipients,
        CAMPAIGN_DAYS,
    )
    .fetch_all(&mailroom.db)
    .await?;
    for row in rows {
        tag(events, row.nth, (row.campaign, row.seq, row.attempt));
    }
    Ok(())
}

fn keys(events: &[MailEvent]) -> (Vec<String>, Vec<String>) {
    events.iter().map(|event| (event.message_id.clone(), event.recipient.to_lowercase())).unzip()
}

/// `nth` counts from 1, as SQL does.
fn tag(events: &mut [MailEvent], nth: i64, (campaign, seq, attempt): (i64, i32, i16)) {
    let nth = usize::try_from(nth - 1).ok();
    if let Some(event) = nth.and_then(|nth| events.get_mut(nth)) {
        event.tag = Some(SendTag { campaign: CampaignId(campaign), seq, attempt });
    }
}

/// They are tried again for a while.
pub(super) async fn wait(mailroom: &Mailroom, events: &[MailEvent]) -> Result<()> {
    let keys: Vec<String> = events.iter().map(|event| event.dedupe_key.clone()).collect();
    let recipients: Vec<String> = events.iter().map(|event| event.recipient.to_lowercase()).collect();
    let events: Vec<serde_json::Value> =
        events.iter().map(serde_json::to_value).collect::<Result<_, _>>().map_err(crate::Error::broken)?;
    sqlx::query!(
        "insert into unplaced_events (dedupe_key, recipient, event)
         select e.key, e.recipient, e.event from unnest($1::text[], $2::text[], $3::jsonb[]) as e(key, recipient, event)
         where not exists (select from mail_events m where m.dedupe_key in (e.key, 'unplaced ' || e.key))
         on conflict do nothing",
        &keys,
        &recipients,
        &events,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Looks again for the letters of reports that wait, and keeps those for which it is too late without one.
/// How many are done with.
pub async fn place_waiting(mailroom: &Mailroom) -> Result<usize> {
    let rows = sqlx::query!(
        r#"with due as (
               select dedupe_key from unplaced_events
               where tried_at < clock_timestamp() - make_interval(secs => $1)
               order by tried_at limit $3 for update skip locked
           )
           update unplaced_events u set tried_at = clock_timestamp() from due where u.dedupe_key = due.dedupe_key
           returning u.event as "event: Json<MailEvent>",
                     u.received_at < clock_timestamp() - make_interval(secs => $2) as "is_late!""#,
        TRIED_EVERY_SECONDS,
        WAITS_FOR_SECONDS,
        TRIED_AT_ONCE,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let late: Vec<String> = rows.iter().filter(|row| row.is_late).map(|row| row.event.dedupe_key.clone()).collect();
    let (placed, rest) = place(mailroom, rows.into_iter().map(|row| row.event.0).collect()).await?;
    let rest: Vec<MailEvent> = rest.into_iter().filter(|event| late.contains(&event.dedupe_key)).collect();
    fold(mailroom, placed.iter()).await?;
    keep_unplaced(mailroom, &rest).await?;
    let done: Vec<String> = placed.into_iter().chain(rest).map(|event| event.dedupe_key).collect();
    sqlx::query!("delete from unplaced_events where dedupe_key = any($1)", &done).execute(&mailroom.db).await?;
    Ok(done.len())
}
