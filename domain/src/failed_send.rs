//! Failed sends of all campaigns: what is shown, what is looked for.

use crate::{CampaignId, DeliveryState, EmailAddress, failure::Cause};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedSend {
    pub campaign: CampaignId,
    pub campaign_name: String,
    pub seq: i32,
    pub address: EmailAddress,
    pub name: String,
    pub state: DeliveryState,
    pub cause: Cause,
    /// The latest words of the carrier.
    pub detail: String,
    pub attempts: i16,
    pub at: Timestamp,
    /// On the list of those who are never mailed.
    pub is_suppressed: bool,
    pub may_go_again: bool,
    pub may_be_corrected: bool,
}

impl FailedSend {
    pub fn key(&self) -> FailedKey {
        FailedKey { at: self.at, campaign: self.campaign, seq: self.seq }
    }
}

/// Which of them are looked for; every part narrows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FailedFilter {
    pub cause: Option<Cause>,
    pub campaign: Option<CampaignId>,
    /// What stands after the @.
    pub domain: Option<String>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// A place in the list, newest first. Written `1795359600000000_7_200`: microseconds, campaign, number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FailedKey {
    pub at: Timestamp,
    pub campaign: CampaignId,
    pub seq: i32,
}

impl fmt::Display for FailedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.at.as_microsecond(), self.campaign, self.seq)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the list of failed sends")]
pub struct NotAKey;

impl FromStr for FailedKey {
    type Err = NotAKey;
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut parts = text.splitn(3, '_');
        let mut next = || parts.next().ok_or(NotAKey);
        let at = next()?.parse().map_err(|_| NotAKey)?;
        Ok(Self {
            at: Timestamp::from_microsecond(at).map_err(|_| NotAKey)?,
            campaign: next()?.parse().map_err(|_| NotAKey)?,
            seq: next()?.parse().map_err(|_| NotAKey)?,
        })
    }
}

/// How many failed for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub cause: Cause,
    pub people: i64,
}

#[cfg(test)]
mod tests {
    use super::{FailedKey, NotAKey};
    use crate::CampaignId;

    #[test]
    fn a_place_survives_writing_and_reading() {
        let at = jiff::Timestamp::from_microsecond(1_795_359_600_123_456).unwrap();
        let key = FailedKey { at, campaign: CampaignId(7), seq: 200 };
        assert_eq!(key.to_string(), "1795359600123456_7_200");
        assert_eq!(key.to_string().parse(), Ok(key));
        for text in ["", "1", "1_2", "a_1_2", "1_2_3_4"] {
            assert_eq!(text.parse::<FailedKey>(), Err(NotAKey), "{text}");
        }
    }
}
