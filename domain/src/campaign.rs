//! What a campaign is and which moves it allows.

use serde::{Deserialize, Serialize};

/// What the law calls the mail (Korea, Network Act article 50): advertising needs consent and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignKind {
    Advertising,
    Informational,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    Draft,
    /// Confirmed; a dispatcher launches it when its moment comes. Until then it can be taken back.
    Scheduled,
    Running,
    Paused,
    Cancelled,
    Finished,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    Schedule,
    /// Back to a draft, untouched.
    Unschedule,
    Launch,
    Pause,
    Resume,
    Cancel,
    /// Every recipient has ended or waits only for an event.
    Finish,
    /// Failed recipients were asked for again.
    Reopen,
}

impl CampaignState {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Scheduled, Self::Running, Self::Paused, Self::Cancelled, Self::Finished];

    /// The state after a legal move; `None` where the move is not allowed.
    pub fn after(self, wanted: Move) -> Option<Self> {
        use {CampaignState as S, Move as M};
        match (self, wanted) {
            (S::Draft, M::Schedule) => Some(S::Scheduled),
            (S::Scheduled, M::Unschedule) => Some(S::Draft),
            (S::Draft | S::Scheduled, M::Launch) | (S::Paused, M::Resume) | (S::Finished, M::Reopen) => {
                Some(S::Running)
            }
            (S::Running, M::Reopen) => Some(S::Running),
            (S::Paused, M::Reopen) => Some(S::Paused),
            (S::Running, M::Pause) => Some(S::Paused),
            (S::Running | S::Paused, M::Cancel) => Some(S::Cancelled),
            (S::Running, M::Finish) => Some(S::Finished),
            (S::Draft, M::Unschedule)
            | (S::Scheduled, M::Schedule)
            | (S::Draft | S::Scheduled, M::Pause | M::Resume | M::Cancel | M::Finish | M::Reopen)
            | (S::Running | S::Paused | S::Finished, M::Schedule | M::Unschedule | M::Launch)
            | (S::Running, M::Resume)
            | (S::Paused, M::Pause | M::Finish)
            | (S::Finished, M::Pause | M::Resume | M::Cancel | M::Finish)
            | (S::Cancelled, _) => None,
        }
    }
}

/// What becomes of a doubt that no event settled in time (`docs/decisions/0003`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtPolicy {
    /// At most once: better one mail too few than one twice.
    AssumeSent,
    /// At least once: better one mail twice than one too few.
    SendAgain,
}

impl CampaignKind {
    pub fn doubt_policy(self) -> DoubtPolicy {
        match self {
            Self::Advertising => DoubtPolicy::AssumeSent,
            Self::Informational => DoubtPolicy::SendAgain,
        }
    }
}

macro_rules! words {
    ($type:ident, $what:literal, $($word:literal => $variant:ident),+) => {
        impl $type {
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!(concat!("‘{}’ is not ", $what, ", which is one of: ", $($word, " "),+), word)),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words!(CampaignKind, "a kind of campaign", "advertising" => Advertising, "informational" => Informational);
words!(CampaignState, "a state of a campaign",
    "draft" => Draft, "scheduled" => Scheduled, "running" => Running, "paused" => Paused, "cancelled" => Cancelled, "finished" => Finished);
words!(DoubtPolicy, "a policy for doubts", "assume_sent" => AssumeSent, "send_again" => SendAgain);

#[cfg(test)]
mod tests {
    use super::{CampaignState as S, Move as M};

    #[test]
    fn only_legal_moves_change_a_campaign() {
        let moves = [M::Schedule, M::Unschedule, M::Launch, M::Pause, M::Resume, M::Cancel, M::Finish, M::Reopen];
        let (run, pause, cancel, finish) = (Some(S::Running), Some(S::Paused), Some(S::Cancelled), Some(S::Finished));
        let table = [
            (S::Draft, [Some(S::Scheduled), None, run, None, None, None, None, None]),
            (S::Scheduled, [None, Some(S::Draft), run, None, None, None, None, None]),
            (S::Running, [None, None, None, pause, None, cancel, finish, run]),
            (S::Paused, [None, None, None, None, run, cancel, None, pause]),
            (S::Cancelled, [None; 8]),
            (S::Finished, [None, None, None, None, None, None, None, run]),
        ];
        for (state, after) in table {
            for (wanted, expected) in moves.into_iter().zip(after) {
                assert_eq!(state.after(wanted), expected, "{state} then {wanted:?}");
            }
        }
    }
}
