//! Names of things, one type each, so that no two can be mixed up.

use serde::{Deserialize, Serialize};
use std::{fmt, num::ParseIntError, str::FromStr};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    };
}

id!(CampaignId);
id!(ContactId);
id!(ImageId);
id!(ImportId);
id!(InvitationId);
id!(MemberId);
id!(SegmentId);
id!(SenderId);
id!(SourceRunId);
id!(TemplateId);
id!(TopicId);

/// One attempt to mail one recipient of one campaign: the tag a carrier gets with the letter and
/// SES's events bring back. Written `7_200_1`: SES allows `[A-Za-z0-9_-]`, 256 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SendTag {
    pub campaign: CampaignId,
    /// 1 for the first recipient of the campaign.
    pub seq: i32,
    /// 1 for the first attempt.
    pub attempt: i16,
}

impl fmt::Display for SendTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.campaign, self.seq, self.attempt)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a send tag, which looks like 7_200_1")]
pub struct NotASendTag;

impl FromStr for SendTag {
    type Err = NotASendTag;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let mut parts = s.splitn(3, '_');
        let mut next = || parts.next().ok_or(NotASendTag);
        Ok(Self {
            campaign: next()?.parse().map_err(|_| NotASendTag)?,
            seq: next()?.parse().map_err(|_| NotASendTag)?,
            attempt: next()?.parse().map_err(|_| NotASendTag)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CampaignId, NotASendTag, SendTag};

    #[test]
    fn a_send_tag_survives_writing_and_reading() {
        let tag = SendTag { campaign: CampaignId(7), seq: 200, attempt: 1 };
        assert_eq!(tag.to_string(), "7_200_1");
        assert_eq!("7_200_1".parse(), Ok(tag));
    }

    #[test]
    fn what_is_no_send_tag_is_refused() {
        for text in ["", "7", "7_200", "a_b_c", "7_200_1_9", "7_200_99999"] {
            assert_eq!(text.parse::<SendTag>(), Err(NotASendTag), "{text}");
        }
    }
}
