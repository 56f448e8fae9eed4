//! From the carrier's answer to what happens next: the one table of the product's retries.

use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

/// Why, in the carrier's words: a code to group by and a sentence to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Short and stable: `451 4.7.1`, `MessageRejected`, `timeout`.
    pub code: String,
    pub text: String,
}

impl Reason {
    pub fn new(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code: code.into(), text: text.into() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.text)
    }
}

/// The carrier took the letter and calls it by this name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt(pub String);

/// Why a letter was not accepted, named by what we must do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendFault {
    /// Too fast for the account. Nothing was sent, no attempt is used up, the account slows down.
    Throttled(Reason),
    /// The account's daily quota is spent. Nothing was sent, no attempt is used up, the account parks.
    QuotaSpent(Reason),
    /// No connection: the letter never left. No attempt is used up, the account waits for the carrier.
    Unreachable(Reason),
    /// A transient failure of this letter: climbs the ladder.
    Later(Reason),
    /// A permanent failure of this letter.
    Never(Reason),
    /// Nothing of this campaign can be sent until a person mends it: sender not verified, credentials, paused.
    Halt(Reason),
    /// The request left and no answer came: it may or may not have been accepted.
    Unsure(Reason),
}

impl SendFault {
    pub fn reason(&self) -> &Reason {
        match self {
            Self::Throttled(reason)
            | Self::QuotaSpent(reason)
            | Self::Unreachable(reason)
            | Self::Later(reason)
            | Self::Never(reason)
            | Self::Halt(reason)
            | Self::Unsure(reason) => reason,
        }
    }
}

/// What becomes of a recipient after one call to the carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Sent(Receipt),
    /// Try again after the wait; the next attempt stands on this rung of the ladder.
    Retry {
        rung: i16,
        wait: Duration,
        reason: Reason,
    },
    Fail(Reason),
    Doubt(Reason),
    /// Provably unsent and no attempt used: back to where it was, due after the wait.
    Release {
        wait: Duration,
        brake: Brake,
        reason: Reason,
    },
}

/// What an answer says about the account or the campaign rather than about the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brake {
    SlowDown,
    ParkUntilQuota,
    WaitForCarrier,
    HaltCampaign,
}

/// At most this many retries after the first attempt (the original's `MaxAttempts`).
pub const RETRIES_MAX: i16 = 3;

/// The wait before the retry on this rung (1, 2, 3): 1 s, 2 s, 4 s, spread by ±20 % so that failures that came
/// together do not return together. `chance` is in 0..1. `None` above the last rung.
pub fn retry_wait(rung: i16, chance: f64) -> Option<Duration> {
    (1..=RETRIES_MAX).contains(&rung).then(|| {
        let seconds = f64::from(1 << (rung - 1));
        Duration::from_secs_f64(seconds * (0.8 + 0.4 * chance.clamp(0.0, 1.0)))
    })
}

/// The outcome table: `rung` is the ladder's rung the call stood on, 0 for a first try.
pub fn next(answer: Result<Receipt, SendFault>, rung: i16, chance: f64) -> Next {
    let release = |seconds: f64, brake, reason| Next::Release { wait: Duration::from_secs_f64(seconds), brake, reason };
    match answer {
        Ok(receipt) => Next::Sent(receipt),
        Err(SendFault::Later(reason)) => match retry_wait(rung + 1, chance) {
            Some(wait) => Next::Retry { rung: rung + 1, wait, reason },
            None => Next::Fail(reason),
        },
        Err(SendFault::Never(reason)) => Next::Fail(reason),
        Err(SendFault::Unsure(reason)) => Next::Doubt(reason),
        Err(SendFault::Throttled(reason)) => release(0.3 + 1.7 * chance, Brake::SlowDown, reason),
        Err(SendFault::Unreachable(reason)) => release(0.2 + 0.3 * chance, Brake::WaitForCarrier, reason),
        Err(SendFault::QuotaSpent(reason)) => release(0.0, Brake::ParkUntilQuota, reason),
        Err(SendFault::Halt(reason)) => release(0.0, Brake::HaltCampaign, reason),
    }
}

#[cfg(test)]
mod tests {
    use super::{Brake, Next, RETRIES_MAX, Reason, Receipt, SendFault as F, next, retry_wait};
    use std::time::Duration;

    fn why() -> Reason {
        Reason::new("451", "try later")
    }

    #[test]
    fn the_ladder_waits_one_two_and_four_seconds_then_ends() {
        let waits: Vec<_> = (1..=RETRIES_MAX + 1).map(|rung| retry_wait(rung, 0.5)).collect();
        assert_eq!(waits, [Some(1), Some(2), Some(4), None].map(|s| s.map(Duration::from_secs)));
        assert_eq!(retry_wait(0, 0.5), None);
    }

    #[test]
    fn jitter_stays_within_a_fifth() {
        assert_eq!(retry_wait(2, 0.0), Some(Duration::from_secs_f64(1.6)));
        assert_eq!(retry_wait(2, 1.0), Some(Duration::from_secs_f64(2.4)));
    }

    #[test]
    fn a_transient_failure_climbs_the_ladder_and_fails_at_its_top() {
        let rungs: Vec<_> = (0..=3).map(|rung| next(Err(F::Later(why())), rung, 0.5)).collect();
        assert_eq!(rungs[0], Next::Retry { rung: 1, wait: Duration::from_secs(1), reason: why() });
        assert_eq!(rungs[2], Next::Retry { rung: 3, wait: Duration::from_secs(4), reason: why() });
        assert_eq!(rungs[3], Next::Fail(why()));
    }

    #[test]
    fn what_the_account_suffers_uses_up_no_attempt() {
        let brakes = [
            (F::Throttled(why()), Brake::SlowDown),
            (F::QuotaSpent(why()), Brake::ParkUntilQuota),
            (F::Unreachable(why()), Brake::WaitForCarrier),
            (F::Halt(why()), Brake::HaltCampaign),
        ];
        for (fault, expected) in brakes {
            match next(Err(fault), 3, 0.5) {
                Next::Release { brake, .. } => assert_eq!(brake, expected),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn the_rest_ends_or_is_in_doubt() {
        assert_eq!(next(Ok(Receipt("1".into())), 0, 0.5), Next::Sent(Receipt("1".into())));
        assert_eq!(next(Err(F::Never(why())), 0, 0.5), Next::Fail(why()));
        assert_eq!(next(Err(F::Unsure(why())), 0, 0.5), Next::Doubt(why()));
    }
}
