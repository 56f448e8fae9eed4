//! Openings and clicks that a carrier reports, as readings like our own. Where the campaign counts by itself the carrier's
//! are the same ones a second time, and are kept as reports only.

use crate::{Result, reading::Seen};
use domain::{
    CampaignId,
    edition::Edition,
    mail_event::{MailEvent, MailEventKind},
    reading::{Act, Agent, Mark},
};
use sqlx::{PgConnection, types::Json};
use std::collections::HashSet;

/// Those of reports that were not known before.
pub(super) async fn fresh(db: &mut PgConnection, campaign: CampaignId, events: &[&MailEvent]) -> Result<Vec<Seen>> {
    let readings: Vec<(&MailEvent, Act)> = events.iter().filter_map(|event| Some((*event, act(event.kind)?))).collect();
    if readings.is_empty() {
        return Ok(vec![]);
    }
    let tracking = sqlx::query_scalar!(
        r#"select words as "words: Json<Edition>" from editions where campaign_id = $1"#,
        campaign.0
    );
    let tracking = tracking.fetch_optional(&mut *db).await?.map(|words| words.0.tracking).unwrap_or_default();
    let keys: Vec<String> = readings.iter().map(|(event, _)| event.dedupe_key.clone()).collect();
    let known = sqlx::query_scalar!("select dedupe_key from mail_events where dedupe_key = any($1)", &keys);
    let mut known: HashSet<String> = known.fetch_all(&mut *db).await?.into_iter().collect();
    let of_theirs = readings.into_iter().filter(|(_, act)| match act {
        Act::Opened => !tracking.opens,
        Act::Clicked => !tracking.clicks,
    });
    let fresh: Vec<Seen> = of_theirs
        .filter(|(event, _)| known.insert(event.dedupe_key.clone()))
        .filter_map(|(event, act)| seen(event, act))
        .collect();
    let seqs: Vec<i32> = fresh.iter().map(|seen| seen.seq).collect();
    let whose =
        sqlx::query!("select seq, address from recipients where campaign_id = $1 and seq = any($2)", campaign.0, &seqs);
    let whose: HashSet<(i32, String)> =
        whose.fetch_all(db).await?.into_iter().map(|row| (row.seq, row.address)).collect();
    let named = events.iter().filter_map(|event| Some((event.tag?.seq, event.recipient.to_lowercase())));
    let right: HashSet<i32> = named.filter(|who| whose.contains(who)).map(|(seq, _)| seq).collect();
    Ok(fresh.into_iter().filter(|seen| right.contains(&seen.seq)).collect())
}

fn act(kind: MailEventKind) -> Option<Act> {
    match kind {
        MailEventKind::Opened => Some(Act::Opened),
        MailEventKind::Clicked => Some(Act::Clicked),
        MailEventKind::Sent
        | MailEventKind::Delivered
        | MailEventKind::Delayed
        | MailEventKind::BouncedForGood
        | MailEventKind::BouncedThisTime
        | MailEventKind::Complained
        | MailEventKind::NotSpam
        | MailEventKind::Rejected
        | MailEventKind::RenderingFailed
        | MailEventKind::Other => None,
    }
}

/// The report says `Opened with <program>` or `Clicked <address> with <program>`.
fn seen(event: &MailEvent, act: Act) -> Option<Seen> {
    let (what, program) = event.detail.split_once(" with ").unwrap_or((&event.detail, ""));
    let href = what.strip_prefix("Clicked ").filter(|href| href.starts_with("http")).unwrap_or_default();
    let agent = if program.is_empty() { Agent::Program } else { Agent::of(program.trim_end_matches('.')) };
    Some(Seen {
        seq: event.tag?.seq,
        act,
        mark: Mark { link: 0, href: href.trim_end_matches('.').to_owned() },
        at: event.at,
        agent,
        place: None,
    })
}
