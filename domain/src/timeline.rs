//! One person in one campaign, from launch to the last report.

use crate::{
    CampaignId, ContactId, DeliveryState, EmailAddress,
    campaign::{CampaignState, DoubtPolicy},
    delivery::AttemptOutcome,
    failure::{Cause, SkipReason},
    mail_event::MailEventKind,
    reading::{Act, Verdict},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    pub campaign: CampaignId,
    pub campaign_name: String,
    pub campaign_state: CampaignState,
    pub seq: i32,
    pub address: EmailAddress,
    pub name: String,
    pub state: DeliveryState,
    pub attempts: i16,
    /// Where the person is still in the audience.
    pub contact: Option<ContactId>,
    /// What was the matter, where the person has failed or bounced.
    pub failure: Option<Failure>,
    pub doubt: Option<Doubt>,
    pub retry: Option<Owed>,
    /// The person's new number, where the address was corrected.
    pub continued_as: Option<i32>,
    pub previous: Option<i32>,
    pub next: Option<i32>,
    /// Oldest first.
    pub moments: Vec<Moment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub cause: Cause,
    pub may_go_again: bool,
    /// On the list of those who are never mailed.
    pub is_suppressed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    pub attempt: i16,
    pub cause: Cause,
    pub settle_after: Timestamp,
    pub policy: DoubtPolicy,
}

/// An attempt still to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owed {
    pub attempt: i16,
    pub due_at: Timestamp,
    pub under_way: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Timestamp,
    pub what: Happening,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Happening {
    /// The audience was frozen with this person in it.
    Launched,
    SkippedAtLaunch(SkipReason),
    Attempted(Attempted),
    /// The end of this attempt is not known.
    Doubted {
        attempt: i16,
        cause: Cause,
        detail: String,
    },
    Reported {
        attempt: i16,
        kind: MailEventKind,
        detail: String,
    },
    /// The letter was opened or clicked; a link by its address, as the template has it.
    Read {
        act: Act,
        href: String,
        verdict: Verdict,
        /// More of the same kind that came with it.
        times: i64,
    },
    /// Somebody decided about the person.
    Decided {
        act: Decision,
        by: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempted {
    pub attempt: i16,
    pub outcome: AttemptOutcome,
    /// The carrier's name for the letter.
    pub receipt: Option<String>,
    /// Of a refusal or a doubt.
    pub cause: Option<Cause>,
    pub skipped: Option<SkipReason>,
    /// The carrier's words, as they came.
    pub words: String,
    pub settled_by: Option<Judge>,
}

/// Whose word ended a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judge {
    Event,
    Window,
    Person,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    SentAgain,
    SettledAsSent,
    SettledAsUnsent,
    CorrectedAddress,
}

impl Decision {
    /// As the audit log calls it.
    pub fn of_act(act: &str, settled_as: Option<&str>) -> Option<Self> {
        Some(match (act, settled_as) {
            ("requeued", _) => Self::SentAgain,
            ("settled", Some("sent")) => Self::SettledAsSent,
            ("settled", _) => Self::SettledAsUnsent,
            ("corrected_address", _) => Self::CorrectedAddress,
            _ => return None,
        })
    }
}
