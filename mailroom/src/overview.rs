//! What the first page tells.

use crate::{Mailroom, Result, campaigns, pace};
use domain::overview::{Account, Hour, Overview, QuotaUsed, Setup};

pub async fn overview(mailroom: &Mailroom) -> Result<Overview> {
    let troubled = troubled(mailroom).await?;
    Ok(Overview {
        under_way: campaigns::under_way(mailroom).await?,
        scheduled: campaigns::scheduled(mailroom).await?,
        failed: troubled.0,
        in_doubt: troubled.1,
        hours: hours(mailroom).await?,
        accounts: accounts(mailroom).await?,
        setup: setup(mailroom).await?,
    })
}

/// Failed, counted up to a limit, and in doubt.
async fn troubled(mailroom: &Mailroom) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select (select count(*) from (select from failures limit $1) counted) as "failed!",
                  (select coalesce(sum(in_doubt), 0) from totals) as "in_doubt!""#,
        crate::failed_sends::COUNTED_MAX,
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok((row.failed, row.in_doubt))
}

/// By the hour, so that a reader's own days can be made of them.
async fn hours(mailroom: &Mailroom) -> Result<Vec<Hour>> {
    let rows = sqlx::query!(
        r#"select date_bin('1 hour', minute, '2000-01-01T00:00:00Z') as "at!",
                  sum(sent + delivered + complained + in_doubt) as "left!", sum(delivered) as "delivered!",
                  sum(failed + bounced) as "failed!"
           from campaign_minutes where minute >= date_trunc('day', now()) - interval '30 days' group by 1 order by 1"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Hour { at: crate::instant(row.at)?, left: row.left, delivered: row.delivered, failed: row.failed })
        })
        .collect()
}

async fn accounts(mailroom: &Mailroom) -> Result<Vec<Account>> {
    let rows = sqlx::query!(
        "select account, quota_max, quota_used, asked_at, is_sandbox, is_enabled from pace
         where quota_max is not null or is_sandbox or not is_enabled or parked_until > clock_timestamp() order by account"
    )
    .fetch_all(&mailroom.db)
    .await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let quota = match (row.quota_max, row.quota_used, row.asked_at) {
            (Some(most), Some(used), Some(at)) => Some(QuotaUsed { most, used, asked_at: crate::instant(at)? }),
            _ => None,
        };
        let parked = pace::parking(mailroom, &row.account).await?;
        accounts.push(Account {
            name: row.account,
            quota,
            is_sandbox: row.is_sandbox,
            is_enabled: row.is_enabled,
            parked,
        });
    }
    Ok(accounts)
}

async fn setup(mailroom: &Mailroom) -> Result<Setup> {
    let row = sqlx::query!(
        r#"select exists (select from contacts) as "has_people!", exists (select from senders) as "has_senders!",
                  exists (select from templates) as "has_templates!", exists (select from campaigns) as "has_campaigns!""#
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(Setup {
        has_people: row.has_people,
        has_senders: row.has_senders,
        has_templates: row.has_templates,
        has_campaigns: row.has_campaigns,
    })
}
