//! Counting everybody again, to prove the totals.

use crate::{Error, Mailroom, Result};
use domain::{CampaignId, Totals};

/// What `totals` says and what the ledger's rows say, of one campaign at one moment.
#[derive(Clone, Debug)]
pub struct Recount {
    pub campaign: CampaignId,
    pub booked: Totals,
    pub counted: Totals,
    /// People on the list of failed sends.
    pub listed: i64,
    /// The changes of every minute, added up.
    pub by_minute: i64,
}

impl Recount {
    pub fn adds_up(&self) -> bool {
        let troubled = self.counted.failed + self.counted.bounced;
        self.booked == self.counted && self.listed == troubled && self.by_minute == self.counted.audience()
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
    let beside = sqlx::query!(
        r#"select (select count(*) from failures where campaign_id = $1) as "listed!",
                  (select coalesce(sum(waiting + sending + sent + delivered + retrying + in_doubt + failed + bounced + complained
                                       + skipped + cancelled), 0) from campaign_minutes where campaign_id = $1) as "by_minute!""#,
        campaign.0
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(Recount { campaign, booked, counted, listed: beside.listed, by_minute: beside.by_minute })
}
