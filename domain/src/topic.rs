use crate::{Sentence, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something people can subscribe to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    pub id: TopicId,
    pub name: Sentence,
    /// What one gets, as the preference page says it.
    pub description: Sentence,
    /// Offered to nobody any more since then.
    pub archived_at: Option<Timestamp>,
}

/// What somebody said about a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicChoice {
    pub topic: TopicId,
    pub name: Sentence,
    /// Whether they want it, and since when; `None` who never chose.
    pub chosen: Option<(bool, Timestamp)>,
}
