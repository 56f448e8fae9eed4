//! What pages show of the people we may write to, and how they are looked for.

pub use crate::suppression::SuppressionReason;

use crate::{
    CampaignId, ContactId, DeliveryState, EmailAddress, ImportId, Origin,
    campaign::words,
    consent::{ConsentKind, FormText, Proof},
    contact::Attributes,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What a person last said to being written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    Given,
    Refused,
    /// They never said anything.
    Unknown,
}

words!(Consent, "a consent", "given" => Given, "refused" => Refused, "unknown" => Unknown);

impl Consent {
    pub const ALL: [Self; 3] = [Self::Given, Self::Refused, Self::Unknown];

    pub fn of(last_word: Option<bool>) -> Self {
        match last_word {
            Some(true) => Self::Given,
            Some(false) => Self::Refused,
            None => Self::Unknown,
        }
    }
}

/// Whether somebody may be mailed at all, as a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    NotSuppressed,
    Suppressed,
    Because(SuppressionReason),
}

impl Standing {
    pub const ALL: [Self; 6] = [
        Self::NotSuppressed,
        Self::Suppressed,
        Self::Because(SuppressionReason::Refused),
        Self::Because(SuppressionReason::Bounced),
        Self::Because(SuppressionReason::Complained),
        Self::Because(SuppressionReason::ByHand),
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSuppressed => "none",
            Self::Suppressed => "any",
            Self::Because(reason) => reason.as_str(),
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleSort {
    #[default]
    Newest,
    Address,
    Name,
}

words!(PeopleSort, "an order of people", "newest" => Newest, "address" => Address, "name" => Name);

/// Which people; nothing named means everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PeopleFilter {
    /// The beginning of an address or of a name.
    pub beginning: Option<String>,
    pub consent: Option<Consent>,
    pub standing: Option<Standing>,
    pub locale: Option<String>,
    pub import: Option<ImportId>,
    /// Midnight UTC.
    pub added_since: Option<Date>,
}

/// Where a page stands: right after or right before somebody, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    After(ContactId),
    Before(ContactId),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PeopleQuery {
    pub filter: PeopleFilter,
    pub sort: PeopleSort,
    /// The other way round: oldest first, from Z to A.
    pub is_reversed: bool,
    pub beside: Option<Beside>,
    /// The attributes wanted.
    pub attributes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: ContactId,
    pub address: EmailAddress,
    pub name: String,
    pub locale: Option<String>,
    /// Only those asked for.
    pub attributes: Attributes,
    pub added_at: Timestamp,
    pub consent: Consent,
    pub suppressed: Option<SuppressionReason>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub rows: Vec<PersonRow>,
    pub has_earlier: bool,
    pub has_later: bool,
}

/// How many people there are, without counting a million of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleCount {
    Exactly(i64),
    About(i64),
}

/// Everything of one person that stands in our tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: ContactId,
    pub address: EmailAddress,
    pub name: String,
    pub locale: Option<String>,
    pub attributes: Attributes,
    pub added_at: Timestamp,
    pub updated_at: Timestamp,
    /// Newest first.
    pub consents: Vec<Said>,
    pub suppression: Option<Suppression>,
    /// Newest first.
    pub imports: Vec<ImportedBy>,
}

impl Person {
    pub fn consent(&self) -> Consent {
        Consent::of(self.consents.first().map(|said| said.given))
    }
}

/// One word of a person about being written to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub given: bool,
    pub at: Timestamp,
    pub source: Origin,
    pub kind: ConsentKind,
    /// By which words, where they are known.
    pub text: Option<FormText>,
    pub proof: Option<Proof>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppression {
    pub reason: SuppressionReason,
    pub source: Origin,
    pub at: Timestamp,
}

/// A file that brought somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedBy {
    pub id: ImportId,
    pub file_name: String,
    pub at: Timestamp,
}

/// A letter that somebody was meant to get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentCampaign {
    pub campaign: CampaignId,
    pub seq: i32,
    pub name: String,
    pub state: DeliveryState,
    pub detail: String,
    pub at: Option<Timestamp>,
}
