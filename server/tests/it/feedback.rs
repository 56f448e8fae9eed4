//! Whatever way reports come in, they come to the same; and nothing of them is lost, or counted twice.

use crate::{
    doubles::{
        ses::{Answer, SesDouble},
        sns,
        sqs::SqsDouble,
    },
    house::{House, people, person, words},
    ses::open,
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use domain::{Audience, CampaignId, SendTag, campaign::CampaignKind};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    dispatcher::Dispatcher,
    events::{self, Queue, Read, Source},
    mailer::{Mailer, ses::http_client},
    suppressions, topics,
};
use serde_json::{Value, json};
use std::time::Duration;

const ACCOUNT: &str = "ses:ap-northeast-2";

fn queue(double: &SqsDouble) -> Queue {
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("ap-northeast-2"))
        .endpoint_url(double.endpoint())
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(http_client())
        .build();
    Queue::new(&sdk, &double.queue(), Duration::ZERO).unwrap()
}

struct Story {
    house: House,
    ses: SesDouble,
    sqs: SqsDouble,
    queue: Queue,
    dispatcher: Dispatcher,
    campaign: CampaignId,
}

impl Story {
    /// `n` people are mailed through SES; the carrier gives no answer about the second.
    async fn sent(n: usize) -> Self {
        Self::within(mailroom::DOUBT_WINDOW, n).await
    }

    async fn within(doubt_window: Duration, n: usize) -> Self {
        let (house, ses, sqs) =
            (House::with_doubt_window(doubt_window).await, SesDouble::start().await, SqsDouble::start().await);
        ses.log().account["SendQuota"]["MaxSendRate"] = json!(2000.0);
        ses.answer_to(&person(2), [Answer::HangUp { accepts: true }]);
        let dispatcher = house.dispatcher(open(&ses)).await;
        let campaign = house.launch_to(&people(n), CampaignKind::Informational, ACCOUNT).await;
        let queue = queue(&sqs);
        let story = Self { house, ses, sqs, queue, dispatcher, campaign };
        story.house.turn_until_ended(&story.dispatcher, campaign).await;
        story
    }

    fn mail(&self, seq: usize) -> Value {
        let tag = SendTag { campaign: self.campaign, seq: seq as i32, attempt: 1 };
        json!({"timestamp": "2026-11-22T12:00:00Z", "messageId": self.message(seq), "destination": [person(seq)],
            "tags": {"r": [tag.to_string()]}})
    }

    /// As SES named it.
    fn message(&self, seq: usize) -> String {
        let log = self.ses.log();
        log.accepted.iter().find(|letter| letter.to == person(seq)).unwrap().message_id.clone()
    }

    fn send(&self, seq: usize) -> String {
        json!({"eventType": "Send", "mail": self.mail(seq), "send": {}}).to_string()
    }

    fn delivery(&self, seq: usize) -> String {
        json!({"eventType": "Delivery", "mail": self.mail(seq), "delivery": {"timestamp": "2026-11-22T12:00:01Z",
            "recipients": [person(seq)], "smtpResponse": "250 OK"}})
        .to_string()
    }

    fn bounce(&self, seq: usize) -> Value {
        json!({"bounceType": "Permanent", "bounceSubType": "General", "timestamp": "2026-11-22T12:00:02Z",
            "feedbackId": format!("bounce-{seq}"), "bouncedRecipients": [{"emailAddress": person(seq)}]})
    }

    /// As an identity reports it: no tags, and another name for the kind.
    fn told_by_identity(&self, seq: usize) -> String {
        let mut mail = self.mail(seq);
        mail.as_object_mut().unwrap().remove("tags");
        json!({"notificationType": "Bounce", "mail": mail, "bounce": self.bounce(seq)}).to_string()
    }

    fn complaint(&self, seq: usize, kind: &str) -> String {
        json!({"eventType": "Complaint", "mail": self.mail(seq), "complaint": {"timestamp": "2026-11-22T12:00:03Z",
            "feedbackId": format!("complaint-{seq}"), "complaintFeedbackType": kind,
            "complainedRecipients": [{"emailAddress": person(seq)}]}})
        .to_string()
    }

    async fn suppressed(&self) -> String {
        self.house
            .one("select coalesce(string_agg(address || ' ' || reason, ', ' order by address), '') from suppressions")
            .await
    }
}

fn wrapped(report: &str) -> String {
    Value::Object(sns::notification(report)).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_in_a_queue_are_applied_raw_or_wrapped_and_only_then_deleted() {
    let story = Story::sent(8).await;
    assert_eq!(story.house.states(story.campaign).await.in_doubt, 1);
    for report in [
        story.send(2),
        wrapped(&story.delivery(1)),
        story.told_by_identity(3),
        story.complaint(4, "abuse"),
        story.complaint(5, "not-spam"),
    ] {
        story.sqs.put(&report);
        story.sqs.put(report);
    }
    assert_eq!(story.queue.read(&story.house.mailroom).await.unwrap(), Read::Events);
    let states = story.house.assert_adds_up(story.campaign, 8).await;
    assert_eq!((states.in_doubt, states.delivered, states.bounced, states.complained, states.sent), (0, 1, 1, 1, 5));
    assert_eq!(story.suppressed().await, format!("{} bounced, {} complained", person(3), person(4)));
    assert!(story.sqs.log().waiting.is_empty());
    assert_eq!(story.queue.read(&story.house.mailroom).await.unwrap(), Read::Nothing);
    let (feeds, kept) = events::feeds(&story.house.mailroom).await.unwrap();
    assert_eq!((feeds.len(), feeds[0].account.as_str(), feeds[0].reports, kept), (1, ACCOUNT, 10, 0));
    assert!(feeds[0].last.unwrap().lag_seconds().is_some() && !feeds[0].is_behind);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_read_is_kept_and_holds_up_nothing() {
    let story = Story::sent(4).await;
    story.house.run("alter table mail_events add constraint no_poison check (message_id <> 'poison')").await;
    let unknown = json!({"eventType": "Horoscope", "mail": story.mail(1), "horoscope": {}}).to_string();
    let poison = story.delivery(4).replace(&story.message(4), "poison");
    let nul = story.delivery(3).replace("250 OK", "250 \\u0000 OK");
    for body in
        ["no JSON\u{fffd}", "{}", &unknown, &poison, &nul, &story.send(2), &story.delivery(1), "no JSON\u{fffd}"]
    {
        story.sqs.put(body);
    }
    story.queue.read(&story.house.mailroom).await.unwrap();
    assert!(story.sqs.log().waiting.is_empty(), "something stays in the queue for ever");
    let states = story.house.assert_adds_up(story.campaign, 4).await;
    assert_eq!((states.in_doubt, states.delivered, states.sent), (0, 2, 2));
    let kept = events::kept(&story.house.mailroom, 10).await.unwrap();
    let mut raw: Vec<&str> = kept.iter().map(|kept| kept.raw.as_str()).collect();
    raw.sort_unstable();
    let mut expected = ["no JSON\u{fffd}", "{}", &unknown, &poison];
    expected.sort_unstable();
    assert_eq!(raw, expected);
    assert_eq!(story.house.one::<i64>("select count(*) from mail_events where kind = 'other'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_deleted_before_the_ledger_has_it() {
    let story = Story::sent(3).await;
    story.sqs.put("not JSON");
    story.sqs.put(story.send(2));
    story.house.run("alter table kept_reports rename to away").await;
    story.queue.read(&story.house.mailroom).await.unwrap_err();
    assert!(story.sqs.log().deleted.is_empty());
    story.house.run("alter table away rename to kept_reports").await;
    story.sqs.forget_receipts();
    story.queue.read(&story.house.mailroom).await.unwrap();
    assert_eq!(story.sqs.log().deleted.len(), 2);
    assert_eq!(story.house.assert_adds_up(story.campaign, 3).await.sent, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_outruns_the_answer_finds_its_letter_later() {
    let story = Story::sent(3).await;
    story.house.run("update attempts set receipt = 'not yet' where seq = 3").await;
    story.sqs.put(story.told_by_identity(3));
    story.sqs.put(story.told_by_identity(3).replace(&story.message(3), "0100-a-letter-of-somebody-else"));
    story.queue.read(&story.house.mailroom).await.unwrap();
    assert_eq!(story.house.states(story.campaign).await.bounced, 0);
    assert_eq!(
        story.suppressed().await,
        format!("{} bounced", person(3)),
        "a dead address is dead whoever wrote to it"
    );

    story.house.run(&format!("update attempts set receipt = '{}' where seq = 3", story.message(3))).await;
    story.house.run("update unplaced_events set tried_at = tried_at - interval '1 minute'").await;
    assert_eq!(events::place_waiting(&story.house.mailroom).await.unwrap(), 1);
    assert_eq!(story.house.assert_adds_up(story.campaign, 3).await.bounced, 1);

    let late = "update unplaced_events set received_at = received_at - interval '2 hours', tried_at = tried_at - interval '1 minute'";
    story.house.run(late).await;
    assert_eq!(events::place_waiting(&story.house.mailroom).await.unwrap(), 1);
    assert_eq!(story.house.one::<i64>("select count(*) from unplaced_events").await, 0);
    assert_eq!(story.house.one::<i64>("select count(*) from mail_events where campaign_id is null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_order_and_any_repetition_of_all_ways_in_comes_to_the_same() {
    let source = Source { name: "test".into(), account: ACCOUNT.into(), is_read: false };
    for turn in 0..4 {
        let story = Story::sent(6).await;
        let mut reports = vec![
            story.send(1),
            story.send(2),
            story.delivery(1),
            wrapped(&story.delivery(1)),
            story.delivery(3),
            story.told_by_identity(4),
            json!({"eventType": "Bounce", "mail": story.mail(4), "bounce": story.bounce(4)}).to_string(),
            story.complaint(5, "abuse"),
            story.complaint(6, "not-spam"),
            story.delivery(5),
        ];
        reports.extend(reports.clone());
        rand::seq::SliceRandom::shuffle(reports.as_mut_slice(), &mut rand::rng());
        for part in reports.chunks(1 + turn * 5) {
            events::take(&story.house.mailroom, &source, part).await.unwrap();
        }
        let states = story.house.assert_adds_up(story.campaign, 6).await;
        let found = (states.sent, states.delivered, states.bounced, states.complained, states.in_doubt);
        assert_eq!(found, (2, 2, 1, 1, 0), "{reports:#?}");
        assert_eq!(story.house.one::<i64>("select count(*) from unplaced_events").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_doubts_stands_while_reports_wait_unread() {
    let story = Story::within(Duration::ZERO, 3).await;
    story.house.run("delete from doubts; delete from retries; delete from attempts where seq = 2").await;
    // as a lost worker leaves it
    story
        .house
        .run(&format!(
            "insert into doubts (campaign_id, seq, attempt, reason, detail, settle_after) values ({}, 2, 1, 'test', '', now());
             update totals set in_doubt = 1, sent = 2, retrying = 0, sending = 0, waiting = 0",
            story.campaign
        ))
        .await;
    for _ in 0..10 {
        story.sqs.put_aged(story.delivery(1), Duration::from_secs(600));
    }
    story.queue.read(&story.house.mailroom).await.unwrap();
    story.dispatcher.round().await.unwrap();
    assert_eq!(story.house.states(story.campaign).await.in_doubt, 1, "settled while the very report may wait");

    story.queue.read(&story.house.mailroom).await.unwrap();
    story.dispatcher.round().await.unwrap();
    assert_eq!(story.house.states(story.campaign).await.in_doubt, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_cannot_be_read_says_so_to_doctor() {
    let story = Story::sent(2).await;
    story.sqs.log().refusing = true;
    let stop = tokio_util::sync::CancellationToken::new();
    let run = tokio::spawn({
        let (queue, mailroom, stop) = (story.queue.clone(), story.house.mailroom.clone(), stop.clone());
        async move { queue.run(&mailroom, &stop).await }
    });
    story.house.until("select exists (select from report_feeds where problem like '%queue does not exist%')").await;
    let said = story.house.pabal(&["doctor"]).end().await;
    assert!(said.code() == 1 && said.stdout.contains("queue ses-reports of ses:ap-northeast-2"), "{said:?}");
    story.sqs.log().refusing = false;
    stop.cancel();
    run.await.unwrap();
    story.queue.read(&story.house.mailroom).await.unwrap();
    let said = story.house.pabal(&["doctor"]).end().await.fine();
    assert!(said.stdout.contains("nothing came yet"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_of_which_nothing_is_heard_is_warned_of() {
    let story = Story::sent(130).await;
    let heard = async || events::of_campaign(&story.house.mailroom, story.campaign).await.unwrap().unwrap();
    assert!(!heard().await.is_silent, "nothing can have come yet");
    story
        .house
        .run(
            "update campaigns set launched_at = launched_at - interval '1 hour';
              update campaign_minutes set minute = minute - interval '50 minutes'",
        )
        .await;
    assert!(heard().await.is_silent);
    assert_eq!(events::silent(&story.house.mailroom).await.unwrap(), [story.campaign]);
    story.sqs.put(story.delivery(1));
    story.queue.read(&story.house.mailroom).await.unwrap();
    let now = heard().await;
    assert!(!now.is_silent && now.last.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_a_topic_is_left_out_of_its_campaigns_only() {
    let (house, by) = (House::new().await, Member::operator());
    house.import(&people(5)).await;
    let named = topics::Draft { name: ("Offers", "혜택").into(), description: ("", "").into() };
    let topic = topics::save(&house.mailroom, &by, None, &named).await.unwrap();
    for contact in 1..=5 {
        topics::choose(&house.mailroom, &by, domain::ContactId(contact), topic, true).await.unwrap();
    }
    suppressions::add_to_topic(&house.mailroom, &by, topic, &person(2), "a list of ours").await.unwrap();
    let dispatcher = house.dispatcher(house.mailer("outbox").await).await;
    let launch = async |topic| {
        let audience = Audience::Segments { include: vec![], exclude: vec![], topic };
        let audience = if topic.is_some() { audience } else { Audience::Everyone };
        let kind = CampaignKind::Informational;
        let draft = Draft { name: "About".into(), kind, audience, words: words(kind) };
        let campaign = campaigns::create(&house.mailroom, &by, &draft).await.unwrap();
        campaigns::launch(&house.mailroom, &by, campaign, "outbox").await.unwrap();
        campaign
    };
    let (about, other) = (launch(Some(topic)).await, launch(None).await);
    // both audiences are written down by now
    dispatcher.turn().await.unwrap();
    dispatcher.turn().await.unwrap();
    topics::choose(&house.mailroom, &by, domain::ContactId(4), topic, false).await.unwrap();
    let states = house.turn_until_ended(&dispatcher, about).await;
    assert_eq!((states.skipped, states.unsent()), (2, 0), "{states:?}");
    let skipped = "select string_agg(address || ' ' || state || ' ' || detail, ', ' order by seq) from recipient_states where state = 'skipped'";
    let expected = format!("{} skipped by_hand, {} skipped refused", person(2), person(4));
    assert_eq!(house.one::<String>(skipped).await, expected);
    assert_eq!(house.turn_until_ended(&dispatcher, other).await.skipped, 0);
    house.assert_adds_up(about, 5).await;

    let address = person(2).parse().unwrap();
    suppressions::lift_topic(&house.mailroom, &by, topic, &address, "they asked for it").await.unwrap();
    assert!(suppressions::of_topics(&house.mailroom, 10).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_own_list_is_read_page_by_page_and_nothing_is_deleted_there() {
    let (house, double) = (House::new().await, SesDouble::start().await);
    let Mailer::Ses(ses) = open(&double) else { panic!("SES was opened") };
    house.run("insert into suppressions (address, reason, source) values ('no@example.com', 'refused', 'test'), ('dead@example.com', 'bounced', 'campaign 1')").await;
    let entry = |address: &str, reason: &str| (address.to_owned(), reason.to_owned(), 1_700_000_000);
    double.log().suppressed = vec![
        entry("a@example.com", "BOUNCE"),
        entry("B@example.com", "COMPLAINT"),
        entry("no@example.com", "COMPLAINT"),
    ];
    double.log().suppressed_page = 2;
    let synced = suppressions::sync(&house.mailroom, &ses, Duration::ZERO).await.unwrap();
    assert_eq!((synced.found, synced.added, synced.pushed), (3, 2, 0));
    let all = "select string_agg(address || ' ' || reason, ', ' order by address) from suppressions";
    let expected = "a@example.com bounced, b@example.com complained, dead@example.com bounced, no@example.com refused";
    assert_eq!(house.one::<String>(all).await, expected);

    let queries =
        || double.log().requests.iter().map(|kept| format!("{} {}", kept.method, kept.query)).collect::<Vec<_>>();
    assert_eq!(queries().len(), 2);
    assert!(queries()[1].contains("NextToken=2") && !queries()[0].contains("StartDate"), "{:?}", queries());
    let synced = suppressions::sync(&house.mailroom, &ses, Duration::ZERO).await.unwrap();
    assert_eq!(synced.found, 0, "it asked for everything again");
    assert!(queries()[2].contains("StartDate"));

    let admin = Member::operator();
    suppressions::push(&house.mailroom, &admin, ACCOUNT, true).await.unwrap();
    assert_eq!(suppressions::sync(&house.mailroom, &ses, Duration::ZERO).await.unwrap().pushed, 1);
    assert_eq!(suppressions::sync(&house.mailroom, &ses, Duration::ZERO).await.unwrap().pushed, 0);
    assert_eq!(double.log().suppressed.last().unwrap().0, "dead@example.com", "who refused is nobody's bounce");
    assert!(queries().iter().all(|query| query.starts_with("GET") || query.starts_with("PUT")), "{:?}", queries());
    let lists = suppressions::lists(&house.mailroom).await.unwrap();
    assert_eq!((lists.len(), lists[0].is_pushing, lists[0].pushed), (1, true, 1));
    assert!(lists[0].read_at.is_some() && lists[0].problem.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_addresses_of_a_file_are_never_mailed() {
    let house = House::new().await;
    let file = house
        .file("gone.csv", "Email,Name\nA@example.com,Ada\n\"Bo\" <b@example.com>\nnot@an@address,\na@example.com,Ada");
    let said = house.pabal(&["suppress", file.to_str().unwrap(), "--note", "a partner's list"]).end().await.fine();
    assert!(said.stdout.contains("2 addresses added") && said.stdout.contains("not@an@address"), "{said:?}");
    let all = "select string_agg(address || ' ' || reason || ' ' || source, ', ' order by address) from suppressions";
    assert_eq!(
        house.one::<String>(all).await,
        "a@example.com by_hand a partner's list, b@example.com by_hand a partner's list"
    );
}
