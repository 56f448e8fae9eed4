//! Segments: rules that choose people. A rule is read from JSON, said aloud, asked of one person here and of a million
//! in SQL (`mailroom::segments`); both must answer the same.

mod condition;
mod contradiction;
mod days;
mod draft;
mod frozen;
mod limits;
mod matching;
mod number;
mod person;
mod speech;
#[cfg(test)]
mod tests;

pub use condition::{Condition, DayTest, FlagTest, MailFact, MailScope, NumberTest, Said, TextTest};
pub use contradiction::Contradiction;
pub use days::{AsOf, DAYS_MAX, day_in};
pub use draft::{Draft, DraftCondition, DraftNode, Field, Fields, Inputs, Operator, Path, Unfinished};
pub use frozen::FrozenRule;
pub use limits::{ATTRIBUTE_NAME_CHARACTERS_MAX, CONDITIONS_MAX, DEPTH_MAX, TEXT_CHARACTERS_MAX, YEARS};
pub use number::{Number, number_in};
pub use person::{Attempt, Mail, Person, Reading};
pub use speech::Names;

use crate::{CampaignId, SegmentId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who belongs to a segment: `{"version":"1","who":{"all":[{"is":{"name":{"contains":"김"}}}]}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Rule {
    pub who: Node,
}

impl Rule {
    /// Who got the campaign, has not sent it back and, as far as anybody can tell, did not open it.
    pub fn unopened(campaign: CampaignId) -> Self {
        let is = |fact, has| Node::Is(Condition::Mail { fact, scope: MailScope::Campaign(campaign), has });
        let who = [(MailFact::Got, true), (MailFact::Opened, false), (MailFact::Bounced, false)];
        Self { who: Node::All(who.map(|(fact, has)| is(fact, has)).into()) }
    }
}

/// What stands in the database; a later form of rules becomes a variant, and this one stays readable.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    One { who: Node },
}

impl From<Stored> for Rule {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::One { who } => Self { who },
        }
    }
}

impl From<Rule> for Stored {
    fn from(Rule { who }: Rule) -> Self {
        Self::One { who }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// Every one of them; of none, everybody.
    All(Vec<Node>),
    /// At least one of them; of none, nobody.
    Any(Vec<Node>),
    /// Not a single one of them.
    None(Vec<Node>),
    Is(Condition),
}

/// How the members of a group go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    #[default]
    All,
    Any,
    None,
}

crate::campaign::words!(Join, "a way to join conditions", "all" => All, "any" => Any, "none" => None);

impl Join {
    pub const ALL: [Self; 3] = [Self::All, Self::Any, Self::None];

    pub fn of(self, nodes: Vec<Node>) -> Node {
        match self {
            Self::All => Node::All(nodes),
            Self::Any => Node::Any(nodes),
            Self::None => Node::None(nodes),
        }
    }
}

impl Node {
    /// How a group joins what it holds; `None` of a condition.
    pub fn group(&self) -> Option<(Join, &[Node])> {
        match self {
            Self::All(nodes) => Some((Join::All, nodes)),
            Self::Any(nodes) => Some((Join::Any, nodes)),
            Self::None(nodes) => Some((Join::None, nodes)),
            Self::Is(_) => None,
        }
    }

    /// Every condition in it, in reading order.
    pub fn conditions(&self) -> Vec<&Condition> {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::None(nodes) => {
                nodes.iter().flat_map(Self::conditions).collect()
            }
            Self::Is(condition) => vec![condition],
        }
    }
}

/// A rule under its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    pub rule: Rule,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// How many people an audience has, now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub matching: i64,
    /// Of them, those who are never mailed.
    pub suppressed: i64,
    /// Counted; otherwise estimated from a sample.
    pub exact: bool,
}

impl People {
    /// Those who would get a mail.
    pub fn reachable(&self) -> i64 {
        self.matching - self.suppressed
    }
}

/// One of the people an audience has, as an example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamplePerson {
    pub id: crate::ContactId,
    pub address: String,
    pub name: String,
}
