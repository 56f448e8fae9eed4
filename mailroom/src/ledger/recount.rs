//! Counting everybody again, to prove the totals.

use crate::{Error, Mailroom, Result};
use domain::{CampaignId, Totals};

/// What `totals` says and what the ledger's rows say, of one campaign at one moment.
#[derive(Clone, Debug)]
pub struct Recount {
    pub campaign: CampaignId,
    pub booked: Totals,
    pub counted: Totals,
}

impl Recount {
    pub fn adds_up(&self) -> bool {
        self.booked == self.counted
    }
}

/// Reads every recipient of every launched campaign: for an operator's check, not for a page.
pub async fn recount_all(mailroom: &Mailroom) -> Result<Vec<Recount>> {
    let ids = sqlx::query_scalar!("select campaign_id from totals order by 1").fetch_all(&mailroom.db).await?;
    let mut recounts = Vec::with_capacity(ids.len());
    for id in ids {
        recounts.push(recount(mailroom, CampaignId(id)).await?);
    }
    Ok(recounts)
}

/// Both figures from one snapshot.
pub async fn recount(mailroom: &Mailroom, campaign: CampaignId) -> Result<Recount> {
    let mut tx = mailroom.db.begin_with("begin isolation level repeatable read, read only").await?;
    let booked = crate::campaigns::totals(&mut tx, campaign).await?;
    let rows = sqlx::query!(
        r#"select state as "state!", count(*) as "n!" from recipient_states where campaign_id = $1 group by 1"#,
        campaign.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut counted = Totals::default();
    for row in rows {
        counted.add(row.state.parse().map_err(Error::broken)?, row.n);
    }
    Ok(Recount { campaign, booked, counted })
}
