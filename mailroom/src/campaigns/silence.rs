//! What becomes of doubts where no report comes, and what became of earlier ones.

use super::missing;
use crate::{Error, Mailroom, Result};
use domain::{CampaignId, report::Doubts};

pub async fn doubts(mailroom: &Mailroom, campaign: CampaignId) -> Result<Doubts> {
    let row = sqlx::query!(
        r#"select c.doubt_policy, d.last_until as "last_until?", a.as_sent as "as_sent!", a.as_unsent as "as_unsent!",
                  a.given_up as "given_up!"
           from campaigns c
           cross join lateral (select max(settle_after) as last_until from doubts where campaign_id = c.id) d
           cross join lateral (
               select count(*) filter (where outcome = 'accepted') as as_sent,
                      count(*) filter (where outcome = 'unsent') as as_unsent,
                      count(*) filter (where outcome = 'failed') as given_up
               from attempts where campaign_id = c.id and settled_by = 'window') a
           where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| missing(campaign))?;
    Ok(Doubts {
        policy: row.doubt_policy.parse().map_err(Error::broken)?,
        last_until: row.last_until.map(crate::instant).transpose()?,
        as_sent: row.as_sent,
        as_unsent: row.as_unsent,
        given_up: row.given_up,
    })
}
