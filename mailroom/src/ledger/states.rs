use crate::{Error, Result};
use domain::{CampaignId, DeliveryState};
use sqlx::PgConnection;
use std::collections::HashMap;

pub(super) async fn of(
    db: &mut PgConnection,
    campaign: CampaignId,
    seqs: &[i32],
) -> Result<HashMap<i32, DeliveryState>> {
    let rows = sqlx::query!(
        r#"select seq as "seq!", state as "state!" from recipient_states where campaign_id = $1 and seq = any($2)"#,
        campaign.0,
        seqs
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((row.seq, row.state.parse().map_err(Error::broken)?))).collect()
}
