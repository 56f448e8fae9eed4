//! Letters to one person outside of campaigns: to confirm what they asked for, to tell them what became of it. No
//! advertising, so they carry no unsubscribe header (RFC 8058 is for lists) but say that a program wrote them (RFC 3834).

mod letter;
mod wording;

pub use letter::compose;

use crate::{EmailAddress, SenderId, campaign::words, draft::TestOutcome};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// "Do you want to get our letters?" after the public form was filled in: the second half of a double opt-in.
    ConfirmSubscription,
    /// A refusal was carried out (Network Act, article 50 (7)).
    Refused,
    /// A consent was written down (Network Act, article 50 (7)).
    Agreed,
    /// "Do you still want to get our letters?" (Network Act, article 50 (8)).
    Reconfirm,
}

words!(NoticeKind, "a kind of notice", "confirm_subscription" => ConfirmSubscription, "refused" => Refused,
    "agreed" => Agreed, "reconfirm" => Reconfirm);

/// What a notice tells, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    pub to: EmailAddress,
    /// A language tag; Korean where it begins with `ko`, English otherwise.
    pub locale: Option<String>,
    /// Who writes; the oldest sender in use where none is named.
    pub sender: Option<SenderId>,
    /// When they agreed, refused or asked.
    pub at: Timestamp,
    /// Names of the topics it is about, in their language; everything where empty.
    pub topics: Vec<String>,
    /// Where they confirm, change or keep their choices.
    pub link: String,
}

impl Notice {
    fn is_korean(&self) -> bool {
        self.locale.as_deref().is_some_and(|locale| locale.to_ascii_lowercase().starts_with("ko"))
    }
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeEntry {
    pub kind: NoticeKind,
    pub asked_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// `None` while it waits to be sent.
    pub outcome: Option<TestOutcome>,
    /// The carrier's receipt, or why it was not sent.
    pub detail: String,
}
