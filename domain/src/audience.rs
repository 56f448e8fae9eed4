use crate::{ImportId, SegmentId, TopicId, segment::FrozenRule};
use serde::{Deserialize, Serialize};

/// Whom a campaign is for, frozen at launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of", content = "id")]
pub enum Audience {
    Everyone,
    /// The people of one imported file.
    Import(ImportId),
    /// Of a draft: who is in any of `include` (everybody where it is empty), in none of `exclude`, and has subscribed to
    /// the topic. At launch it becomes `Matching`.
    Segments {
        include: Vec<SegmentId>,
        exclude: Vec<SegmentId>,
        topic: Option<TopicId>,
    },
    /// Of a launched campaign: later changes to its segments do not reach it.
    Matching(FrozenRule),
}

impl Audience {
    /// Segments of which none was ticked yet are no choice, rather than everybody.
    pub fn is_chosen(&self) -> bool {
        match self {
            Self::Segments { include, exclude, topic } => !include.is_empty() || !exclude.is_empty() || topic.is_some(),
            Self::Everyone | Self::Import(_) | Self::Matching(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Audience;
    use crate::{ImportId, SegmentId, TopicId};

    #[test]
    fn audiences_are_read_as_they_were_always_written() {
        let segments = Audience::Segments { include: vec![SegmentId(3)], exclude: vec![], topic: Some(TopicId(4)) };
        let table = [
            (r#"{"of":"everyone"}"#, Audience::Everyone),
            (r#"{"of":"import","id":7}"#, Audience::Import(ImportId(7))),
            (r#"{"of":"segments","id":{"include":[3],"exclude":[],"topic":4}}"#, segments),
        ];
        for (json, audience) in table {
            assert_eq!(serde_json::from_str::<Audience>(json).unwrap(), audience);
            assert_eq!(serde_json::to_string(&audience).unwrap(), json);
        }
    }
}
