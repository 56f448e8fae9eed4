//! How each way in for reports is.

use super::Source;
use crate::{Mailroom, Result};
use domain::{
    CampaignId,
    feedback::{FeedState, Feedback, LastReport},
};
use jiff::Timestamp;

/// Silence after letters went out that long ago means that something is not set up.
const SILENT_MINUTES: i32 = 15;
/// Fewer may all be on their way.
const LETTERS_MIN: i32 = 100;

/// Reports came through this way; the latest of them says of itself that it is of `reported_at`.
pub(super) async fn arrived(
    mailroom: &Mailroom,
    source: &Source,
    reports: usize,
    reported_at: Option<Timestamp>,
) -> Result<()> {
    sqlx::query!(
        "insert into report_feeds as f (name, account, is_read, looked_at, arrived_at, reported_at, reports)
         values ($1, $2, $3, clock_timestamp(), clock_timestamp(), to_timestamp($4), $5)
         on conflict (name) do update set account = $2, is_read = $3, looked_at = excluded.looked_at,
             arrived_at = excluded.arrived_at, reported_at = coalesce(excluded.reported_at, f.reported_at),
             reports = f.reports + $5, failing_since = null, problem = null",
        source.name,
        source.account,
        source.is_read,
        reported_at.map(|at| at.as_microsecond() as f64 / 1e6),
        reports as i64,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// We looked there, and whether more waits.
pub(super) async fn looked(mailroom: &Mailroom, source: &Source, is_behind: bool) -> Result<()> {
    sqlx::query!(
        "insert into report_feeds (name, account, is_read, looked_at, is_behind) values ($1, $2, $3, clock_timestamp(), $4)
         on conflict (name) do update set account = $2, is_read = $3, looked_at = clock_timestamp(), is_behind = $4,
             failing_since = null, problem = null",
        source.name,
        source.account,
        source.is_read,
        is_behind,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// We could not look there.
pub(super) async fn failed(mailroom: &Mailroom, source: &Source, problem: &str) -> Result<()> {
    sqlx::query!(
        "insert into report_feeds as f (name, account, is_read, failing_since, problem)
         values ($1, $2, $3, clock_timestamp(), $4)
         on conflict (name) do update set account = $2, is_read = $3, problem = $4,
             failing_since = coalesce(f.failing_since, clock_timestamp())",
        source.name,
        source.account,
        source.is_read,
        problem,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Every way in that reports ever came by, or that is looked into; and how many reports are kept unread.
pub async fn feeds(mailroom: &Mailroom) -> Result<(Vec<FeedState>, i64)> {
    let rows = sqlx::query!("select * from report_feeds order by name").fetch_all(&mailroom.db).await?;
    let states = rows
        .into_iter()
        .map(|row| {
            Ok(FeedState {
                name: row.name,
                account: row.account,
                looked_at: row.looked_at.map(crate::instant).transpose()?,
                is_behind: row.is_behind,
                problem: row.problem,
                last: last(row.arrived_at, row.reported_at)?,
                reports: row.reports,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let kept = sqlx::query_scalar!(r#"select count(*) as "n!" from kept_reports"#).fetch_one(&mailroom.db).await?;
    Ok((states, kept))
}

/// Whether reports come in of this campaign's account. `None` where its carrier reports nothing.
pub async fn of_campaign(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<Feedback>> {
    let row = sqlx::query!(
        r#"select c.account, f.arrived_at as "arrived_at?", f.reported_at as "reported_at?", f.problem as "problem?",
                  coalesce(f.is_behind, false) as "is_behind!",
                  (t.sent > $2 and c.launched_at < now() - make_interval(mins => $3)
                   and coalesce(f.arrived_at, '-infinity') < least(now() - make_interval(mins => $3),
                       (select max(m.minute) from campaign_minutes m where m.campaign_id = c.id and m.sent > 0))) as "is_silent!"
           from campaigns c join totals t on t.campaign_id = c.id
           left join lateral (
               select * from report_feeds f where f.account = c.account order by f.arrived_at desc nulls last limit 1
           ) f on true
           where c.id = $1 and c.account like 'ses:%'"#,
        campaign.0,
        LETTERS_MIN,
        SILENT_MINUTES,
    )
    .fetch_optional(&mailroom.db)
    .await?;
    row.map(|row| {
        Ok(Feedback {
            account: row.account,
            last: last(row.arrived_at, row.reported_at)?,
            is_behind: row.is_behind,
            is_silent: row.is_silent,
            problem: row.problem,
        })
    })
    .transpose()
}

/// Campaigns of the last week whose letters nothing is reported of.
pub async fn silent(mailroom: &Mailroom) -> Result<Vec<CampaignId>> {
    let recent = sqlx::query_scalar!(
        "select id from campaigns where account like 'ses:%' and launched_at > now() - interval '7 days' order by id"
    );
    let mut silent = Vec::new();
    for id in recent.fetch_all(&mailroom.db).await?.into_iter().map(CampaignId) {
        if of_campaign(mailroom, id).await?.is_some_and(|feedback| feedback.is_silent) {
            silent.push(id);
        }
    }
    Ok(silent)
}

fn last(arrived: Option<time::OffsetDateTime>, reported: Option<time::OffsetDateTime>) -> Result<Option<LastReport>> {
    let Some(arrived_at) = arrived.map(crate::instant).transpose()? else { return Ok(None) };
    Ok(Some(LastReport { arrived_at, reported_at: reported.map(crate::instant).transpose()? }))
}
