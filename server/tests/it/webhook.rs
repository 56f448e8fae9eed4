//! The webhook takes what SNS signed, and nothing else. The program asks for certificates with all its checks on.

use crate::{
    doubles::sns::{HOST, SnsDouble, TOPIC, invitation, notification, now, signed},
    house::{House, Server, person},
};
use domain::{CampaignId, SendTag};
use reqwest::{Client, StatusCode};
use serde_json::{Map, Value, json};

struct Story {
    house: House,
    sns: SnsDouble,
    server: Server,
    campaign: CampaignId,
}

type Message = Map<String, Value>;

impl Story {
    /// Three people were mailed, and nothing is heard of them yet.
    async fn begun() -> Self {
        let house = House::new().await;
        let sns = SnsDouble::start(house.data.path()).await;
        let authority = sns.authority.display().to_string();
        Self::trusting(&authority, house, sns).await
    }

    async fn trusting(authority: &str, house: House, sns: SnsDouble) -> Self {
        let campaign = house.launch(3, "outbox").await;
        let dispatcher = house.dispatcher(house.mailer("outbox").await).await;
        house.turn_until_ended(&dispatcher, campaign).await;
        let proxy = format!("http://{}", sns.proxy);
        let environment = [
            ("HTTPS_PROXY", proxy.as_str()),
            ("SSL_CERT_FILE", authority),
            ("PABAL_SES_TOPICS", TOPIC),
            ("NO_PROXY", ""),
        ];
        let server = Server::start_in(&house, &environment).await;
        Self { house, sns, server, campaign }
    }

    fn delivery(&self, seq: i32) -> String {
        let tag = SendTag { campaign: self.campaign, seq, attempt: 1 };
        json!({"eventType": "Delivery", "mail": {"timestamp": "2026-11-22T12:00:00Z", "messageId": format!("0100-{seq}"),
            "destination": [person(seq as usize)], "tags": {"r": [tag.to_string()]}},
            "delivery": {"timestamp": "2026-11-22T12:00:01Z", "recipients": [person(seq as usize)]}})
        .to_string()
    }

    async fn post(&self, message: &Message) -> StatusCode {
        let kind = message["Type"].as_str().unwrap().to_owned();
        self.post_as(&kind, &Value::Object(message.clone()).to_string()).await
    }

    async fn post_as(&self, kind: &str, body: &str) -> StatusCode {
        let request = Client::new().post(format!("{}/hooks/ses", self.server.at));
        let request =
            request.header("x-amz-sns-message-type", kind).header("content-type", "text/plain; charset=UTF-8");
        request.body(body.to_owned()).send().await.unwrap().status()
    }

    async fn delivered(&self) -> i64 {
        self.house.assert_adds_up(self.campaign, 3).await.delivered
    }
}

fn with(mut message: Message, name: &str, value: &str) -> Message {
    message.insert(name.into(), value.into());
    message
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_sns_signed_are_taken_in_both_versions_once_each() {
    let story = Story::begun().await;
    let first = signed(notification(&story.delivery(1)));
    for _ in 0..3 {
        assert_eq!(story.post(&first).await, StatusCode::OK);
    }
    let old =
        with(with(notification(&story.delivery(2)), "SignatureVersion", "1"), "Subject", "Amazon SES Email Event");
    assert_eq!(story.post(&signed(old)).await, StatusCode::OK);
    assert_eq!(story.delivered().await, 2);
    assert_eq!(story.house.one::<i64>("select count(*) from mail_events where message_id like '0100-%'").await, 2);
    assert_eq!(story.sns.asked(), ["GET /SimpleNotificationService-test.pem HTTP/1.1"], "the certificate is kept");
    assert_eq!(story.post(&signed(notification("not JSON"))).await, StatusCode::OK, "SNS cannot mend it");
    assert_eq!(story.house.one::<i64>("select count(*) from kept_reports").await, 1);
}

/// What SNS did not sign, or not so, each otherwise like a message it did.
fn forgeries(story: &Story, version: &str, other: &str) -> Vec<(&'static str, Message)> {
    let report = || with(notification(&story.delivery(1)), "SignatureVersion", version);
    let late = format!("{:.3}", jiff::Timestamp::now() - jiff::SignedDuration::from_mins(61));
    let early = format!("{:.3}", jiff::Timestamp::now() + jiff::SignedDuration::from_mins(61));
    let by = |url: &str| signed(with(report(), "SigningCertURL", url));
    let of_another = signed(with(notification(&story.delivery(2)), "SignatureVersion", version));
    vec![
        ("altered words", with(signed(report()), "Message", &story.delivery(3))),
        ("an altered time", with(signed(with(report(), "Timestamp", "2026-11-23T00:00:00.000Z")), "Timestamp", &now())),
        ("another's signature", with(signed(report()), "Signature", of_another["Signature"].as_str().unwrap())),
        ("no signature", with(report(), "Signature", "")),
        ("no base64", with(report(), "Signature", "%%%")),
        ("one version said to be the other", with(signed(report()), "SignatureVersion", other)),
        ("a version of the future", with(signed(report()), "SignatureVersion", "3")),
        ("an added subject", with(signed(report()), "Subject", "hello")),
        ("a foreign topic", signed(with(report(), "TopicArn", "arn:aws:sns:us-east-1:999999999999:ses-reports"))),
        ("an old message", signed(with(report(), "Timestamp", &late))),
        ("a message of the future", signed(with(report(), "Timestamp", &early))),
        ("no time", signed(with(report(), "Timestamp", "yesterday"))),
        ("plain HTTP", by(&format!("http://{HOST}/SimpleNotificationService-test.pem"))),
        ("another host", by("https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-test.pem")),
        ("a bucket", by("https://evil.s3.amazonaws.com/SimpleNotificationService-test.pem")),
        ("another port", by(&format!("https://{HOST}:8443/SimpleNotificationService-test.pem"))),
        ("no certificate", by(&format!("https://{HOST}/SimpleNotificationService-test.txt"))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sns_did_not_sign_changes_nothing() {
    let story = Story::begun().await;
    for (version, other) in [("2", "1"), ("1", "2")] {
        for (what, forgery) in forgeries(&story, version, other) {
            assert_eq!(story.post(&forgery).await, StatusCode::FORBIDDEN, "{what} in version {version}");
        }
    }
    let report = || notification(&story.delivery(1));
    let fine = Value::Object(signed(report())).to_string();
    assert_eq!(
        story.post_as("SubscriptionConfirmation", &fine).await,
        StatusCode::FORBIDDEN,
        "another type in the header"
    );
    assert_eq!(story.post_as("Notification", "no JSON").await, StatusCode::BAD_REQUEST);
    let large = Value::Object(signed(notification(&"x".repeat(300 * 1024)))).to_string();
    assert_eq!(story.post_as("Notification", &large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let elsewhere = Client::new().get(format!("{}/hooks/ses", story.server.at)).send().await.unwrap().status();
    assert_eq!(elsewhere, StatusCode::METHOD_NOT_ALLOWED);

    assert_eq!(story.house.one::<i64>("select count(*) from mail_events where message_id like '0100-%'").await, 0);
    assert_eq!(story.house.one::<i64>("select count(*) from kept_reports").await, 0, "a stranger filled our table");
    assert!(story.sns.asked().iter().all(|asked| asked.contains("-test.pem HTTP")), "{:?}", story.sns.asked());
    assert_eq!(story.post_as("Notification", &fine).await, StatusCode::OK, "the unaltered message is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_from_whom_no_trusted_authority_vouches_for_is_not_taken() {
    let (house, elsewhere) = (House::new().await, tempfile::tempdir().unwrap());
    let (sns, trusted) = (SnsDouble::start(house.data.path()).await, SnsDouble::start(elsewhere.path()).await);
    let story = Story::trusting(&trusted.authority.display().to_string(), house, sns).await;
    let message = signed(notification(&story.delivery(1)));
    assert_eq!(story.post(&message).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(story.delivered().await, 0);
    assert!(story.sns.asked().is_empty(), "nothing is asked of a host that cannot prove its name");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_a_certificate_is_not_followed_and_sns_may_try_again() {
    let story = Story::begun().await;
    *story.sns.head.lock().unwrap() =
        "HTTP/1.1 302 Found\r\nlocation: https://sns.us-east-1.amazonaws.com/other.pem".into();
    let message = signed(notification(&story.delivery(1)));
    assert_eq!(story.post(&message).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(story.sns.asked().len(), 1);
    *story.sns.head.lock().unwrap() = "HTTP/1.1 200 OK".into();
    assert_eq!(story.post(&message).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_of_our_topic_is_followed_and_no_other() {
    let story = Story::begun().await;
    let link = format!("https://{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=0123456789");
    assert_eq!(story.post(&signed(invitation(&link))).await, StatusCode::OK);
    let confirmed = |asked: &String| asked.starts_with("GET /?Action=ConfirmSubscription");
    assert!(story.sns.asked().iter().any(confirmed), "{:?}", story.sns.asked());

    let before = story.sns.asked().len();
    for elsewhere in ["https://evil.example/?Action=ConfirmSubscription", &link.replace("https", "http")] {
        assert_eq!(story.post(&signed(invitation(elsewhere))).await, StatusCode::FORBIDDEN, "{elsewhere}");
    }
    let foreign = with(invitation(&link), "TopicArn", "arn:aws:sns:us-east-1:999999999999:ses-reports");
    assert_eq!(story.post(&signed(foreign)).await, StatusCode::FORBIDDEN);
    assert_eq!(story.post(&invitation(&link)).await, StatusCode::BAD_REQUEST, "it is not signed at all");
    assert_eq!(story.sns.asked().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_topic_is_expected_nobody_answers() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let posted = Client::new().post(format!("{}/hooks/ses", server.at)).body("{}").send().await.unwrap();
    assert!([StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&posted.status()), "{}", posted.status());
}
