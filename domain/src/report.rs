//! What pages and commands show of campaigns.

use crate::{
    CampaignId, DeliveryState, EmailAddress, Sentence, Totals,
    campaign::{CampaignKind, CampaignState, DoubtPolicy},
    failure::Cause,
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
    pub halted_because: Option<Sentence>,
    pub totals: Totals,
    pub created_at: Timestamp,
    /// When a scheduled campaign is to go.
    pub launch_at: Option<Timestamp>,
    /// Scheduled only for as long as its launch can be undone.
    #[serde(default)]
    pub is_leaving: bool,
    pub launched_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// Advertising that quiet hours hold: when it goes on by itself.
    #[serde(default)]
    pub held_until: Option<Timestamp>,
    /// Put away by a person; not among the others any more.
    #[serde(default)]
    pub is_archived: bool,
}

/// How a campaign's doubts end where no report comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts {
    pub policy: DoubtPolicy,
    /// When the window of the last one closes; `None` where nobody is in doubt.
    pub last_until: Option<Timestamp>,
    /// Earlier ones that silence has ended: those that count as sent,
    pub as_sent: i64,
    /// those taken as not sent, attempt by attempt,
    pub as_unsent: i64,
    /// and those not tried any more after the last attempt.
    pub given_up: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipientRow {
    pub seq: i32,
    pub address: EmailAddress,
    pub name: String,
    pub state: DeliveryState,
    /// Attempts recorded so far.
    pub attempts: i16,
    /// Where the person has failed or bounced.
    pub cause: Option<Cause>,
    pub may_go_again: bool,
    /// The latest thing said about it: the carrier's answer, the bounce, the reason to skip.
    pub detail: String,
    pub updated_at: Option<Timestamp>,
}

/// Some of a campaign's people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecipientsPage {
    pub rows: Vec<RecipientRow>,
    /// Where the next page begins; absent at the end.
    pub next: Option<String>,
    /// The search was stopped after so many people; it goes on at `next`.
    pub looked_at: Option<usize>,
}
