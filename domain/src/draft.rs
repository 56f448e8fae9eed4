//! A campaign before it is launched: filled in card by card, in any order.

mod gaps;
pub mod mark;
mod moment;

pub use gaps::Gap;
pub use moment::{Clock, Moment, moment};

use crate::{
    Audience, CampaignId, ContactId, EmailAddress, ImportId, SenderId, Sentence, TemplateId,
    campaign::{CampaignKind, CampaignState, words},
    tracking::Tracking,
};
use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file whose people a campaign can be for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportChoice {
    pub id: ImportId,
    pub file_name: String,
    pub people: i64,
    pub at: Timestamp,
}

/// What is saved, and locked against silent overwriting, as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    Content,
    Audience,
    Sender,
    When,
}

words!(Card, "a card", "content" => Content, "audience" => Audience, "sender" => Sender, "when" => When);

impl Card {
    pub const ALL: [Self; 4] = [Self::Content, Self::Audience, Self::Sender, Self::When];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub content: Content,
    /// `None` until somebody chose.
    pub audience: Option<Audience>,
    pub sender: Option<SenderId>,
    pub when: When,
    pub versions: Versions,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub kind: CampaignKind,
    /// Of an informational mail: why it is no advertising. Kept for whoever asks later.
    #[serde(default)]
    pub reason: String,
    pub template: Option<ChosenTemplate>,
    pub subject: String,
    #[serde(default)]
    pub preheader: String,
    /// Texts of this campaign that the template asks for, by name.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The legal footer stands behind what the template says.
    #[serde(default)]
    pub footer: bool,
    /// Nothing of drafts that were begun before anybody could ask for it.
    #[serde(default)]
    pub tracking: Tracking,
}

/// As it was when it was chosen: a later version is taken over by a person, not by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenTemplate {
    pub id: TemplateId,
    pub version: i32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum When {
    #[default]
    Now,
    /// On the clocks of an IANA time zone.
    Local { local: DateTime, zone: String },
}

/// How often each card was saved: whoever saves says which version they saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub content: i32,
    pub audience: i32,
    pub sender: i32,
    pub when: i32,
}

impl Versions {
    pub fn of(self, card: Card) -> i32 {
        match card {
            Card::Content => self.content,
            Card::Audience => self.audience,
            Card::Sender => self.sender,
            Card::When => self.when,
        }
    }

    pub fn set(&mut self, card: Card, version: i32) {
        match card {
            Card::Content => self.content = version,
            Card::Audience => self.audience = version,
            Card::Sender => self.sender = version,
            Card::When => self.when = version,
        }
    }

    /// Grows with every save of what a letter is made of; not of when it goes.
    pub fn revision(self) -> i32 {
        self.content + self.audience + self.sender
    }
}

/// One card as it shall be from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Content(Content),
    Audience(Option<Audience>),
    Sender(Option<SenderId>),
    When(When),
}

impl Change {
    pub fn card(&self) -> Card {
        match self {
            Self::Content(_) => Card::Content,
            Self::Audience(_) => Card::Audience,
            Self::Sender(_) => Card::Sender,
            Self::When(_) => Card::When,
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self {
            kind: CampaignKind::Advertising,
            reason: String::new(),
            template: None,
            subject: String::new(),
            preheader: String::new(),
            fields: BTreeMap::new(),
            footer: false,
            tracking: Tracking::of_a_new_campaign(),
        }
    }
}

impl Default for Draft {
    /// As a new campaign begins.
    fn default() -> Self {
        Self {
            content: Content::default(),
            audience: None,
            sender: None,
            when: When::Now,
            versions: Versions::default(),
        }
    }
}

impl Draft {
    /// One card as it stands.
    pub fn card(&self, card: Card) -> Change {
        match card {
            Card::Content => Change::Content(self.content.clone()),
            Card::Audience => Change::Audience(self.audience.clone()),
            Card::Sender => Change::Sender(self.sender),
            Card::When => Change::When(self.when.clone()),
        }
    }

    pub fn with(mut self, change: Change) -> Self {
        match change {
            Change::Content(content) => self.content = content,
            Change::Audience(audience) => self.audience = audience,
            Change::Sender(sender) => self.sender = sender,
            Change::When(when) => self.when = when,
        }
        self
    }
}

/// A draft with what is known of it beside its cards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignDraft {
    pub id: CampaignId,
    pub name: String,
    /// `Draft` or `Scheduled`.
    pub state: CampaignState,
    pub draft: Draft,
    /// When it is to go, once it is confirmed.
    pub launch_at: Option<Timestamp>,
    /// Why it could not be launched when its moment came.
    pub returned_because: Option<Sentence>,
    pub is_archived: bool,
}

/// Whom an audience reaches, as the people stand now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    pub people: i64,
    /// Of them, those who are never mailed: they will be skipped.
    pub suppressed: i64,
    /// Counted; otherwise estimated from a sample.
    pub is_exact: bool,
    /// A few of them.
    pub sample: Vec<Person>,
}

impl Reach {
    pub fn mailed(&self) -> i64 {
        self.people - self.suppressed
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: ContactId,
    pub address: EmailAddress,
    pub name: String,
}

/// How a letter that tried a campaign out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    Sent,
    Failed,
    /// The carrier gave no answer: it may have been sent.
    InDoubt,
}

words!(TestOutcome, "an outcome of a test", "sent" => Sent, "failed" => Failed, "in_doubt" => InDoubt);

/// A letter that tried a campaign out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestSend {
    pub id: i64,
    pub address: EmailAddress,
    /// Whose data it carries.
    pub as_person: String,
    pub asked_by: String,
    pub asked_at: Timestamp,
    /// `None` while it is on its way.
    pub outcome: Option<TestOutcome>,
    /// The carrier's words.
    pub detail: String,
}
