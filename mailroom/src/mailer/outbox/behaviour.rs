//! What becomes of a letter, by its local part: the names of SES's mailbox simulator and three of ours,
//! at any domain, a `+label` ignored.

use domain::{
    EmailAddress, SendTag,
    letter::Letter,
    outcome::{Reason, SendFault},
};
use jiff::Timestamp;
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Accept(Fate),
    /// Too fast twice, then accepted.
    Throttle,
    /// Fails for now on attempts 1 and 2, then accepted.
    Flaky,
    /// No answer: nothing was accepted, no event will come.
    Timeout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    Bounced { sub_type: &'static str },
    Complained,
}

pub fn of(to: &EmailAddress) -> Behaviour {
    let local = to.local_part();
    match local.split_once('+').map_or(local, |(name, _)| name) {
        "bounce" => Behaviour::Accept(Fate::Bounced { sub_type: "General" }),
        "suppressionlist" => Behaviour::Accept(Fate::Bounced { sub_type: "OnAccountSuppressionList" }),
        "complaint" => Behaviour::Accept(Fate::Complained),
        "throttle" => Behaviour::Throttle,
        "flaky" => Behaviour::Flaky,
        "timeout" => Behaviour::Timeout,
        _ => Behaviour::Accept(Fate::Delivered),
    }
}

pub fn throttled() -> SendFault {
    SendFault::Throttled(Reason::new("454", "Throttling failure: Maximum sending rate exceeded."))
}

pub fn flaky() -> SendFault {
    SendFault::Later(Reason::new("451 4.3.0", "Temporary failure, please try again later."))
}

pub fn timeout() -> SendFault {
    SendFault::Unsure(Reason::new("timeout", "No answer came after the letter was handed over."))
}

/// The lines of the journal for one accepted letter: `Send`, then what became of it.
pub fn events(letter: &Letter, tag: SendTag, message_id: &str, fate: Fate, at: Timestamp) -> Vec<u8> {
    let to = letter.to.as_str();
    let (at, mail) = (at.to_string(), mail(letter, tag, message_id, at));
    let delivery = || {
        json!({"eventType": "Delivery", "mail": mail, "delivery": {
            "timestamp": at, "processingTimeMillis": 1, "recipients": [to],
            "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "outbox"}})
    };
    let mut events = vec![json!({"eventType": "Send", "mail": mail, "send": {}})];
    match fate {
        Fate::Delivered => events.push(delivery()),
        Fate::Bounced { sub_type } => {
            events.push(json!({"eventType": "Bounce", "mail": mail, "bounce": bounce(to, sub_type, message_id, &at)}));
        }
        Fate::Complained => events.extend([
            delivery(),
            json!({"eventType": "Complaint", "mail": mail, "complaint": {
                "complainedRecipients": [{"emailAddress": to}], "timestamp": at, "feedbackId": format!("{message_id}-c"),
                "userAgent": "Pabal outbox", "complaintFeedbackType": "abuse", "arrivalDate": at}}),
        ]),
    }
    events.iter().flat_map(|event| format!("{event}\n").into_bytes()).collect()
}

fn mail(letter: &Letter, tag: SendTag, message_id: &str, at: Timestamp) -> Value {
    json!({"timestamp": at.to_string(), "messageId": message_id, "source": letter.from.as_str(),
        "destination": [letter.to.as_str()], "tags": {"r": [tag.to_string()]}})
}

fn bounce(to: &str, sub_type: &str, message_id: &str, at: &str) -> Value {
    let diagnostic = match sub_type {
        "OnAccountSuppressionList" => {
            "Amazon SES did not send the message to this address because it is on the suppression list for your account."
        }
        _ => "smtp; 550 5.1.1 user unknown",
    };
    json!({"bounceType": "Permanent", "bounceSubType": sub_type, "timestamp": at, "feedbackId": format!("{message_id}-b"),
        "reportingMTA": "dns; outbox",
        "bouncedRecipients": [{"emailAddress": to, "action": "failed", "status": "5.1.1", "diagnosticCode": diagnostic}]})
}
