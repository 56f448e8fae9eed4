//! What a carrier reports after it took a letter, in SES's vocabulary.

use crate::{SendTag, campaign::words};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailEventKind {
    /// The carrier took the letter: settles a doubt.
    Sent,
    Delivered,
    Delayed,
    /// Will never arrive and the address is to be suppressed.
    BouncedForGood,
    /// Did not arrive this time.
    BouncedThisTime,
    Complained,
    /// A complaint of the kind `not-spam`: the person took it back.
    NotSpam,
    /// SES found a virus; nothing was sent.
    Rejected,
    RenderingFailed,
    Opened,
    Clicked,
    /// A kind we do not know: kept, not dropped.
    Other,
}

words!(MailEventKind, "a kind of mail event",
    "sent" => Sent, "delivered" => Delivered, "delayed" => Delayed, "bounced_for_good" => BouncedForGood,
    "bounced_this_time" => BouncedThisTime, "complained" => Complained, "not_spam" => NotSpam,
    "rejected" => Rejected, "rendering_failed" => RenderingFailed, "opened" => Opened,
    "clicked" => Clicked, "other" => Other);

/// One report about one recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailEvent {
    /// The same report twice has the same key: message id, kind, recipient, feedback id or time.
    pub dedupe_key: String,
    /// `None` where the report brings no tag of ours.
    pub tag: Option<SendTag>,
    pub kind: MailEventKind,
    pub message_id: String,
    pub recipient: String,
    pub at: jiff::Timestamp,
    /// A sentence for the timeline: the remote server's words, the kind of bounce.
    pub detail: String,
}
