//! One batch of one campaign, in one transaction.

use crate::Result;
use domain::{
    CampaignId,
    reading::{
        Act, Agent, Arrival, BURST_WITHIN, Counted, Judged, Mark, Readings, THREE_LINKS_WITHIN, Verdict, alone,
        together,
    },
};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashMap};
use time::OffsetDateTime;

/// Readings of one person that are kept of a campaign: a program that asks for ever is not written down for ever.
const PER_PERSON_MAX: i64 = 500;

/// A reading that is not written down yet.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub seq: i32,
    pub act: Act,
    pub mark: Mark,
    pub at: Timestamp,
    pub agent: Agent,
    pub place: Option<i64>,
}

/// Judges and counts them, and judges anew what came shortly before. The totals' row is locked until the transaction ends.
pub(crate) async fn book(db: &mut PgConnection, campaign: CampaignId, seen: &[Seen]) -> Result<()> {
    lock(db, campaign).await?;
    let arrivals = arrivals(db, campaign, seen).await?;
    let seen: Vec<&Seen> = seen.iter().filter(|seen| arrivals.contains_key(&seen.seq)).collect();
    let Some(first) = seen.iter().map(|seen| seen.at).min() else { return Ok(()) };
    let (ids, earlier) = earlier(db, campaign, &seen, first).await?;
    let mut all: Vec<(Option<usize>, Judged)> =
        earlier.iter().enumerate().map(|(n, judged)| (Some(n), *judged)).collect();
    all.extend(seen.iter().map(|seen| (None, judged(seen, arrivals[&seen.seq]))));
    let judged = judge(&mut all);
    let (mut changed, mut fresh) = (vec![], vec![]);
    for (earlier_at, verdict, n) in judged {
        match earlier_at {
            Some(at) if earlier[at].verdict != verdict => changed.push((ids[at], earlier[at].seq, verdict)),
            Some(_) => {}
            None => fresh.push((seen[n], verdict)),
        }
    }
    let touched: BTreeSet<i32> =
        changed.iter().map(|(_, seq, _)| *seq).chain(fresh.iter().map(|(seen, _)| seen.seq)).collect();
    let touched: Vec<i32> = touched.into_iter().collect();
    let before = counted(db, campaign, &touched).await?;
    append(db, campaign, &fresh).await?;
    judge_anew(db, &changed).await?;
    let grown = counted(db, campaign, &touched).await?.since(&before);
    add(db, campaign, &grown).await
}

fn judged(seen: &Seen, arrival: Arrival) -> Judged {
    Judged {
        seq: seen.seq,
        act: seen.act,
        link: seen.mark.link,
        at: seen.at,
        place: seen.place,
        verdict: alone(seen.act, seen.agent, seen.at, arrival),
    }
}

/// What became of each: which earlier one it was or, of the new ones, its number among them.
fn judge(all: &mut [(Option<usize>, Judged)]) -> Vec<(Option<usize>, Verdict, usize)> {
    let known = all.iter().filter(|(earlier, _)| earlier.is_some()).count();
    // in the order `together` gives them
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|n| all[*n].1.at);
    let mut readings: Vec<Judged> = order.iter().map(|n| all[*n].1).collect();
    together(&mut readings);
    let verdicts = order.into_iter().zip(readings);
    verdicts.map(|(n, reading)| (all[n].0, reading.verdict, n.saturating_sub(known))).collect()
}

async fn lock(db: &mut PgConnection, campaign: CampaignId) -> Result<()> {
    sqlx::query!("insert into reading_totals (campaign_id) values ($1) on conflict do nothing", campaign.0)
        .execute(&mut *db)
        .await?;
    sqlx::query!("select campaign_id from reading_totals where campaign_id = $1 for update", campaign.0)
        .fetch_one(db)
        .await?;
    Ok(())
}

/// When each letter arrived; without those whose people asked not to be counted, who are in no ledger, or were counted
/// often enough.
async fn arrivals(db: &mut PgConnection, campaign: CampaignId, seen: &[Seen]) -> Result<HashMap<i32, Arrival>> {
    let seqs: Vec<i32> = seen.iter().map(|seen| seen.seq).collect();
    let rows = sqlx::query!(
        r#"select r.seq,
                  coalesce((select min(e.at) from mail_events e
                            where e.campaign_id = $1 and e.seq = r.seq and e.kind = 'delivered'),
                           (select min(a.at) from attempts a
                            where a.campaign_id = $1 and a.seq = r.seq and a.outcome = 'accepted')) as arrived_at,
                  exists (select from doubts d where d.campaign_id = $1 and d.seq = r.seq) as "in_doubt!"
           from recipients r
           where r.campaign_id = $1 and r.seq = any($2)
             and not exists (select from measuring_refusals m where m.contact_id = r.contact_id)
             and (select count(*) from (select from readings x where x.campaign_id = $1 and x.seq = r.seq limit $3) known) < $3"#,
        campaign.0,
        &seqs,
        PER_PERSON_MAX,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let arrival = match row.arrived_at {
                Some(at) => Arrival::At(crate::instant(at)?),
                None if row.in_doubt => Arrival::Unknown,
                None => Arrival::NotYet,
            };
            Ok((row.seq, arrival))
        })
        .collect()
}

/// What the same people and the same places did shortly before, with the numbers it is stored under.
async fn earlier(
    db: &mut PgConnection,
    campaign: CampaignId,
    seen: &[&Seen],
    first: Timestamp,
) -> Result<(Vec<i64>, Vec<Judged>)> {
    let seqs: Vec<i32> = seen.iter().map(|seen| seen.seq).collect();
    let places: Vec<i64> = seen.iter().filter_map(|seen| seen.place).collect();
    let within = |duration: SignedDuration| moment(first.saturating_sub(duration).unwrap_or(first));
    let rows = sqlx::query!(
        r#"select id as "id!", seq as "seq!", act as "act!", link as "link!", at as "at!", place, verdict as "verdict!"
           from (select * from readings where campaign_id = $1 and seq = any($2) and at >= $3
                 union select * from readings where campaign_id = $1 and place = any($4) and at >= $5) shortly_before"#,
        campaign.0,
        &seqs,
        within(THREE_LINKS_WITHIN),
        &places,
        within(BURST_WITHIN),
    )
    .fetch_all(db)
    .await?;
    let (mut ids, mut earlier) = (vec![], vec![]);
    for row in rows {
        ids.push(row.id);
        earlier.push(Judged {
            seq: row.seq,
            act: row.act.parse().map_err(crate::Error::broken)?,
            link: row.link,
            at: crate::instant(row.at)?,
            place: row.place,
            verdict: row.verdict.parse().map_err(crate::Error::broken)?,
        });
    }
    Ok((ids, earlier))
}

async fn counted(db: &mut PgConnection, campaign: CampaignId, seqs: &[i32]) -> Result<Readings> {
    let rows = sqlx::query!(
        r#"select seq, act, link, href, count(*) as "times!", count(*) filter (where by_machine) as "machine_times!"
           from readings where campaign_id = $1 and seq = any($2) group by seq, act, link, href"#,
        campaign.0,
        seqs
    )
    .fetch_all(db)
    .await?;
    let counted = rows.into_iter().map(|row| {
        Ok(Counted {
            seq: row.seq,
            act: row.act.parse().map_err(crate::Error::broken)?,
            mark: Mark { link: row.link, href: row.href },
            times: row.times,
            machine_times: row.machine_times,
        })
    });
    Ok(Readings::of(counted.collect::<Result<Vec<_>>>()?))
}

async fn append(db: &mut PgConnection, campaign: CampaignId, fresh: &[(&Seen, Verdict)]) -> Result<()> {
    let seqs: Vec<i32> = fresh.iter().map(|(seen, _)| seen.seq).collect();
    let acts: Vec<String> = fresh.iter().map(|(seen, _)| seen.act.to_string()).collect();
    let links: Vec<i16> = fresh.iter().map(|(seen, _)| seen.mark.link).collect();
    let hrefs: Vec<String> = fresh.iter().map(|(seen, _)| seen.mark.href.clone()).collect();
    let at: Vec<OffsetDateTime> = fresh.iter().map(|(seen, _)| moment(seen.at)).collect();
    let verdicts: Vec<String> = fresh.iter().map(|(_, verdict)| verdict.to_string()).collect();
    let by_machine: Vec<bool> = fresh.iter().map(|(_, verdict)| verdict.is_machine()).collect();
    let places: Vec<Option<i64>> = fresh.iter().map(|(seen, _)| seen.place).collect();
    sqlx::query!(
        "insert into readings (campaign_id, seq, act, link, href, at, verdict, by_machine, place)
         select $1, * from unnest($2::int[], $3::text[], $4::smallint[], $5::text[], $6::timestamptz[], $7::text[],
                                  $8::bool[], $9::bigint[])",
        campaign.0,
        &seqs,
        &acts,
        &links,
        &hrefs,
        &at,
        &verdicts,
        &by_machine,
        &places as &[Option<i64>],
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn judge_anew(db: &mut PgConnection, changed: &[(i64, i32, Verdict)]) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = changed.iter().map(|(id, ..)| *id).collect();
    let verdicts: Vec<String> = changed.iter().map(|(.., verdict)| verdict.to_string()).collect();
    let by_machine: Vec<bool> = changed.iter().map(|(.., verdict)| verdict.is_machine()).collect();
    sqlx::query!(
        "update readings r set verdict = c.verdict, by_machine = c.by_machine
         from unnest($1::bigint[], $2::text[], $3::bool[]) as c (id, verdict, by_machine) where r.id = c.id",
        &ids,
        &verdicts,
        &by_machine
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn add(db: &mut PgConnection, campaign: CampaignId, grown: &Readings) -> Result<()> {
    let (o, c) = (grown.opened, grown.clicked);
    sqlx::query!(
        "update reading_totals set opens = opens + $2, machine_opens = machine_opens + $3, openers = openers + $4,
             likely_openers = likely_openers + $5, clicks = clicks + $6, machine_clicks = machine_clicks + $7,
             clickers = clickers + $8, likely_clickers = likely_clickers + $9
         where campaign_id = $1",
        campaign.0,
        o.times,
        o.machine_times,
        o.people,
        o.likely,
        c.times,
        c.machine_times,
        c.people,
        c.likely,
    )
    .execute(&mut *db)
    .await?;
    for (mark, tally) in &grown.links {
        sqlx::query!(
            "insert into link_totals as l (campaign_id, link, href, clicks, machine_clicks, clickers, likely_clickers)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (campaign_id, link, href) do update set clicks = l.clicks + $4,
                 machine_clicks = l.machine_clicks + $5, clickers = l.clickers + $6,
                 likely_clickers = l.likely_clickers + $7",
            campaign.0,
            mark.link,
            mark.href,
            tally.times,
            tally.machine_times,
            tally.people,
            tally.likely,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

fn moment(at: Timestamp) -> OffsetDateTime {
    // as the database keeps it, so that what is read back is the same
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.as_microsecond()) * 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
