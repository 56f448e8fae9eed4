//! Campaigns that stop by themselves when too much comes back.

use super::halt;
use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    CampaignId, Totals,
    guard_rails::{GuardEntry, GuardRails},
    member::Role,
};
use sqlx::PgExecutor;

pub async fn guard_rails(mailroom: &Mailroom) -> Result<GuardRails> {
    read(&mailroom.db).await
}

/// For all campaigns that are not finished, in effect within seconds.
pub async fn change_guard_rails(mailroom: &Mailroom, by: &Member, entry: &GuardEntry) -> Result<()> {
    match by.role {
        Role::Admin => {}
        Role::Marketer | Role::Viewer => {
            return Err(Error::refused((
                "only an admin changes when campaigns stop by themselves; ask one",
                "자동 멈춤 기준은 관리자만 바꿀 수 있습니다. 관리자에게 요청하세요",
            )));
        }
    }
    let after = entry.check()?;
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!("select is_one from guard_rails for update").fetch_one(&mut *tx).await?;
    let before = read(&mut *tx).await?;
    if before == after {
        return Ok(());
    }
    sqlx::query!(
        "update guard_rails set is_on = $1, bounces = $2, complaints = $3, letters = $4, changed_at = clock_timestamp()",
        after.is_on,
        after.bounces,
        after.complaints,
        after.letters,
    )
    .execute(&mut *tx)
    .await?;
    let subject = audit::Subject { kind: "guard_rails", id: 0, name: "" };
    audit::note(&mut tx, by, "changed", subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}

async fn read(db: impl PgExecutor<'_>) -> Result<GuardRails> {
    let row = sqlx::query!("select is_on, bounces, complaints, letters from guard_rails").fetch_one(db).await?;
    Ok(GuardRails { is_on: row.is_on, bounces: row.bounces, complaints: row.complaints, letters: row.letters })
}

/// Stops running campaigns of which too much came back; each once, since whoever resumes it has looked. Says how many.
pub(crate) async fn stop_breached(mailroom: &Mailroom) -> Result<usize> {
    let rails = guard_rails(mailroom).await?;
    if !rails.is_on {
        return Ok(0);
    }
    // only those that may have to stop are asked how many bounced for good
    let rows = sqlx::query!(
        r#"select c.id, t.sent, t.delivered, t.bounced, t.complained,
                  (select count(*) from failures f
                   where f.campaign_id = c.id and f.state = 'bounced' and f.is_final) as "for_good!"
           from campaigns c join totals t on t.campaign_id = c.id
           where c.state = 'running' and c.is_guarded and t.sent + t.delivered + t.bounced + t.complained >= $3::bigint
             and (t.bounced * 100.0 >= $1::float8 * (t.sent + t.delivered + t.bounced + t.complained)
                  or t.complained * 100.0 >= $2::float8 * (t.sent + t.delivered + t.bounced + t.complained))
           order by c.id"#,
        rails.bounces,
        rails.complaints,
        rails.letters,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let mut stopped = 0;
    for row in rows {
        let totals = Totals {
            sent: row.sent.into(),
            delivered: row.delivered.into(),
            bounced: row.bounced.into(),
            complained: row.complained.into(),
            ..Totals::default()
        };
        if let Some(why) = rails.breach(&totals, row.for_good) {
            let campaign = CampaignId(row.id);
            sqlx::query!("update campaigns set is_guarded = false where id = $1", campaign.0)
                .execute(&mailroom.db)
                .await?;
            halt(mailroom, campaign, &why).await?;
            stopped += 1;
        }
    }
    Ok(stopped)
}
