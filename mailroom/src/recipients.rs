use crate::{Mailroom, Result};
use domain::{CampaignId, DeliveryState, report::RecipientRow};

/// A page of a campaign's people, by their number in it.
#[derive(Clone, Debug, Default)]
pub struct RecipientQuery {
    pub state: Option<DeliveryState>,
    /// The beginning of an address.
    pub prefix: Option<String>,
    /// Keyset: people after this number.
    pub after: Option<i32>,
    /// 1..=500.
    pub limit: i64,
}

pub async fn page(_mailroom: &Mailroom, _campaign: CampaignId, _query: &RecipientQuery) -> Result<Vec<RecipientRow>> {
    unimplemented!()
}
