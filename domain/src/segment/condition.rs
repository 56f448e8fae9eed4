use super::Number;
use crate::{
    CampaignId, ImportId, TopicId, campaign::words, delivery::AttemptOutcome, mail_event::MailEventKind, reading::Act,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One thing asked of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Address(TextTest),
    Name(TextTest),
    Locale(TextTest),
    /// When we first knew them.
    Created(DayTest),
    Import {
        id: ImportId,
        has: bool,
    },
    Topic {
        id: TopicId,
        has: bool,
    },
    /// The last thing they said about being written to.
    Consent {
        said: Said,
        /// On this day or later; means nothing of those who never said anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Date>,
    },
    Mail {
        fact: MailFact,
        scope: MailScope,
        has: bool,
    },
    AttributeText {
        name: String,
        test: TextTest,
    },
    AttributeNumber {
        name: String,
        test: NumberTest,
    },
    AttributeDay {
        name: String,
        test: DayTest,
    },
    AttributeFlag {
        name: String,
        test: FlagTest,
    },
}

/// `is` means the very same characters; the others take `A` for `a`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextTest {
    Is(String),
    IsNot(String),
    Contains(String),
    Lacks(String),
    Begins(String),
    Ends(String),
    Empty,
    Filled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberTest {
    Equals(Number),
    Below(Number),
    Above(Number),
    /// Both ends belong to it.
    Between(Number, Number),
}

/// Days as the calendar in Seoul has them; `today` is the day the rule is asked, or was frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayTest {
    On(Date),
    Before(Date),
    After(Date),
    /// Today or one of so many days before.
    LastDays(u16),
    /// Today or one of so many days to come.
    NextDays(u16),
    /// Longer ago than so many days.
    OlderDays(u16),
    /// The month of today, in any year.
    Anniversary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagTest {
    Yes,
    No,
}

impl FlagTest {
    /// What people write for it in lists, in lower case.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Yes => &["true", "yes", "y", "1", "on", "예", "네"],
            Self::No => &["false", "no", "n", "0", "off", "아니오", "아니요"],
        }
    }
}

/// What somebody said about being written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    Given,
    Refused,
    Nothing,
}

/// What became of a mail to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailFact {
    /// A carrier took it.
    Got,
    Delivered,
    Opened,
    Clicked,
    Bounced,
    Failed,
}

words!(MailFact, "a fact of a mail", "got" => Got, "delivered" => Delivered, "opened" => Opened,
    "clicked" => Clicked, "bounced" => Bounced, "failed" => Failed);

impl MailFact {
    pub const ALL: [Self; 6] = [Self::Got, Self::Delivered, Self::Opened, Self::Clicked, Self::Bounced, Self::Failed];

    /// The carrier's reports that prove it.
    pub fn reports(self) -> &'static [MailEventKind] {
        use MailEventKind as K;
        match self {
            Self::Got => &[K::Sent, K::Delivered, K::Opened, K::Clicked, K::Complained],
            Self::Delivered => &[K::Delivered, K::Opened, K::Clicked, K::Complained],
            Self::Opened | Self::Clicked => &[],
            Self::Bounced => &[K::BouncedForGood, K::BouncedThisTime],
            Self::Failed => &[K::Rejected, K::RenderingFailed],
        }
    }

    /// What a person did with the letter that proves it: who clicked has opened, and who opened has got it. What a machine
    /// did proves nothing.
    pub fn acts(self) -> &'static [Act] {
        match self {
            Self::Got | Self::Delivered | Self::Opened => &[Act::Opened, Act::Clicked],
            Self::Clicked => &[Act::Clicked],
            Self::Bounced | Self::Failed => &[],
        }
    }

    /// The end of an attempt that proves it; a failure only while no later attempt was accepted.
    pub fn attempt(self) -> Option<AttemptOutcome> {
        match self {
            Self::Got => Some(AttemptOutcome::Accepted),
            Self::Failed => Some(AttemptOutcome::Failed),
            Self::Delivered | Self::Opened | Self::Clicked | Self::Bounced => None,
        }
    }
}

/// Which mails a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailScope {
    Ever,
    LastDays(u16),
    Campaign(CampaignId),
}
