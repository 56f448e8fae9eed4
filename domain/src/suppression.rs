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

    /// A reason gives way to one of a higher rank only: nobody who said no is mailed because we have a reason of our own.
    pub fn rank(self) -> i32 {
        match self {
            Self::Refused => 2,
            Self::Complained => 1,
            Self::Bounced | Self::ByHand => 0,
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

/// The carrier's own list of addresses, as far as we have read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountListState {
    pub account: String,
    /// When the last whole reading began.
    pub read_at: Option<Timestamp>,
    /// Of that reading: how many addresses came, and how many we did not know.
    pub found: i64,
    pub added: i64,
    /// Why the last reading failed.
    pub problem: Option<String>,
    /// Ours are added there too.
    pub is_pushing: bool,
    pub pushed: i64,
    /// Asked for, or under way.
    pub is_due: bool,
}

#[cfg(test)]
mod tests {
    use super::SuppressionReason as R;

    #[test]
    fn only_what_nobody_said_can_be_lifted() {
        assert_eq!(R::ALL.map(R::may_be_lifted), [false, true, false, true]);
    }

    #[test]
    fn what_cannot_be_lifted_never_gives_way_to_what_can() {
        for (strong, weak) in R::ALL.iter().flat_map(|a| R::ALL.map(|b| (*a, b))) {
            assert!(strong.may_be_lifted() || !weak.may_be_lifted() || strong.rank() > weak.rank(), "{strong} {weak}");
        }
    }
}
