//! Where a recipient stands: one state at any time, folded from what the ledger recorded.

use crate::campaign::{CampaignState, words};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    /// Marked as about to be handed to the carrier; no answer recorded yet.
    Sending,
    /// The carrier took the letter.
    Sent,
    Delivered,
    /// A transient failure, or a person's wish; to be tried again.
    Retrying,
    /// It may or may not have been taken; an event, the window or a person settles it.
    InDoubt,
    Failed,
    Bounced,
    Complained,
    /// Never tried: suppressed, or left while the campaign was under way.
    Skipped,
    Cancelled,
}

words!(DeliveryState, "a delivery state",
    "waiting" => Waiting, "sending" => Sending, "sent" => Sent, "delivered" => Delivered,
    "retrying" => Retrying, "in_doubt" => InDoubt, "failed" => Failed, "bounced" => Bounced,
    "complained" => Complained, "skipped" => Skipped, "cancelled" => Cancelled);

impl DeliveryState {
    pub const ALL: [Self; 11] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::Retrying,
        Self::InDoubt,
        Self::Failed,
        Self::Bounced,
        Self::Complained,
        Self::Skipped,
        Self::Cancelled,
    ];

    /// Nothing is left for the dispatcher to do; later events may still refine it.
    pub fn has_ended(self) -> bool {
        match self {
            Self::Waiting | Self::Sending | Self::Retrying | Self::InDoubt => false,
            Self::Sent
            | Self::Delivered
            | Self::Failed
            | Self::Bounced
            | Self::Complained
            | Self::Skipped
            | Self::Cancelled => true,
        }
    }
}

/// How many recipients of a campaign are in each state. The sum is the audience, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub waiting: i64,
    pub sending: i64,
    pub sent: i64,
    pub delivered: i64,
    pub retrying: i64,
    pub in_doubt: i64,
    pub failed: i64,
    pub bounced: i64,
    pub complained: i64,
    pub skipped: i64,
    pub cancelled: i64,
}

impl Totals {
    pub fn of(&self, state: DeliveryState) -> i64 {
        match state {
            DeliveryState::Waiting => self.waiting,
            DeliveryState::Sending => self.sending,
            DeliveryState::Sent => self.sent,
            DeliveryState::Delivered => self.delivered,
            DeliveryState::Retrying => self.retrying,
            DeliveryState::InDoubt => self.in_doubt,
            DeliveryState::Failed => self.failed,
            DeliveryState::Bounced => self.bounced,
            DeliveryState::Complained => self.complained,
            DeliveryState::Skipped => self.skipped,
            DeliveryState::Cancelled => self.cancelled,
        }
    }

    pub fn add(&mut self, state: DeliveryState, n: i64) {
        match state {
            DeliveryState::Waiting => self.waiting += n,
            DeliveryState::Sending => self.sending += n,
            DeliveryState::Sent => self.sent += n,
            DeliveryState::Delivered => self.delivered += n,
            DeliveryState::Retrying => self.retrying += n,
            DeliveryState::InDoubt => self.in_doubt += n,
            DeliveryState::Failed => self.failed += n,
            DeliveryState::Bounced => self.bounced += n,
            DeliveryState::Complained => self.complained += n,
            DeliveryState::Skipped => self.skipped += n,
            DeliveryState::Cancelled => self.cancelled += n,
        }
    }

    /// People of the campaign, all states together.
    pub fn audience(&self) -> i64 {
        DeliveryState::ALL.into_iter().map(|state| self.of(state)).sum()
    }

    /// People the dispatcher has still to mail.
    pub fn unsent(&self) -> i64 {
        self.waiting + self.sending + self.retrying
    }

    /// Everybody has ended; nobody waits, nobody is in doubt.
    pub fn all_ended(&self) -> bool {
        self.unsent() + self.in_doubt == 0
    }
}

/// How the latest recorded attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    Accepted,
    /// A transient failure: the ladder says whether there is a next attempt.
    Deferred,
    Failed,
    /// The person left, or was suppressed, before the call.
    Skipped,
    /// A doubt that was settled as not sent.
    Unsent,
}

words!(AttemptOutcome, "an outcome of an attempt",
    "accepted" => Accepted, "deferred" => Deferred, "failed" => Failed, "skipped" => Skipped, "unsent" => Unsent);

/// What the ledger holds of one recipient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    pub skipped_at_launch: bool,
    pub latest_attempt: Option<AttemptOutcome>,
    /// The number of the attempt that is to be made, where one is due, and whether it is being made now.
    pub retry: Option<Retry>,
    pub in_doubt: bool,
    /// Marked by a batch under lease, no attempt recorded.
    pub marked: bool,
    /// What was reported of the current attempt; reports of an attempt that another one followed no longer count.
    pub delivered: bool,
    /// Reported as taken by the carrier, or as opened and the like.
    pub taken: bool,
    pub bounced: bool,
    /// The carrier took the letter and then would not send it: a virus, a template it could not render.
    pub rejected: bool,
    /// Reported of any attempt.
    pub complained: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    pub attempt: i16,
    pub claimed: bool,
}

impl Trace {
    /// The one state of this recipient. The view `recipient_states` says the same in SQL.
    pub fn state(&self, campaign: CampaignState) -> DeliveryState {
        use DeliveryState as D;
        if self.skipped_at_launch {
            return D::Skipped;
        }
        if self.complained {
            return D::Complained;
        }
        if self.bounced {
            return D::Bounced;
        }
        if self.rejected {
            return D::Failed;
        }
        if self.delivered {
            return D::Delivered;
        }
        if self.in_doubt {
            return D::InDoubt;
        }
        match (self.retry, self.latest_attempt) {
            (Some(Retry { claimed: true, .. }), _) => D::Sending,
            (Some(Retry { attempt: 1, .. }), _) => D::Waiting,
            (Some(_), _) => D::Retrying,
            (None, Some(AttemptOutcome::Accepted)) => D::Sent,
            (None, Some(AttemptOutcome::Unsent)) if self.taken => D::Sent,
            (None, Some(AttemptOutcome::Skipped)) => D::Skipped,
            (None, Some(AttemptOutcome::Deferred | AttemptOutcome::Failed | AttemptOutcome::Unsent)) => {
                if campaign == CampaignState::Cancelled && self.latest_attempt != Some(AttemptOutcome::Failed) {
                    D::Cancelled
                } else {
                    D::Failed
                }
            }
            (None, None) if self.marked => D::Sending,
            (None, None) if campaign == CampaignState::Cancelled => D::Cancelled,
            (None, None) => D::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AttemptOutcome as A, DeliveryState as D, Retry, Totals, Trace};
    use crate::campaign::CampaignState as C;

    #[test]
    fn every_trace_folds_to_one_state() {
        let none = Trace::default();
        let tried = |outcome| Trace { latest_attempt: Some(outcome), ..none };
        let retry = |attempt, claimed| Trace { retry: Some(Retry { attempt, claimed }), ..tried(A::Deferred) };
        let table = [
            (none, C::Running, D::Waiting),
            (none, C::Cancelled, D::Cancelled),
            (Trace { marked: true, ..none }, C::Running, D::Sending),
            (Trace { skipped_at_launch: true, ..none }, C::Running, D::Skipped),
            (tried(A::Accepted), C::Running, D::Sent),
            (tried(A::Failed), C::Running, D::Failed),
            (tried(A::Failed), C::Cancelled, D::Failed),
            (tried(A::Skipped), C::Running, D::Skipped),
            (tried(A::Deferred), C::Cancelled, D::Cancelled),
            (tried(A::Unsent), C::Cancelled, D::Cancelled),
            (Trace { taken: true, ..tried(A::Unsent) }, C::Running, D::Sent),
            (retry(1, false), C::Running, D::Waiting),
            (retry(2, false), C::Running, D::Retrying),
            (retry(2, true), C::Running, D::Sending),
            (Trace { in_doubt: true, ..none }, C::Running, D::InDoubt),
            (Trace { in_doubt: true, ..none }, C::Cancelled, D::InDoubt),
            (Trace { delivered: true, ..tried(A::Accepted) }, C::Finished, D::Delivered),
            (Trace { delivered: true, bounced: true, ..tried(A::Accepted) }, C::Finished, D::Bounced),
            (Trace { delivered: true, complained: true, ..tried(A::Accepted) }, C::Finished, D::Complained),
        ];
        for (trace, campaign, expected) in table {
            assert_eq!(trace.state(campaign), expected, "{trace:?} in a campaign that is {campaign}");
        }
    }

    #[test]
    fn totals_count_each_state_apart() {
        for state in D::ALL {
            let mut totals = Totals::default();
            totals.add(state, 3);
            assert_eq!((totals.of(state), totals.audience()), (3, 3), "{state}");
        }
    }
}
