//! A campaign's people, page by page.

mod manuscript;

pub use manuscript::manuscript;
pub(crate) use manuscript::stamp;

use crate::{Error, Mailroom, Result};
use domain::{CampaignId, DeliveryState, report::RecipientRow};

/// A page of a campaign's people, by their number in it.
#[derive(Clone, Debug, Default)]
pub struct RecipientQuery {
    pub state: Option<DeliveryState>,
    /// The beginning of an address.
    pub prefix: Option<String>,
    /// Keyset: people after this number.
    pub after: Option<i32>,
    /// 1..=[`LIMIT_MAX`].
    pub limit: i64,
}

pub const LIMIT_MAX: i64 = 500;

pub async fn page(mailroom: &Mailroom, campaign: CampaignId, query: &RecipientQuery) -> Result<Vec<RecipientRow>> {
    let rows = sqlx::query!(
        r#"select seq as "seq!", address as "address!", name as "name!", state as "state!",
                  attempts as "attempts!", detail as "detail!", updated_at
           from recipient_states
           where campaign_id = $1 and seq > $2 and ($3::text is null or state = $3)
             and ($4::text is null or starts_with(address, $4))
           order by seq limit $5"#,
        campaign.0,
        query.after.unwrap_or(0),
        query.state.map(DeliveryState::as_str),
        query.prefix.as_deref().map(str::trim).filter(|prefix| !prefix.is_empty()).map(str::to_lowercase),
        query.limit.clamp(1, LIMIT_MAX),
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RecipientRow {
                seq: row.seq,
                address: row.address.parse()?,
                name: row.name,
                state: row.state.parse().map_err(Error::broken)?,
                attempts: row.attempts,
                detail: row.detail,
                updated_at: row.updated_at.map(crate::instant).transpose()?,
            })
        })
        .collect()
}
