use super::ready::Ready;
use crate::{Error, Mailroom, Member, Result};
use domain::{
    CampaignId,
    preflight::{Finding, Preflight, PreflightState},
};
use sqlx::{PgConnection, types::Json};
use std::time::Duration;

/// A run says something at every page of people; one that is silent for longer has died.
const SILENCE: Duration = Duration::from_secs(60);

pub struct Stored {
    pub preflight: Preflight,
    pub fingerprint: Vec<u8>,
}

/// `None` where the same is being looked at already. Other runs of the campaign end.
pub async fn begin(db: &mut PgConnection, by: &Member, campaign: CampaignId, ready: &Ready) -> Result<Option<i64>> {
    // two who ask at once ask one after the other
    sqlx::query!("select id from campaigns where id = $1 for update", campaign.0).fetch_optional(&mut *db).await?;
    let is_under_way = sqlx::query_scalar!(
        r#"select exists (select from preflights where campaign_id = $1 and state = 'running' and fingerprint = $2
                          and said_at > clock_timestamp() - make_interval(secs => $3)) as "is!""#,
        campaign.0,
        ready.fingerprint,
        SILENCE.as_secs_f64(),
    )
    .fetch_one(&mut *db)
    .await?;
    if is_under_way {
        return Ok(None);
    }
    cancel(&mut *db, campaign).await?;
    let id = sqlx::query_scalar!(
        "insert into preflights (campaign_id, fingerprint, total, started_by) values ($1, $2, 0, $3) returning id",
        campaign.0,
        ready.fingerprint,
        by.stored_id(),
    )
    .fetch_one(&mut *db)
    .await?;
    // the last few are enough to look back at
    sqlx::query!(
        "delete from preflights where campaign_id = $1 and id <= (select id from preflights where campaign_id = $1 order by id desc offset 5 limit 1)",
        campaign.0
    )
    .execute(db)
    .await?;
    Ok(Some(id))
}

pub async fn cancel(db: &mut PgConnection, campaign: CampaignId) -> Result<u64> {
    let cancelled = sqlx::query!(
        "update preflights set state = 'cancelled', ended_at = clock_timestamp() where campaign_id = $1 and state = 'running'",
        campaign.0
    )
    .execute(db)
    .await?;
    Ok(cancelled.rows_affected())
}

/// `false` where the run was cancelled: it stops then.
pub async fn say(mailroom: &Mailroom, id: i64, checked: i64, total: i64) -> Result<bool> {
    let said = sqlx::query!(
        "update preflights set checked = $2, total = greatest($2::bigint, $3::bigint), said_at = clock_timestamp()
         where id = $1 and state = 'running'",
        id,
        checked,
        total,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(said.rows_affected() > 0)
}

pub async fn finish(mailroom: &Mailroom, id: i64, findings: &[Finding]) -> Result<()> {
    sqlx::query!(
        "update preflights set state = 'done', findings = $2, total = checked, ended_at = clock_timestamp()
         where id = $1 and state = 'running'",
        id,
        Json(findings) as _,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub async fn fail(mailroom: &Mailroom, id: i64) -> Result<()> {
    sqlx::query!(
        "update preflights set state = 'failed', ended_at = clock_timestamp() where id = $1 and state = 'running'",
        id
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub async fn latest(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<Stored>> {
    let row = sqlx::query!(
        r#"select id, state, fingerprint, total, checked, findings as "findings: Json<Vec<Finding>>", started_at, ended_at,
                  said_at < clock_timestamp() - make_interval(secs => $2) as "is_silent!"
           from preflights where campaign_id = $1 order by id desc limit 1"#,
        campaign.0,
        SILENCE.as_secs_f64(),
    )
    .fetch_optional(&mailroom.db)
    .await?;
    row.map(|row| {
        let state: PreflightState = row.state.parse().map_err(Error::broken)?;
        let is_dead = state == PreflightState::Running && row.is_silent;
        Ok(Stored {
            preflight: Preflight {
                id: row.id,
                state: if is_dead { PreflightState::Failed } else { state },
                is_outdated: false,
                checked: row.checked,
                total: row.total,
                findings: row.findings.0,
                started_at: crate::instant(row.started_at)?,
                ended_at: row.ended_at.map(crate::instant).transpose()?,
            },
            fingerprint: row.fingerprint,
        })
    })
    .transpose()
}
