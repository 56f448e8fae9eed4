//! How a campaign went: everything from small tables, whatever the size of the audience.

mod domains;

use crate::{Error, Mailroom, Result, reading};
use domain::{
    CampaignId, Totals,
    campaign_report::{CampaignReport, Period, Width, without_gaps},
    failed_send::Reason,
};

/// Periods of the chart at most.
const PERIODS: i64 = 60;

pub async fn report(mailroom: &Mailroom, campaign: CampaignId) -> Result<CampaignReport> {
    let summary = crate::campaigns::summary(mailroom, campaign).await?;
    let (width, periods) = periods(mailroom, campaign).await?;
    let (opened, clicked) = reading::tallies(mailroom, campaign).await?;
    let (tracking, links) = reading::links(mailroom, campaign).await?;
    Ok(CampaignReport {
        width,
        periods,
        reasons: reasons(mailroom, campaign).await?,
        tracking,
        opened,
        clicked,
        links,
        domains: domains::counted(mailroom, campaign, summary.totals.audience()).await?,
        summary,
    })
}

/// As narrow as [`PERIODS`] of them hold the whole campaign.
async fn periods(mailroom: &Mailroom, campaign: CampaignId) -> Result<(Width, Vec<Period>)> {
    let span = sqlx::query!(
        r#"select coalesce(extract(epoch from max(minute) - min(minute)) / 60, 0)::bigint as "minutes!"
           from campaign_minutes where campaign_id = $1"#,
        campaign.0
    )
    .fetch_one(&mailroom.db)
    .await?;
    let width = Width::for_minutes(span.minutes, PERIODS);
    let rows = sqlx::query!(
        r#"select date_bin(make_interval(mins => $2), minute, '2000-01-03T00:00:00Z') as "at!",
                  sum(waiting) as "waiting!", sum(sending) as "sending!", sum(sent) as "sent!", sum(delivered) as "delivered!",
                  sum(retrying) as "retrying!", sum(in_doubt) as "in_doubt!", sum(failed) as "failed!", sum(bounced) as "bounced!",
                  sum(complained) as "complained!", sum(skipped) as "skipped!", sum(cancelled) as "cancelled!"
           from campaign_minutes where campaign_id = $1 group by 1 order by 1"#,
        campaign.0,
        width.minutes() as i32,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let periods = rows.into_iter().map(|row| {
        Ok(Period {
            at: crate::instant(row.at)?,
            change: Totals {
                waiting: row.waiting,
                sending: row.sending,
                sent: row.sent,
                delivered: row.delivered,
                retrying: row.retrying,
                in_doubt: row.in_doubt,
                failed: row.failed,
                bounced: row.bounced,
                complained: row.complained,
                skipped: row.skipped,
                cancelled: row.cancelled,
            },
        })
    });
    Ok((width, without_gaps(periods.collect::<Result<_>>()?, width)))
}

async fn reasons(mailroom: &Mailroom, campaign: CampaignId) -> Result<Vec<Reason>> {
    let rows = sqlx::query!(
        r#"select cause, count(*) as "people!" from failures where campaign_id = $1 group by cause order by 2 desc, 1"#,
        campaign.0
    )
    .fetch_all(&mailroom.db)
    .await?;
    let reason = |cause: String, people| Ok(Reason { cause: cause.parse().map_err(Error::broken)?, people });
    rows.into_iter().map(|row| reason(row.cause, row.people)).collect()
}
