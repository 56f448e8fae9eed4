//! What the first page tells: what is sent now, what needs a hand, how the last days went.

use crate::{report::CampaignSummary, ses::Parked};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Running, or paused by somebody or by the product; newest first.
    pub under_way: Vec<CampaignSummary>,
    /// To be launched, the next first.
    pub scheduled: Vec<CampaignSummary>,
    /// People on the list of failed sends, counted up to a limit.
    pub failed: i64,
    pub in_doubt: i64,
    /// The last thirty days, oldest first; where nothing happened there is none.
    pub hours: Vec<Hour>,
    pub accounts: Vec<Account>,
    pub setup: Setup,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hour {
    pub at: Timestamp,
    /// Letters that left and did not come back.
    pub left: i64,
    pub delivered: i64,
    /// Failed and bounced.
    pub failed: i64,
}

/// An account at a carrier, as it said of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub name: String,
    /// Letters within 24 hours; absent where the carrier sets no limit.
    pub quota: Option<QuotaUsed>,
    pub is_sandbox: bool,
    pub is_enabled: bool,
    pub parked: Option<Parked>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotaUsed {
    pub most: i64,
    pub used: i64,
    pub asked_at: Timestamp,
}

/// Which of the first steps have been taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    pub has_people: bool,
    pub has_senders: bool,
    pub has_templates: bool,
    pub has_campaigns: bool,
}

impl Setup {
    pub fn is_done(self) -> bool {
        self.has_people && self.has_senders && self.has_templates && self.has_campaigns
    }
}
