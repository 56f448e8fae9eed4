//! What people did with the mail, from the carrier's reports.

use crate::{Mailroom, Result};
use domain::{CampaignId, campaign_report::ClickedLink};

const LINKS_MAX: i64 = 50;

/// Most clicked first. The carrier's report says `Clicked <address> with <program>`.
pub(super) async fn links(mailroom: &Mailroom, campaign: CampaignId) -> Result<Vec<ClickedLink>> {
    let rows = sqlx::query!(
        r#"select substring(detail from 'Clicked (\S+)') as "href!", count(*) as "clicks!", count(distinct seq) as "people!"
           from mail_events where campaign_id = $1 and kind = 'clicked' and detail ~ 'Clicked \S+'
           group by 1 order by 2 desc, 1 limit $2"#,
        campaign.0,
        LINKS_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows.into_iter().map(|row| ClickedLink { href: row.href, clicks: row.clicks, people: row.people }).collect())
}

/// How many people are reported to have opened it. Not exact: programs open mail too, and people hide it.
pub(super) async fn opened(mailroom: &Mailroom, campaign: CampaignId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(distinct seq) as "people!" from mail_events where campaign_id = $1 and kind = 'opened'"#,
        campaign.0
    )
    .fetch_one(&mailroom.db)
    .await?)
}
