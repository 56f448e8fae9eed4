//! How it went at each mailbox provider. Everybody is looked at for it, so it is kept and counted anew only now and then.

use crate::{Mailroom, Result};
use domain::{
    CampaignId,
    campaign_report::{DomainCount, DomainCounts},
};
use sqlx::{PgConnection, types::Json};

const SHOWN: i64 = 30;
/// Where the function `nameless` puts who was erased: no provider.
const NAMELESS: &str = "erased.invalid";

/// Counted at most this often while the campaign moves, by the size of the audience.
fn kept_for_seconds(audience: i64) -> f64 {
    if audience <= 20_000 { 0.0 } else { 600.0 }
}

pub(super) async fn counted(mailroom: &Mailroom, campaign: CampaignId, audience: i64) -> Result<DomainCounts> {
    Ok(all(mailroom, campaign, audience).await?.without(NAMELESS))
}

async fn all(mailroom: &Mailroom, campaign: CampaignId, audience: i64) -> Result<DomainCounts> {
    let mut db = mailroom.db.acquire().await?;
    if let Some(kept) = kept(&mut db, campaign, audience).await? {
        return Ok(kept);
    }
    drop(db);
    // only one request counts; who comes meanwhile waits for it and takes what it found
    let mut tx = mailroom.db.begin().await?;
    let key = format!("domains of {campaign}");
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key).execute(&mut *tx).await?;
    let counts = match kept(&mut tx, campaign, audience).await? {
        Some(kept) => kept,
        None => count(&mut tx, campaign).await?,
    };
    tx.commit().await?;
    Ok(counts)
}

/// `None` where it has to be counted anew.
async fn kept(db: &mut PgConnection, campaign: CampaignId, audience: i64) -> Result<Option<DomainCounts>> {
    let kept = sqlx::query!(
        r#"select d.counted_at, d.rows as "rows: Json<Vec<DomainCount>>"
           from domain_counts d join totals t on t.campaign_id = d.campaign_id
           where d.campaign_id = $1
             and (d.version = t.version or d.counted_at > clock_timestamp() - make_interval(secs => $2))"#,
        campaign.0,
        kept_for_seconds(audience),
    )
    .fetch_optional(db)
    .await?;
    kept.map(|kept| Ok(DomainCounts { counted_at: Some(crate::instant(kept.counted_at)?), rows: kept.rows.0 }))
        .transpose()
}

/// The largest providers, and all others together. Recipients and reports are both read in the order of their numbers
/// and merged: a million in 2 s, and nothing of it has to be held.
async fn count(db: &mut PgConnection, campaign: CampaignId) -> Result<DomainCounts> {
    crate::plan_for_memory(db).await?;
    let version = sqlx::query_scalar!("select version from totals where campaign_id = $1", campaign.0)
        .fetch_optional(&mut *db)
        .await?;
    let Some(version) = version else { return Ok(DomainCounts::default()) };
    let rows = sqlx::query!(
        r#"with delivered as (
               select distinct seq from mail_events where campaign_id = $1 and kind = 'delivered'
           ), counted as (
               select split_part(r.address, '@', 2) as domain, count(*) as people,
                      count(*) filter (where f.state = 'failed') as failed, count(*) filter (where f.state = 'bounced') as bounced,
                      count(*) filter (where f.seq is null and d.seq is not null) as delivered
               from recipients r
               left join failures f on f.campaign_id = $1 and f.seq = r.seq
               left join delivered d on d.seq = r.seq
               where r.campaign_id = $1 group by 1
           ), ranked as (
               select *, row_number() over (order by people desc, domain) as place from counted
           )
           select case when place <= $2 then domain else '' end as "domain!", sum(people)::bigint as "people!",
                  sum(delivered)::bigint as "delivered!", sum(failed)::bigint as "failed!", sum(bounced)::bigint as "bounced!"
           from ranked group by 1 order by min(place)"#,
        campaign.0,
        SHOWN,
    )
    .fetch_all(&mut *db)
    .await?;
    let rows: Vec<DomainCount> = rows
        .into_iter()
        .map(|row| DomainCount {
            domain: row.domain,
            people: row.people,
            delivered: row.delivered,
            failed: row.failed,
            bounced: row.bounced,
        })
        .collect();
    let counted_at = sqlx::query_scalar!(
        "insert into domain_counts (campaign_id, version, rows) values ($1, $2, $3)
         on conflict (campaign_id) do update set version = $2, rows = $3, counted_at = clock_timestamp() returning counted_at",
        campaign.0,
        version,
        Json(&rows) as _,
    )
    .fetch_one(&mut *db)
    .await?;
    Ok(DomainCounts { counted_at: Some(crate::instant(counted_at)?), rows })
}
