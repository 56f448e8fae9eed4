//! Dispatchers that learn by SQS which batch is next, against an emulator that speaks SQS.

use crate::{
    doubles::relay::{Relay, Stage},
    house::{House, Program, until},
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sqs::{Client, config::Credentials, types::QueueAttributeName};
use emulators::Ministack;
use mailroom::{
    Member, campaigns,
    mailer::ses::http_client,
    work_queue::{SqsQueue, WorkQueue},
};
use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// A queue with its dead letters, in an AWS account of its own.
struct Sqs {
    account: String,
    url: String,
    client: Client,
}

impl Sqs {
    async fn new() -> Self {
        static ACCOUNTS: AtomicU64 = AtomicU64::new(100_000_000_000);
        let account = ACCOUNTS.fetch_add(1, Relaxed).to_string();
        let client = Client::new(&sdk(&account, &Ministack::shared().endpoint()));
        let dead = client.create_queue().queue_name("work-dead").send().await.unwrap();
        let policy = format!(
            r#"{{"deadLetterTargetArn":"arn:aws:sqs:ap-northeast-2:{account}:work-dead","maxReceiveCount":"5"}}"#
        );
        assert!(dead.queue_url().is_some());
        let work = client.create_queue().queue_name("work").attributes(QueueAttributeName::RedrivePolicy, policy);
        let url = work.send().await.unwrap().queue_url.unwrap();
        Self { account, url, client }
    }

    fn dispatches(&self, house: &House, relay: &Relay) -> Program {
        let args = ["serve", "--roles", "dispatch", "--work-queue", &self.url, "--carrier", &relay.url()];
        let environment = [
            ("AWS_ENDPOINT_URL_SQS", Ministack::shared().endpoint()),
            ("AWS_REGION", "ap-northeast-2".into()),
            ("AWS_ACCESS_KEY_ID", self.account.clone()),
            ("AWS_SECRET_ACCESS_KEY", "secret".into()),
        ];
        house.pabal_in(&environment.each_ref().map(|(name, value)| (*name, value.as_str())), &args)
    }

    async fn send(&self, body: &str) {
        self.client.send_message().queue_url(&self.url).message_body(body).send().await.unwrap();
    }

    /// Neither waiting nor in somebody's hands.
    async fn until_empty(&self) {
        let queue = SqsQueue::new(&sdk(&self.account, &Ministack::shared().endpoint()), &self.url, PATIENCE).unwrap();
        loop {
            let standing = queue.standing().await.unwrap();
            if (standing.waiting, standing.in_flight) == (0, 0) {
                assert_eq!(standing.given_up, Some(0));
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

fn sdk(account: &str, endpoint: &str) -> SdkConfig {
    let keys = Credentials::new(account, "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("ap-northeast-2"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(http_client())
        .build()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_take_their_batches_from_one_queue_and_never_a_recipient_twice() {
    let (house, relay, sqs) = (House::new().await, Relay::start().await, Sqs::new().await);
    let _both = [sqs.dispatches(&house, &relay), sqs.dispatches(&house, &relay)];
    house.until("select count(*) = 2 from living_dispatchers").await;
    relay.hold(Stage::Accepted);
    let campaign = house.launch(3000, &relay.url()).await;
    until("both have letters under way", || relay.held() > 8).await;
    house.until("select count(distinct owner) = 2 from batches where state = 'leased'").await;
    assert_eq!(
        house.one::<i64>("select count(*) from batches where offered_epoch is null and state <> 'done'").await,
        0
    );
    relay.release();
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 3000).await.sent, 3000);
    relay.assert_nobody_twice();
    sqs.until_empty().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_come_twice_late_or_lead_nowhere_change_nothing() {
    let (house, relay, sqs) = (House::new().await, Relay::start().await, Sqs::new().await);
    let campaign = house.launch(1200, &relay.url()).await;
    for body in [
        "no pointer",
        "{}",
        r#"{"campaign":999,"first_seq":1,"epoch":1}"#,
        &format!(r#"{{"campaign":{campaign},"first_seq":1,"epoch":77}}"#),
        &format!(r#"{{"campaign":{campaign},"first_seq":7,"epoch":1}}"#),
    ] {
        sqs.send(body).await;
        sqs.send(body).await;
    }
    let epoch: i32 = house.one("select epoch from campaigns").await;
    for first in [1, 1, 501, 501, 501, 1001] {
        sqs.send(&format!(r#"{{"campaign":{campaign},"first_seq":{first},"epoch":{epoch}}}"#)).await;
    }
    let _one = sqs.dispatches(&house, &relay);
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 1200).await.sent, 1200);
    relay.assert_nobody_twice();
    sqs.until_empty().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_campaign_leaves_the_queue_and_a_resumed_one_returns_to_it() {
    let (house, relay, sqs) = (House::new().await, Relay::start().await, Sqs::new().await);
    let _one = sqs.dispatches(&house, &relay);
    relay.answers_after(Duration::from_millis(20));
    let campaign = house.launch(2000, &relay.url()).await;
    until("a part is taken", || relay.count() >= 100).await;
    campaigns::pause(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    house.until("select count(*) = 0 from batches where state = 'leased'").await;
    sqs.until_empty().await;
    assert!(relay.count() < 2000);
    relay.answers_after(Duration::ZERO);
    campaigns::resume(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 2000).await.sent, 2000);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_had_taken_is_offered_again() {
    let (house, relay, sqs) = (House::new().await, Relay::start().await, Sqs::new().await);
    let one = sqs.dispatches(&house, &relay);
    relay.answers_after(Duration::from_millis(20));
    let campaign = house.launch(2000, &relay.url()).await;
    until("a part is taken", || relay.count() >= 100).await;
    one.kill().await;
    let _other = sqs.dispatches(&house, &relay);
    house.until("select state = 'finished' from campaigns").await;
    let states = house.assert_adds_up(campaign, 2000).await;
    assert_eq!(states.sent + states.in_doubt, 2000, "{states:?}");
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_does_not_answer_keeps_nobody_waiting() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let nowhere = sdk("000000000000", "http://127.0.0.1:9");
    let queue = SqsQueue::new(&nowhere, "http://127.0.0.1:9/000000000000/work", Duration::ZERO).unwrap();
    let mailer = house.mailer(&relay.url()).await;
    let stop = CancellationToken::new();
    let dispatcher = mailroom::dispatcher::Dispatcher::open(&house.mailroom, mailer, WorkQueue::Sqs(queue), None, stop);
    let dispatcher = dispatcher.await.unwrap();
    let campaign = house.launch(600, &relay.url()).await;
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 600);
    house.assert_adds_up(campaign, 600).await;
}
