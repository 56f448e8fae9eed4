use crate::{Origin, campaign::words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why somebody is never mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// Their own word.
    Refused,
    /// The address does not exist.
    Bounced,
    /// They called a mail spam.
    Complained,
    ByHand,
}

words!(SuppressionReason, "a reason of a suppression",
    "refused" => Refused, "bounced" => Bounced, "complained" => Complained, "by_hand" => ByHand);

impl SuppressionReason {
    pub const ALL: [Self; 4] = [Self::Refused, Self::Bounced, Self::Complained, Self::ByHand];

    /// What somebody said of being written to is theirs to take back, nobody else's.
    pub fn may_be_lifted(self) -> bool {
        match self {
            Self::Bounced | Self::ByHand => true,
            Self::Refused | Self::Complained => false,
        }
    }
}

/// Somebody who is never mailed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppression {
    pub address: String,
    pub reason: SuppressionReason,
    pub source: Origin,
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::SuppressionReason as R;

    #[test]
    fn only_what_nobody_said_can_be_lifted() {
        assert_eq!(R::ALL.map(R::may_be_lifted), [false, true, false, true]);
    }
}
