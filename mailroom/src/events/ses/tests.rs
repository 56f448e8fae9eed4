use super::{NotAnEvent, parse};
use domain::{
    CampaignId, SendTag,
    mail_event::{MailEvent, MailEventKind as Kind},
};
use serde_json::{Value, json};

/// A report as SES publishes it, with what its kind adds.
fn report(name: &str, section: &str, particulars: Value) -> Value {
    json!({"eventType": name, section: particulars, "mail": {
        "timestamp": "2026-11-22T01:02:03.000Z", "messageId": "0100-1", "source": "news@shop.example.com",
        "sendingAccountId": "123456789012", "destination": ["kim@a.kr"], "headersTruncated": false,
        "tags": {"r": ["7_200_1"], "ses:configuration-set": ["pabal"]}}})
}

fn one(report: &Value) -> MailEvent {
    let mut events = parse(&report.to_string()).unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

const LATER: &str = "2026-11-22T01:02:09.500Z";

fn bounce(sort: &str, sub_sort: &str) -> Value {
    json!({"bounceType": sort, "bounceSubType": sub_sort, "timestamp": LATER, "feedbackId": "f-1",
        "reportingMTA": "dns; a.kr", "bouncedRecipients": [{"emailAddress": "kim@a.kr", "action": "failed",
            "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]})
}

fn complaint(sort: Option<&str>) -> Value {
    json!({"complainedRecipients": [{"emailAddress": "kim@a.kr"}], "timestamp": LATER, "feedbackId": "f-2",
        "complaintSubType": null, "userAgent": "loop", "complaintFeedbackType": sort, "arrivalDate": LATER})
}

fn assert_is_read(name: &str, section: &str, particulars: Value, kind: Kind, detail: &str) {
    let has_time = particulars["timestamp"].is_string();
    let event = one(&report(name, section, particulars));
    assert_eq!((event.kind, event.detail.as_str()), (kind, detail), "{name}");
    assert_eq!(event.recipient, "kim@a.kr", "{name}");
    assert_eq!(event.message_id, "0100-1", "{name}");
    assert_eq!(event.tag, Some(SendTag { campaign: CampaignId(7), seq: 200, attempt: 1 }), "{name}");
    let at = if has_time { LATER } else { "2026-11-22T01:02:03Z" };
    assert_eq!(event.at, at.parse().unwrap(), "{name}");
}

#[test]
fn every_kind_of_report_is_read() {
    let delay = json!({"delayType": "MailboxFull", "timestamp": LATER, "expirationTime": LATER, "reportingMTA": "a.kr",
        "delayedRecipients": [{"emailAddress": "kim@a.kr", "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 full"}]});
    let delivered = json!({"timestamp": LATER, "processingTimeMillis": 546, "recipients": ["kim@a.kr"],
        "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "mta.a.kr"});
    for (name, section, particulars, kind, detail) in [
        ("Send", "send", json!({}), Kind::Sent, "The carrier took the letter."),
        ("Delivery", "delivery", delivered, Kind::Delivered, "250 2.6.0 Message received"),
        ("DeliveryDelay", "deliveryDelay", delay, Kind::Delayed, "Delayed (MailboxFull): smtp; 452 4.2.2 full"),
        ("Complaint", "complaint", complaint(Some("abuse")), Kind::Complained, "Complained: abuse."),
        ("Complaint", "complaint", complaint(None), Kind::Complained, "Complained."),
        (
            "Complaint",
            "complaint",
            complaint(Some("not-spam")),
            Kind::NotSpam,
            "Taken out of the spam folder: not spam.",
        ),
        ("Reject", "reject", json!({"reason": "Bad content"}), Kind::Rejected, "Rejected: Bad content."),
        (
            "Rendering Failure",
            "failure",
            json!({"templateName": "MyTemplate", "errorMessage": "Attribute 'x' is not present in the rendering data."}),
            Kind::RenderingFailed,
            "MyTemplate could not be filled in: Attribute 'x' is not present in the rendering data.",
        ),
        (
            "Open",
            "open",
            json!({"ipAddress": "192.0.2.1", "timestamp": LATER, "userAgent": "Mozilla/5.0"}),
            Kind::Opened,
            "Opened with Mozilla/5.0",
        ),
        (
            "Click",
            "click",
            json!({"ipAddress": "192.0.2.1", "timestamp": LATER, "link": "https://shop.example.com/"}),
            Kind::Clicked,
            "Clicked https://shop.example.com/",
        ),
        (
            "Subscription",
            "subscription",
            json!({"contactList": "List", "timestamp": LATER}),
            Kind::Other,
            "A report of the kind `Subscription`.",
        ),
        ("Teleported", "teleported", json!({}), Kind::Other, "A report of the kind `Teleported`."),
    ] {
        assert_is_read(name, section, particulars, kind, detail);
    }
}

#[test]
fn bounces_are_told_apart() {
    for (sort, sub_sort, kind, detail) in [
        ("Permanent", "General", Kind::BouncedForGood, "Bounced for good (General)"),
        (
            "Permanent",
            "OnAccountSuppressionList",
            Kind::BouncedForGood,
            "Not sent on: the address is on the account's suppression list",
        ),
        ("Transient", "MailboxFull", Kind::BouncedThisTime, "Bounced this time (Transient, MailboxFull)"),
        ("Undetermined", "Undetermined", Kind::BouncedThisTime, "Bounced this time (Undetermined, Undetermined)"),
    ] {
        let detail = format!("{detail}: smtp; 550 5.1.1 user unknown");
        assert_is_read("Bounce", "bounce", bounce(sort, sub_sort), kind, &detail);
    }
}

#[test]
fn the_same_report_has_the_same_key_and_no_other_has() {
    let keys = [
        report("Send", "send", json!({})),
        report("Delivery", "delivery", json!({"timestamp": LATER, "recipients": ["kim@a.kr"]})),
        report("Bounce", "bounce", bounce("Permanent", "General")),
        report("Complaint", "complaint", complaint(Some("abuse"))),
        report("Open", "open", json!({"timestamp": LATER})),
        report("Open", "open", json!({"timestamp": "2026-11-22T09:00:00Z"})),
        report("Subscription", "subscription", json!({"timestamp": LATER})),
        report("Teleported", "teleported", json!({"timestamp": LATER})),
    ]
    .map(|report| {
        assert_eq!(one(&report).dedupe_key, one(&report).dedupe_key);
        one(&report).dedupe_key
    });
    let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len(), "{keys:?}");
    assert_eq!(keys[2], "0100-1 bounced_for_good kim@a.kr f-1");
}

#[test]
fn an_envelope_of_sns_changes_nothing() {
    let bare = report("Bounce", "bounce", bounce("Permanent", "General"));
    let wrapped = json!({"Type": "Notification", "MessageId": "sns-1", "TopicArn": "arn:aws:sns:x:1:t",
        "Message": bare.to_string(), "Timestamp": LATER, "SignatureVersion": "2"});
    assert_eq!(parse(&wrapped.to_string()), parse(&bare.to_string()));
}

#[test]
fn an_identitys_notification_brings_no_tag() {
    let mut notification = report("", "complaint", complaint(Some("abuse")));
    notification["notificationType"] = json!("Complaint");
    notification["mail"].as_object_mut().unwrap().remove("tags");
    let event = one(&notification);
    assert_eq!((event.kind, event.tag), (Kind::Complained, None));
}

#[test]
fn each_recipient_has_an_event_and_one_spelling() {
    let mut several = report("Bounce", "bounce", bounce("Permanent", "General"));
    several["bounce"]["bouncedRecipients"] = json!([{"emailAddress": "Kim <KIM@a.kr>"}, {"emailAddress": "lee@a.kr"}]);
    let events = parse(&several.to_string()).unwrap();
    let recipients: Vec<_> = events.iter().map(|event| event.recipient.as_str()).collect();
    assert_eq!(recipients, ["kim@a.kr", "lee@a.kr"]);
    assert_ne!(events[0].dedupe_key, events[1].dedupe_key);
}

#[test]
fn a_foreign_tag_is_no_tag() {
    let mut foreign = report("Send", "send", json!({}));
    foreign["mail"]["tags"]["r"] = json!(["somebody-elses"]);
    assert_eq!(one(&foreign).tag, None);
}

#[test]
fn what_is_no_report_is_refused() {
    assert!(matches!(parse("{"), Err(NotAnEvent::NotJson(_))));
    assert_eq!(parse("{}"), Err(NotAnEvent::Lacks("eventType")));
    assert_eq!(parse(r#"{"eventType":"Send"}"#), Err(NotAnEvent::Lacks("mail.messageId")));
    let mut timeless = report("Send", "send", json!({}));
    timeless["mail"]["timestamp"] = json!("yesterday");
    assert_eq!(parse(&timeless.to_string()), Err(NotAnEvent::NotATime("yesterday".into())));
    assert!(matches!(parse(r#"{"Type":"Notification","Message":"hello"}"#), Err(NotAnEvent::NotJson(_))));
}

#[test]
fn a_greeting_to_a_new_topic_is_no_event() {
    let greeting = json!({"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "You have subscribed."});
    assert_eq!(parse(&greeting.to_string()), Ok(vec![]));
}
