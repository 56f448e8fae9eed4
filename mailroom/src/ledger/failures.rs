//! The list of those who need a hand, kept true in the transaction that changes their state.

use crate::Result;
use domain::{CampaignId, failure::Cause};
use sqlx::PgConnection;

#[derive(Default)]
struct Rows {
    seq: Vec<i32>,
    state: Vec<String>,
    cause: Vec<String>,
    domain: Vec<String>,
    is_final: Vec<bool>,
    at: Vec<time::OffsetDateTime>,
}

/// Looks at these people anew: who has failed or bounced is on the list with the cause, the others are not.
pub(super) async fn refresh(db: &mut PgConnection, campaign: CampaignId, seqs: &[i32]) -> Result<()> {
    let rows = troubled(db, campaign, seqs).await?;
    sqlx::query!(
        "delete from failures where campaign_id = $1 and seq = any($2) and not seq = any($3)",
        campaign.0,
        seqs,
        &rows.seq
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into failures (campaign_id, seq, state, cause, domain, is_final, at)
         select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::timestamptz[])
         on conflict (campaign_id, seq) do update
         set state = excluded.state, cause = excluded.cause, is_final = excluded.is_final, at = excluded.at",
        campaign.0,
        &rows.seq,
        &rows.state,
        &rows.cause,
        &rows.domain,
        &rows.is_final,
        &rows.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A report of the current attempt says more than the answer before it.
async fn troubled(db: &mut PgConnection, campaign: CampaignId, seqs: &[i32]) -> Result<Rows> {
    let found = sqlx::query!(
        r#"select s.seq as "seq!", s.state as "state!", split_part(s.address, '@', 2) as "domain!",
                  coalesce(e.kind, a.reason, '') as "code!", coalesce(e.detail, a.detail, '') as "text!",
                  coalesce(e.kind = 'bounced_for_good', false) as "is_final!",
                  coalesce(e.at, a.at, clock_timestamp()) as "at!"
           from recipient_states s
           left join lateral (
               select reason, detail, at from attempts where campaign_id = $1 and seq = s.seq order by attempt desc limit 1
           ) a on true
           left join lateral (
               select kind, detail, at from mail_events m
               where m.campaign_id = $1 and m.seq = s.seq and m.attempt >= greatest(s.attempts, 1)
                 and kind in ('bounced_for_good', 'bounced_this_time', 'rejected', 'rendering_failed')
               order by at desc limit 1
           ) e on true
           where s.campaign_id = $1 and s.seq = any($2) and s.state in ('failed', 'bounced')"#,
        campaign.0,
        seqs,
    )
    .fetch_all(db)
    .await?;
    let mut rows = Rows::default();
    for row in found {
        rows.seq.push(row.seq);
        rows.state.push(row.state);
        rows.cause.push(Cause::of(&row.code, &row.text).to_string());
        rows.domain.push(row.domain);
        rows.is_final.push(row.is_final);
        rows.at.push(row.at);
    }
    Ok(rows)
}
