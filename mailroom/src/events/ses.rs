//! SES's reports as they are published: event publishing (`eventType`) and the identities' own
//! notifications (`notificationType`), raw or in an SNS envelope.

use domain::{
    SendTag,
    mail_event::{MailEvent, MailEventKind as Kind},
};
use jiff::Timestamp;
use serde_json::Value;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEvent {
    #[error("the report is not JSON: {0}")]
    NotJson(String),
    #[error("the report has no `{0}`")]
    Lacks(&'static str),
    #[error("`{0}` is not a time")]
    NotATime(String),
}

/// One event for each recipient the report names. A report of a kind we do not know becomes `Other`;
/// one about no mail at all (SES's greeting to a new topic) becomes no event.
pub fn parse(json: &str) -> Result<Vec<MailEvent>, NotAnEvent> {
    // no text of ours can hold it, written out or not
    if json.contains('\0') || json.contains("\\u0000") {
        return parse(&json.replace('\0', " ").replace("\\u0000", " "));
    }
    let report: Value = serde_json::from_str(json).map_err(|e| NotAnEvent::NotJson(e.to_string()))?;
    match (report["Type"].as_str(), report["Message"].as_str()) {
        (Some("Notification"), Some(message)) => {
            let inner = serde_json::from_str(message).map_err(|e| NotAnEvent::NotJson(e.to_string()))?;
            read(&inner)
        }
        _ => read(&report),
    }
}

/// What of a report depends on its kind.
struct Part {
    kind: Kind,
    /// Address and what is said of it.
    recipients: Vec<(String, String)>,
    /// Absent where the kind brings no time of its own.
    at: Option<String>,
    feedback_id: Option<String>,
}

fn read(report: &Value) -> Result<Vec<MailEvent>, NotAnEvent> {
    let name = text(report, "eventType").or_else(|| text(report, "notificationType"));
    let name = name.ok_or(NotAnEvent::Lacks("eventType"))?;
    if name == "AmazonSnsSubscriptionSucceeded" {
        return Ok(Vec::new());
    }
    let mail = &report["mail"];
    let message_id = text(mail, "messageId").ok_or(NotAnEvent::Lacks("mail.messageId"))?;
    let part = part(name, report);
    let at = part.at.as_deref().or_else(|| text(mail, "timestamp")).ok_or(NotAnEvent::Lacks("mail.timestamp"))?;
    let time: Timestamp = at.parse().map_err(|_| NotAnEvent::NotATime(at.to_owned()))?;
    let tag: Option<SendTag> = mail["tags"]["r"][0].as_str().and_then(|tag| tag.parse().ok());
    let kind = if part.kind == Kind::Other { name } else { part.kind.as_str() };
    let once = part.feedback_id.as_deref().unwrap_or(at);
    let event = |(address, detail): (String, String)| {
        let recipient = bare(&address);
        MailEvent {
            dedupe_key: format!("{message_id} {kind} {recipient} {once}"),
            tag,
            kind: part.kind,
            message_id: message_id.to_owned(),
            recipient,
            at: time,
            detail,
        }
    };
    Ok(part.recipients.into_iter().map(event).collect())
}

fn part(name: &str, report: &Value) -> Part {
    let to_all = |kind, section: &str, detail: String| Part {
        kind,
        recipients: destination(report).into_iter().map(|to| (to, detail.clone())).collect(),
        at: text(&report[section], "timestamp").map(str::to_owned),
        feedback_id: None,
    };
    match name {
        "Send" => to_all(Kind::Sent, "send", "The carrier took the letter.".into()),
        "Reject" => to_all(
            Kind::Rejected,
            "reject",
            format!("Rejected: {}.", or(&report["reject"], "reason", "no reason given")),
        ),
        "Rendering Failure" => to_all(Kind::RenderingFailed, "failure", rendering_failure(&report["failure"])),
        "Open" => to_all(Kind::Opened, "open", seen("Opened", &report["open"])),
        "Click" => to_all(
            Kind::Clicked,
            "click",
            seen(&format!("Clicked {}", or(&report["click"], "link", "a link")), &report["click"]),
        ),
        "Delivery" => delivery(report),
        "DeliveryDelay" => delay(&report["deliveryDelay"]),
        "Bounce" => bounce(&report["bounce"]),
        "Complaint" => complaint(&report["complaint"]),
        other => to_all(Kind::Other, &section_of(other), format!("A report of the kind `{other}`.")),
    }
}

fn delivery(report: &Value) -> Part {
    let delivery = &report["delivery"];
    let detail = or(delivery, "smtpResponse", "Delivered.").to_owned();
    let named: Vec<String> = strings(&delivery["recipients"]);
    let recipients = if named.is_empty() { destination(report) } else { named };
    Part {
        kind: Kind::Delivered,
        recipients: recipients.into_iter().map(|to| (to, detail.clone())).collect(),
        at: text(delivery, "timestamp").map(str::to_owned),
        feedback_id: None,
    }
}

fn delay(delay: &Value) -> Part {
    let what = format!("Delayed ({})", or(delay, "delayType", "Undetermined"));
    Part {
        kind: Kind::Delayed,
        recipients: each(&delay["delayedRecipients"], |of| diagnosed(&what, of)),
        at: text(delay, "timestamp").map(str::to_owned),
        feedback_id: None,
    }
}

fn bounce(bounce: &Value) -> Part {
    let (sort, sub_sort) = (or(bounce, "bounceType", "Undetermined"), or(bounce, "bounceSubType", "Undetermined"));
    let what = match (sort, sub_sort) {
        (_, "OnAccountSuppressionList") => "Not sent on: the address is on the account's suppression list".into(),
        ("Permanent", _) => format!("Bounced for good ({sub_sort})"),
        _ => format!("Bounced this time ({sort}, {sub_sort})"),
    };
    Part {
        kind: if sort == "Permanent" { Kind::BouncedForGood } else { Kind::BouncedThisTime },
        recipients: each(&bounce["bouncedRecipients"], |of| diagnosed(&what, of)),
        at: text(bounce, "timestamp").map(str::to_owned),
        feedback_id: text(bounce, "feedbackId").map(str::to_owned),
    }
}

fn complaint(complaint: &Value) -> Part {
    let sort = text(complaint, "complaintFeedbackType");
    let (kind, what) = match sort {
        Some("not-spam") => (Kind::NotSpam, "Taken out of the spam folder: not spam.".to_owned()),
        Some(sort) => (Kind::Complained, format!("Complained: {sort}.")),
        None => (Kind::Complained, "Complained.".to_owned()),
    };
    Part {
        kind,
        recipients: each(&complaint["complainedRecipients"], |_| what.clone()),
        at: text(complaint, "timestamp").map(str::to_owned),
        feedback_id: text(complaint, "feedbackId").map(str::to_owned),
    }
}

fn rendering_failure(failure: &Value) -> String {
    let template = or(failure, "templateName", "the template");
    format!("{template} could not be filled in: {}", or(failure, "errorMessage", "no reason given"))
}

fn seen(what: &str, with: &Value) -> String {
    match text(with, "userAgent") {
        Some(agent) => format!("{what} with {agent}"),
        None => what.to_owned(),
    }
}

fn diagnosed(what: &str, recipient: &Value) -> String {
    match text(recipient, "diagnosticCode").or_else(|| text(recipient, "status")) {
        Some(words) => format!("{what}: {words}"),
        None => format!("{what}."),
    }
}

fn each(recipients: &Value, detail: impl Fn(&Value) -> String) -> Vec<(String, String)> {
    let named = recipients.as_array().into_iter().flatten();
    named.filter_map(|of| Some((text(of, "emailAddress")?.to_owned(), detail(of)))).collect()
}

/// Whom the letter was for; one nameless recipient where the report says nothing, so that no report is lost.
fn destination(report: &Value) -> Vec<String> {
    let named = strings(&report["mail"]["destination"]);
    if named.is_empty() { vec![String::new()] } else { named }
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn text<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of[name].as_str().filter(|text| !text.is_empty())
}

fn or<'a>(of: &'a Value, name: &str, otherwise: &'a str) -> &'a str {
    text(of, name).unwrap_or(otherwise)
}

/// `Subscription` has its particulars under `subscription`.
fn section_of(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Receivers' servers may report `Kim <Kim@a.kr>`.
fn bare(address: &str) -> String {
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(address, |(inner, _)| inner);
    inner.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
