//! Amazon SES: what its refusals mean, and how its reports end a doubt.

use crate::{
    doubles::ses::{Answer, SesDouble},
    house::{House, people, person},
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use domain::{CampaignId, SendTag, campaign::CampaignKind};
use mailroom::{
    campaigns,
    dispatcher::Dispatcher,
    events,
    mailer::{Mailer, Ses, SesSettings, ses::http_client},
};
use serde_json::json;
use std::{collections::HashMap, time::Duration};

const ACCOUNT: &str = "ses:ap-northeast-2";

pub fn open(double: &SesDouble) -> Mailer {
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("ap-northeast-2"))
        .endpoint_url(double.endpoint())
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(http_client())
        .build();
    let settings = SesSettings { configuration_set: Some("pabal".into()), attempt_timeout: Duration::from_secs(5) };
    Mailer::Ses(Ses::new(&sdk, settings).unwrap())
}

/// A campaign to `n` people under way through an account that allows 500 letters a second.
async fn launched(n: usize) -> (House, SesDouble, Dispatcher, CampaignId) {
    launched_as(CampaignKind::Advertising, n).await
}

async fn launched_as(kind: CampaignKind, n: usize) -> (House, SesDouble, Dispatcher, CampaignId) {
    let (house, double) = (House::new().await, SesDouble::start().await);
    double.log().account["SendQuota"]["MaxSendRate"] = json!(500.0);
    let dispatcher = house.dispatcher(open(&double)).await;
    assert_eq!(dispatcher.account(), ACCOUNT);
    let campaign = house.launch_to(&people(n), kind, ACCOUNT).await;
    (house, double, dispatcher, campaign)
}

fn assert_nobody_twice(double: &SesDouble) {
    let mut letters: HashMap<String, usize> = HashMap::new();
    for to in double.recipients() {
        *letters.entry(to).or_default() += 1;
    }
    letters.retain(|_, n| *n > 1);
    assert!(letters.is_empty(), "mailed more than once: {letters:?}");
}

fn report(kind: &str, tag: SendTag, to: &str) -> String {
    json!({"eventType": kind, "mail": {"timestamp": "2026-11-22T12:00:00Z", "messageId": format!("0100-{}", tag.seq),
        "destination": [to], "tags": {"r": [tag.to_string()]}}, "send": {}})
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_uses_up_no_attempt_and_everyone_is_sent() {
    let (house, double, dispatcher, campaign) = launched(60).await;
    double.answer((0..10).map(|_| Answer::Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded.")));
    let states = house.turn_until_ended(&dispatcher, campaign).await;
    assert_eq!(states.sent, 60);
    assert_eq!(house.one::<i16>("select max(attempt) from attempts").await, 1);
    assert_eq!(double.sends(), 70);
    assert!(house.one::<f64>("select multiplier from pace").await < 1.0, "the account did not slow down");
    assert_nobody_twice(&double);
    house.assert_adds_up(campaign, 60).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_quota_parks_the_account_and_fails_nobody() {
    let (house, double, dispatcher, campaign) = launched(100).await;
    let spent = Answer::Refuse(400, "LimitExceededException", "Daily message quota exceeded.");
    double.answer((0..40).map(|_| Answer::Accept).chain((0..100).map(|_| spent.clone())));
    house.turn_until_idle(&dispatcher).await;
    let states = house.assert_adds_up(campaign, 100).await;
    assert_eq!((states.sent, states.waiting, states.failed), (40, 60, 0), "{states:?}");
    assert!(house.one::<bool>("select parked_until > now() + interval '4 minutes' from pace").await);
    let accounts = mailroom::overview::overview(&house.mailroom).await.unwrap().accounts;
    let parked = accounts[0].parked.clone().unwrap();
    let quota = parked.quota.unwrap();
    assert_eq!((parked.cause, quota.waiting, quota.enough_at), (domain::failure::Cause::QuotaSpent, 60, None));
    let tomorrow = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24);
    assert!(quota.from <= tomorrow && quota.from > tomorrow - jiff::SignedDuration::from_mins(5), "{quota:?}");
    let asked = double.sends();
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(double.sends(), asked, "a parked account was asked again");

    double.answer_no_more();
    house.run("update pace set parked_until = null").await;
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 100);
    assert_eq!(house.one::<i16>("select max(attempt) from attempts").await, 1);
    assert_nobody_twice(&double);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unverified_sender_halts_the_campaign() {
    let (house, double, dispatcher, campaign) = launched(30).await;
    let check = "Email address is not verified. The following identities failed the check in region AP-NORTHEAST-2: news@shop.example";
    double.answer((0..60).map(|_| Answer::Refuse(400, "MessageRejected", check)));
    house.turn_until_idle(&dispatcher).await;
    let summary = campaigns::summary(&house.mailroom, campaign).await.unwrap();
    assert_eq!(summary.state, domain::campaign::CampaignState::Paused);
    assert!(summary.halted_because.unwrap().en.contains("news@shop.example"));
    let states = house.assert_adds_up(campaign, 30).await;
    assert_eq!((states.waiting, states.failed), (30, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_refusals_in_a_row_halt_the_campaign() {
    let (house, double, dispatcher, campaign) = launched(200).await;
    double.answer((0..200).map(|_| Answer::Refuse(400, "BadRequestException", "Missing final '@domain'")));
    house.turn_until_idle(&dispatcher).await;
    let summary = campaigns::summary(&house.mailroom, campaign).await.unwrap();
    assert_eq!(summary.state, domain::campaign::CampaignState::Paused);
    assert!(summary.halted_because.unwrap().en.contains("20 letters in a row"));
    let states = house.assert_adds_up(campaign, 200).await;
    assert!((20..=84).contains(&states.failed), "{states:?}");
    assert_eq!(states.failed + states.waiting, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_are_in_doubt_until_send_reports_settle_them() {
    let (house, double, dispatcher, campaign) = launched(20).await;
    double.answer_to(&person(5), [Answer::HangUp { accepts: true }]);
    double.answer_to(&person(9), [Answer::Refuse(500, "InternalFailure", "")]);
    let states = house.turn_until_ended(&dispatcher, campaign).await;
    assert_eq!((states.in_doubt, states.sent), (2, 18));
    let tag = SendTag { campaign, seq: 5, attempt: 1 };
    let sent = events::ses::parse(&report("Send", tag, &person(5))).unwrap();
    for _ in 0..2 {
        events::apply(&house.mailroom, &sent).await.unwrap();
        let states = house.assert_adds_up(campaign, 20).await;
        assert_eq!((states.in_doubt, states.sent), (1, 19));
    }
    let settled: String = house.one("select settled_by || ' ' || receipt from attempts where seq = 5").await;
    assert_eq!(settled, "event 0100-5");
    assert_nobody_twice(&double);
}

/// The window said unsent, the retry is owed, and then the report comes after all.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_send_report_takes_back_the_retry_and_counts_as_sent() {
    let (house, double, dispatcher, campaign) = launched_as(CampaignKind::Informational, 3).await;
    double.answer_to(&person(2), [Answer::HangUp { accepts: true }]);
    house.turn_until_ended(&dispatcher, campaign).await;
    house.pabal(&["settle", &campaign.to_string(), "--as", "unsent"]).end().await.fine();
    assert_eq!(house.assert_adds_up(campaign, 3).await.retrying, 1);
    let sent = events::ses::parse(&report("Send", SendTag { campaign, seq: 2, attempt: 1 }, &person(2))).unwrap();
    events::apply(&house.mailroom, &sent).await.unwrap();
    assert_eq!(house.assert_adds_up(campaign, 3).await.sent, 3);
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 3);
    assert_nobody_twice(&double);
}
