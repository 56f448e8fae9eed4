//! Where a word of a person about being written to, or a suppression, came from.

use crate::{CampaignId, ImportId};
use serde::{Deserialize, Serialize};
use std::{convert::Infallible, fmt, str::FromStr};

/// Kept as English words: `import 7`. Those we know are told in the reader's language; all others are somebody's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Origin {
    /// The file said so.
    Import(ImportId),
    /// A source of people of this name said so.
    Source(String),
    /// A carrier reported it of a letter of this campaign.
    Campaign(CampaignId),
    /// By the link in a letter of this campaign.
    Unsubscribed(CampaignId),
    /// On the preference page, reached by a letter of this campaign.
    Preferences(CampaignId),
    /// By the button of a reminder of their consent, which this campaign was.
    Reminded(CampaignId),
    /// On the public form, and confirmed by the letter it sent.
    SubscribeForm,
    /// The person told a member, of this name.
    WrittenDownBy(String),
    /// A carrier reported it of a letter that we do not know.
    Reported,
    /// The carrier's own list of addresses it sends nothing to.
    AccountList,
    /// They asked to be erased.
    Erased,
    /// In somebody's own words.
    Words(String),
}

const IMPORT: &str = "import ";
const SOURCE: &str = "source ";
const CAMPAIGN: &str = "campaign ";
const UNSUBSCRIBED: &str = "one-click in campaign ";
const PREFERENCES: &str = "preference page of campaign ";
const REMINDED: &str = "answer to the reminder of campaign ";
const SUBSCRIBE_FORM: &str = "subscribe form";
const WRITTEN_DOWN_BY: &str = "written down by ";
const REPORTED: &str = "a report of the carrier";
const ACCOUNT_LIST: &str = "the account's suppression list";
const ERASED: &str = "erased";

impl Origin {
    fn known(kept: &str) -> Option<Self> {
        if let Some(id) = kept.strip_prefix(IMPORT) {
            return id.parse().ok().map(Self::Import);
        }
        if let Some(name) = kept.strip_prefix(SOURCE) {
            return Some(Self::Source(name.to_owned()));
        }
        if let Some(id) = kept.strip_prefix(CAMPAIGN) {
            return id.parse().ok().map(Self::Campaign);
        }
        if let Some(id) = kept.strip_prefix(UNSUBSCRIBED) {
            return id.parse().ok().map(Self::Unsubscribed);
        }
        if let Some(id) = kept.strip_prefix(PREFERENCES) {
            return id.parse().ok().map(Self::Preferences);
        }
        if let Some(id) = kept.strip_prefix(REMINDED) {
            return id.parse().ok().map(Self::Reminded);
        }
        if let Some(name) = kept.strip_prefix(WRITTEN_DOWN_BY) {
            return Some(Self::WrittenDownBy(name.to_owned()));
        }
        match kept {
            SUBSCRIBE_FORM => Some(Self::SubscribeForm),
            REPORTED => Some(Self::Reported),
            ACCOUNT_LIST => Some(Self::AccountList),
            ERASED => Some(Self::Erased),
            _ => None,
        }
    }
}

/// As it is kept.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Import(import) => write!(f, "{IMPORT}{import}"),
            Self::Source(name) => write!(f, "{SOURCE}{name}"),
            Self::Campaign(campaign) => write!(f, "{CAMPAIGN}{campaign}"),
            Self::Unsubscribed(campaign) => write!(f, "{UNSUBSCRIBED}{campaign}"),
            Self::Preferences(campaign) => write!(f, "{PREFERENCES}{campaign}"),
            Self::Reminded(campaign) => write!(f, "{REMINDED}{campaign}"),
            Self::SubscribeForm => f.write_str(SUBSCRIBE_FORM),
            Self::WrittenDownBy(name) => write!(f, "{WRITTEN_DOWN_BY}{name}"),
            Self::Reported => f.write_str(REPORTED),
            Self::AccountList => f.write_str(ACCOUNT_LIST),
            Self::Erased => f.write_str(ERASED),
            Self::Words(words) => f.write_str(words),
        }
    }
}

impl From<String> for Origin {
    /// What would not be kept alike again is somebody's own words.
    fn from(kept: String) -> Self {
        Self::known(&kept).filter(|origin| origin.to_string() == kept).unwrap_or(Self::Words(kept))
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.to_string()
    }
}

impl FromStr for Origin {
    type Err = Infallible;

    fn from_str(kept: &str) -> Result<Self, Infallible> {
        Ok(kept.to_owned().into())
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;
    use crate::{CampaignId, ImportId};

    #[test]
    fn what_is_kept_is_read_and_kept_again_as_it_was() {
        let words = |words: &str| Origin::Words(words.into());
        let table = [
            ("import 7", Origin::Import(ImportId(7))),
            ("source shop", Origin::Source("shop".into())),
            ("campaign 12", Origin::Campaign(CampaignId(12))),
            ("one-click in campaign 3", Origin::Unsubscribed(CampaignId(3))),
            ("preference page of campaign 3", Origin::Preferences(CampaignId(3))),
            ("answer to the reminder of campaign 3", Origin::Reminded(CampaignId(3))),
            ("subscribe form", Origin::SubscribeForm),
            ("written down by Ada Kim", Origin::WrittenDownBy("Ada Kim".into())),
            ("a report of the carrier", Origin::Reported),
            ("the account's suppression list", Origin::AccountList),
            ("erased", Origin::Erased),
            ("", words("")),
            ("import 007", words("import 007")),
            ("import of March", words("import of March")),
            ("Ada: asked by telephone", words("Ada: asked by telephone")),
            ("erased by mistake", words("erased by mistake")),
        ];
        for (kept, origin) in table {
            assert_eq!(kept.parse::<Origin>().unwrap(), origin, "{kept}");
            assert_eq!(origin.to_string(), kept);
            let json = serde_json::to_string(&origin).unwrap();
            assert_eq!(json, serde_json::to_string(kept).unwrap());
            assert_eq!(serde_json::from_str::<Origin>(&json).unwrap(), origin);
        }
    }
}
