//! Why a letter did not arrive: from what carriers and mailboxes answer, in a hundred dialects, to a cause with a name, a
//! meaning and a next step.

mod answer;
mod wording;

pub use wording::{Phrase, Wording};

use crate::campaign::words;
use serde::{Deserialize, Serialize};

/// What was the matter. Stored by its word, so that failures can be counted and filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    // the address
    NoSuchMailbox,
    NoSuchDomain,
    BadAddress,
    MailboxFull,
    MailboxOff,
    /// The carrier's own list: it took the letter and did not send it on.
    CarrierSuppression,
    /// SES's sandbox sends to verified addresses only.
    RecipientNotVerified,
    // what our domain must prove
    Spf,
    Dkim,
    Dmarc,
    Authentication,
    ReverseDns,
    Tls,
    // what the mailbox thinks of us
    Blocklisted,
    Spam,
    Policy,
    TooFast,
    Greylisted,
    // the letter
    TooBig,
    ContentRefused,
    Virus,
    NotRendered,
    Template,
    // the account at the carrier
    SenderNotVerified,
    SenderRefused,
    RelayDenied,
    Credentials,
    AccountPaused,
    AccountSuspended,
    CarrierSetup,
    QuotaSpent,
    Throttled,
    // the way there
    Unreachable,
    NoAnswer,
    WorkerLost,
    OutboxDisk,
    Expired,
    TryLater,
    /// The carrier's words are all that is known.
    Other,
}

words!(Cause, "a cause of a failure",
    "no_such_mailbox" => NoSuchMailbox, "no_such_domain" => NoSuchDomain, "bad_address" => BadAddress,
    "mailbox_full" => MailboxFull, "mailbox_off" => MailboxOff, "carrier_suppression" => CarrierSuppression,
    "recipient_not_verified" => RecipientNotVerified, "spf" => Spf, "dkim" => Dkim, "dmarc" => Dmarc,
    "authentication" => Authentication, "reverse_dns" => ReverseDns, "tls" => Tls, "blocklisted" => Blocklisted,
    "spam" => Spam, "policy" => Policy, "too_fast" => TooFast, "greylisted" => Greylisted, "too_big" => TooBig,
    "content_refused" => ContentRefused, "virus" => Virus, "not_rendered" => NotRendered, "template" => Template,
    "sender_not_verified" => SenderNotVerified, "sender_refused" => SenderRefused, "relay_denied" => RelayDenied,
    "credentials" => Credentials, "account_paused" => AccountPaused, "account_suspended" => AccountSuspended,
    "carrier_setup" => CarrierSetup, "quota_spent" => QuotaSpent, "throttled" => Throttled,
    "unreachable" => Unreachable, "no_answer" => NoAnswer, "worker_lost" => WorkerLost,
    "outbox_disk" => OutboxDisk, "expired" => Expired, "try_later" => TryLater, "other" => Other);

/// What helps, so that a page can offer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    /// The address is wrong or dead: correct it, or ask the person.
    FixAddress,
    /// It may pass: the same letter again.
    SendAgain,
    /// A record of the sending domain, then the same letter again.
    MendDomain,
    /// Credentials, identities or limits at the carrier, then the same letter again.
    MendCarrier,
    /// The words of the campaign.
    MendLetter,
}

impl Cause {
    pub const ALL: [Self; 39] = [
        Self::NoSuchMailbox,
        Self::NoSuchDomain,
        Self::BadAddress,
        Self::MailboxFull,
        Self::MailboxOff,
        Self::CarrierSuppression,
        Self::RecipientNotVerified,
        Self::Spf,
        Self::Dkim,
        Self::Dmarc,
        Self::Authentication,
        Self::ReverseDns,
        Self::Tls,
        Self::Blocklisted,
        Self::Spam,
        Self::Policy,
        Self::TooFast,
        Self::Greylisted,
        Self::TooBig,
        Self::ContentRefused,
        Self::Virus,
        Self::NotRendered,
        Self::Template,
        Self::SenderNotVerified,
        Self::SenderRefused,
        Self::RelayDenied,
        Self::Credentials,
        Self::AccountPaused,
        Self::AccountSuspended,
        Self::CarrierSetup,
        Self::QuotaSpent,
        Self::Throttled,
        Self::Unreachable,
        Self::NoAnswer,
        Self::WorkerLost,
        Self::OutboxDisk,
        Self::Expired,
        Self::TryLater,
        Self::Other,
    ];

    /// From a stored reason: its code and the carrier's words.
    pub fn of(code: &str, text: &str) -> Self {
        answer::cause(code, text)
    }

    pub fn wording(self) -> Wording {
        wording::of(self)
    }

    pub fn remedy(self) -> Remedy {
        match self {
            Self::NoSuchMailbox
            | Self::NoSuchDomain
            | Self::BadAddress
            | Self::MailboxOff
            | Self::CarrierSuppression => Remedy::FixAddress,
            Self::Spf | Self::Dkim | Self::Dmarc | Self::Authentication | Self::ReverseDns | Self::Tls => {
                Remedy::MendDomain
            }
            Self::TooBig | Self::ContentRefused | Self::Virus | Self::NotRendered | Self::Template | Self::Spam => {
                Remedy::MendLetter
            }
            Self::RecipientNotVerified
            | Self::SenderNotVerified
            | Self::SenderRefused
            | Self::RelayDenied
            | Self::Credentials
            | Self::AccountPaused
            | Self::AccountSuspended
            | Self::CarrierSetup
            | Self::OutboxDisk
            | Self::Blocklisted => Remedy::MendCarrier,
            Self::MailboxFull
            | Self::Policy
            | Self::TooFast
            | Self::Greylisted
            | Self::QuotaSpent
            | Self::Throttled
            | Self::Unreachable
            | Self::NoAnswer
            | Self::WorkerLost
            | Self::Expired
            | Self::TryLater
            | Self::Other => Remedy::SendAgain,
        }
    }
}

/// Why somebody was not mailed at all, as the ledger stores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    Refused,
    Bounced,
    Complained,
    ByHand,
    /// Somebody corrected the address: the campaign goes to the new one.
    AddressCorrected,
}

words!(SkipReason, "a reason to skip",
    "refused" => Refused, "bounced" => Bounced, "complained" => Complained, "by_hand" => ByHand,
    "address_corrected" => AddressCorrected);

#[cfg(test)]
mod tests;
