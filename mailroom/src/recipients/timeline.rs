//! Everything that is known of one person in one campaign, in order.

use crate::{Error, Mailroom, Result, reading};
use domain::{
    CampaignId, ContactId,
    failure::{Cause, SkipReason},
    mail_event::MailEventKind,
    timeline::{Attempted, Decision, Doubt, Failure, Happening, Judge, Moment, Owed, Timeline},
};
use jiff::Timestamp;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Of one person that are shown; programs that open a mail again and again are not all told.
const REPORTS_MAX: i64 = 200;

/// From one snapshot.
pub async fn timeline(mailroom: &Mailroom, campaign: CampaignId, seq: i32) -> Result<Timeline> {
    let mut tx = mailroom.db.begin_with("begin isolation level repeatable read, read only").await?;
    let mut timeline = person(&mut tx, campaign, seq).await?;
    timeline.retry = owed(&mut tx, campaign, seq).await?;
    attempts(&mut tx, &mut timeline).await?;
    doubt(&mut tx, &mut timeline).await?;
    reports(&mut tx, &mut timeline).await?;
    readings(mailroom, &mut tx, &mut timeline).await?;
    decisions(&mut tx, &mut timeline).await?;
    put_in_order(&mut timeline.moments);
    Ok(timeline)
}

async fn person(db: &mut PgConnection, campaign: CampaignId, seq: i32) -> Result<Timeline> {
    let row = sqlx::query!(
        r#"select c.name as campaign_name, c.state as campaign_state, c.launched_at as "launched_at!", r.address, r.name, r.skip_reason,
                  s.state as "state!", s.attempts as "attempts!", k.id as "contact?", f.cause as "cause?",
                  coalesce(f.is_final, false) as "is_final!",
                  exists (select from suppressions x where x.address = r.address) as "is_suppressed!",
                  (select n.seq from attempts a join recipients n on n.campaign_id = $1 and n.address = a.detail
                   where a.campaign_id = $1 and a.seq = $2 and a.reason = 'address_corrected' limit 1) as "continued_as?",
                  exists (select from recipients n where n.campaign_id = $1 and n.seq = $2 + 1) as "has_next!"
           from recipients r join campaigns c on c.id = r.campaign_id
           join recipient_states s on s.campaign_id = r.campaign_id and s.seq = r.seq
           left join contacts k on k.id = r.contact_id
           left join failures f on f.campaign_id = r.campaign_id and f.seq = r.seq
           where r.campaign_id = $1 and r.seq = $2"#,
        campaign.0,
        seq
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| Error::Missing(format!("person {seq} in campaign {campaign}")))?;
    let at = crate::instant(row.launched_at)?;
    let what = match row.skip_reason {
        Some(reason) => Happening::SkippedAtLaunch(reason.parse().map_err(Error::broken)?),
        None => Happening::Launched,
    };
    let failure = |cause: Cause| Failure {
        cause,
        may_go_again: !row.is_final && !row.is_suppressed,
        is_suppressed: row.is_suppressed,
    };
    Ok(Timeline {
        campaign,
        campaign_name: row.campaign_name,
        campaign_state: row.campaign_state.parse().map_err(Error::broken)?,
        seq,
        address: row.address.parse()?,
        name: row.name,
        state: row.state.parse().map_err(Error::broken)?,
        attempts: row.attempts,
        contact: row.contact.map(ContactId),
        failure: row.cause.map(|cause| cause.parse()).transpose().map_err(Error::broken)?.map(failure),
        doubt: None,
        retry: None,
        continued_as: row.continued_as,
        previous: (seq > 1).then_some(seq - 1),
        next: row.has_next.then_some(seq + 1),
        moments: vec![Moment { at, what }],
    })
}

async fn owed(db: &mut PgConnection, campaign: CampaignId, seq: i32) -> Result<Option<Owed>> {
    let row = sqlx::query!(
        r#"select attempt, due_at, owner is not null as "under_way!" from retries where campaign_id = $1 and seq = $2"#,
        campaign.0,
        seq
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(Owed { attempt: row.attempt, due_at: crate::instant(row.due_at)?, under_way: row.under_way }))
        .transpose()
}

async fn attempts(db: &mut PgConnection, timeline: &mut Timeline) -> Result<()> {
    let rows = sqlx::query!(
        "select attempt, outcome, receipt, reason, detail, settled_by, at from attempts
         where campaign_id = $1 and seq = $2 order by attempt",
        timeline.campaign.0,
        timeline.seq
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let (code, text) = (row.reason.unwrap_or_default(), row.detail.unwrap_or_default());
        let skipped = code.parse::<SkipReason>().ok().filter(|_| row.outcome == "skipped");
        let cause = (!code.is_empty() && skipped.is_none() && code != "cancelled").then(|| Cause::of(&code, &text));
        let attempted = Attempted {
            attempt: row.attempt,
            outcome: row.outcome.parse().map_err(Error::broken)?,
            receipt: row.receipt,
            cause,
            skipped,
            words: if cause.is_some() { words(&code, &text) } else { text },
            settled_by: row.settled_by.as_deref().and_then(judge),
        };
        timeline.moments.push(Moment { at: crate::instant(row.at)?, what: Happening::Attempted(attempted) });
    }
    Ok(())
}

async fn doubt(db: &mut PgConnection, timeline: &mut Timeline) -> Result<()> {
    let row = sqlx::query!(
        "select d.attempt, d.reason, d.detail, d.since, d.settle_after, c.doubt_policy
         from doubts d join campaigns c on c.id = d.campaign_id where d.campaign_id = $1 and d.seq = $2",
        timeline.campaign.0,
        timeline.seq
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let cause = Cause::of(&row.reason, &row.detail);
    let what = Happening::Doubted { attempt: row.attempt, cause, detail: words(&row.reason, &row.detail) };
    timeline.moments.push(Moment { at: crate::instant(row.since)?, what });
    timeline.doubt = Some(Doubt {
        attempt: row.attempt,
        cause,
        settle_after: crate::instant(row.settle_after)?,
        policy: row.doubt_policy.parse().map_err(Error::broken)?,
    });
    Ok(())
}

async fn reports(db: &mut PgConnection, timeline: &mut Timeline) -> Result<()> {
    let rows = sqlx::query!(
        r#"select attempt as "attempt?", kind, detail, at from mail_events
           where campaign_id = $1 and seq = $2 and kind not in ('opened', 'clicked') order by at limit $3"#,
        timeline.campaign.0,
        timeline.seq,
        REPORTS_MAX,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let kind: MailEventKind = row.kind.parse().map_err(Error::broken)?;
        let what = Happening::Reported { attempt: row.attempt.unwrap_or(1), kind, detail: row.detail };
        timeline.moments.push(Moment { at: crate::instant(row.at)?, what });
    }
    Ok(())
}

/// The same again and again in one minute is one moment.
async fn readings(mailroom: &Mailroom, db: &mut PgConnection, timeline: &mut Timeline) -> Result<()> {
    let rows = sqlx::query!(
        r#"select act, link, href, verdict, min(at) as "at!", count(*) as "times!" from readings
           where campaign_id = $1 and seq = $2
           group by act, link, href, verdict, date_trunc('minute', at) order by 5 limit $3"#,
        timeline.campaign.0,
        timeline.seq,
        REPORTS_MAX,
    )
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let written = reading::written_links(mailroom, timeline.campaign).await?;
    for row in rows {
        let numbered = usize::try_from(row.link).ok().and_then(|link| written.get(link.checked_sub(1)?).cloned());
        let what = Happening::Read {
            act: row.act.parse().map_err(Error::broken)?,
            href: numbered.unwrap_or(row.href),
            verdict: row.verdict.parse().map_err(Error::broken)?,
            times: row.times,
        };
        timeline.moments.push(Moment { at: crate::instant(row.at)?, what });
    }
    Ok(())
}

/// Of the campaign's latest decisions those that name this person.
async fn decisions(db: &mut PgConnection, timeline: &mut Timeline) -> Result<()> {
    let rows = sqlx::query!(
        r#"select at, act, after ->> 'as' as settled_as, member_name from (
               select * from audit_log where subject = 'campaign' and subject_id = $1 order by id desc limit 500
           ) latest
           where act in ('requeued', 'settled', 'corrected_address')
             and after -> 'seqs' @> to_jsonb($2::int)"#,
        timeline.campaign.0,
        timeline.seq
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let Some(act) = Decision::of_act(&row.act, row.settled_as.as_deref()) else { continue };
        let what = Happening::Decided { act, by: row.member_name };
        timeline.moments.push(Moment { at: crate::instant(row.at)?, what });
    }
    Ok(())
}

/// By time; but an answer is written down a little after it came, and what was reported of an attempt follows the attempt.
fn put_in_order(moments: &mut [Moment]) {
    let attempted_at: BTreeMap<i16, Timestamp> = moments
        .iter()
        .filter_map(|moment| match &moment.what {
            Happening::Attempted(attempted) => Some((attempted.attempt, moment.at)),
            _ => None,
        })
        .collect();
    moments.sort_by_key(|moment| match &moment.what {
        Happening::Reported { attempt, .. } => {
            (attempted_at.get(attempt).map_or(moment.at, |at| moment.at.max(*at)), 1, moment.at)
        }
        _ => (moment.at, 0, moment.at),
    });
}

fn judge(word: &str) -> Option<Judge> {
    Some(match word {
        "event" => Judge::Event,
        "window" => Judge::Window,
        "person" => Judge::Person,
        _ => return None,
    })
}

/// As the carrier said it: the code stands in front.
fn words(code: &str, text: &str) -> String {
    match code {
        // ours: the cause says it in the reader's language
        "worker_lost" => String::new(),
        _ if text.is_empty() => code.to_owned(),
        _ if code.starts_with(|c: char| c.is_ascii_digit()) => format!("{code} {text}"),
        _ => format!("{code}: {text}"),
    }
}
