//! What pages and commands show of campaigns.

use crate::{
    CampaignId, DeliveryState, EmailAddress, Totals,
    campaign::{CampaignKind, CampaignState},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignSummary {
    pub id: CampaignId,
    pub name: String,
    pub kind: CampaignKind,
    pub state: CampaignState,
    /// Why the product itself paused it, and what to do; `None` when a person did.
    pub halted_because: Option<String>,
    pub totals: Totals,
    pub created_at: Timestamp,
    /// When a scheduled campaign is to go.
    pub launch_at: Option<Timestamp>,
    pub launched_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// Put away by a person; not among the others any more.
    #[serde(default)]
    pub is_archived: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipientRow {
    pub seq: i32,
    pub address: EmailAddress,
    pub name: String,
    pub state: DeliveryState,
    /// Attempts recorded so far.
    pub attempts: i16,
    /// The latest thing said about it: the carrier's answer, the bounce, the reason to skip.
    pub detail: String,
    pub updated_at: Option<Timestamp>,
}
