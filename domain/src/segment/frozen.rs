use super::{AsOf, Rule};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A rule as it was when a campaign was launched: what it asks of the clock, it asks of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenRule {
    pub rule: Rule,
    pub as_of: Timestamp,
}

impl FrozenRule {
    pub fn as_of(&self) -> AsOf {
        AsOf(self.as_of)
    }
}
