//! What people see of one person, of those who failed, and of how a campaign went.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::{House, people, person},
};
use domain::{
    CampaignId, DeliveryState, SendTag,
    campaign::CampaignKind,
    failed_send::FailedFilter,
    failure::Cause,
    mail_event::{MailEvent, MailEventKind},
    timeline::{Decision, Happening, Timeline},
};
use mailroom::{
    Error, Member,
    campaigns::{self, Settlement, Whom},
    events, failed_sends,
    recipients::{self, RecipientQuery},
    report,
};
use std::fs;

const UNKNOWN: Refusal = Refusal::Recipient("550 5.1.1 nobody of that name");

/// Ten people; the relay knows nobody of the second's name and hangs up after taking the fifth's letter.
async fn sent_to_ten() -> (House, Relay, CampaignId) {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.refuses(&person(2), UNKNOWN, usize::MAX);
    relay.refuses(&person(5), Refusal::HangUpAfterAccepting, 1);
    let campaign = house.launch_to(&people(10), CampaignKind::Informational, &relay.url()).await;
    carry(&house, &relay, campaign).await;
    (house, relay, campaign)
}

async fn carry(house: &House, relay: &Relay, campaign: CampaignId) {
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    house.turn_until_ended(&dispatcher, campaign).await;
}

async fn timeline(house: &House, campaign: CampaignId, seq: i32) -> Timeline {
    recipients::timeline(&house.mailroom, campaign, seq).await.unwrap()
}

fn decisions(timeline: &Timeline) -> Vec<Decision> {
    let decided = timeline.moments.iter().filter_map(|moment| match &moment.what {
        Happening::Decided { act, .. } => Some(*act),
        _ => None,
    });
    decided.collect()
}

async fn listed(house: &House, filter: &FailedFilter) -> Vec<String> {
    let rows = failed_sends::page(&house.mailroom, filter, None, 50).await.unwrap();
    rows.into_iter().map(|row| row.address.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_has_a_name_and_can_be_sent_again() {
    let (house, relay, campaign) = sent_to_ten().await;
    let failed = timeline(&house, campaign, 2).await;
    assert_eq!(failed.state, DeliveryState::Failed);
    let failure = failed.failure.clone().unwrap();
    assert_eq!((failure.cause, failure.may_go_again), (Cause::NoSuchMailbox, true));
    assert_eq!((failed.previous, failed.next), (Some(1), Some(3)));
    relay.refuses(&person(2), UNKNOWN, 0);
    let asked =
        campaigns::requeue(&house.mailroom, &Member::operator(), campaign, &Whom::People(vec![2])).await.unwrap();
    assert_eq!(asked, 1);
    assert!(listed(&house, &FailedFilter::default()).await.is_empty());
    carry(&house, &relay, campaign).await;
    let sent = timeline(&house, campaign, 2).await;
    assert_eq!((sent.state, sent.attempts, decisions(&sent)), (DeliveryState::Sent, 2, vec![Decision::SentAgain]));
    house.assert_adds_up(campaign, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doubt_is_told_and_settled_by_a_person() {
    let (house, _relay, campaign) = sent_to_ten().await;
    let doubted = timeline(&house, campaign, 5).await;
    assert_eq!((doubted.state, doubted.doubt.map(|doubt| doubt.attempt)), (DeliveryState::InDoubt, Some(1)));
    let by = Member::operator();
    campaigns::settle(&house.mailroom, &by, campaign, Settlement::Sent, &Whom::People(vec![5])).await.unwrap();
    let settled = timeline(&house, campaign, 5).await;
    assert_eq!((settled.state, decisions(&settled)), (DeliveryState::Sent, vec![Decision::SettledAsSent]));
    house.assert_adds_up(campaign, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_address_gets_the_mail_and_everybody_is_still_accounted_for() {
    let (house, relay, campaign) = sent_to_ten().await;
    let by = Member::operator();
    let right = "right@example.com".parse().unwrap();
    let done = recipients::correct(&house.mailroom, &by, campaign, 2, &right).await.unwrap();
    assert_eq!((done.seq, done.contact_changed), (11, true));
    let states = house.assert_adds_up(campaign, 11).await;
    assert_eq!((states.waiting, states.skipped, states.failed), (1, 1, 0));
    carry(&house, &relay, campaign).await;
    house.settle_as_sent(campaign).await;
    let states = house.assert_adds_up(campaign, 11).await;
    assert_eq!((states.sent, states.skipped), (10, 1));
    assert_eq!((relay.letters_to("right@example.com"), relay.letters_to(&person(2))), (1, 0));
    let old = timeline(&house, campaign, 2).await;
    assert_eq!((old.state, old.continued_as), (DeliveryState::Skipped, Some(11)));
    assert_eq!(decisions(&old), [Decision::CorrectedAddress]);
    let contact: String = house.one("select address from contacts where name = 'Person 2'").await;
    assert_eq!(contact, "right@example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_mailed_twice_by_a_correction() {
    let (house, _relay, campaign) = sent_to_ten().await;
    let by = Member::operator();
    house
        .run("insert into suppressions (address, reason, source) values ('left@example.com', 'refused', 'test')")
        .await;
    for (seq, address) in [(2, person(3)), (2, person(2)), (2, "left@example.com".into())] {
        let refused = recipients::correct(&house.mailroom, &by, campaign, seq, &address.parse().unwrap()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{address}: {refused:?}");
    }
    let well = recipients::correct(&house.mailroom, &by, campaign, 3, &"new@example.com".parse().unwrap()).await;
    assert!(matches!(well, Err(Error::Refused(_))), "{well:?}");
    house.assert_adds_up(campaign, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_said_no_or_was_erased_is_mailed_by_a_correction() {
    let (house, _relay, campaign) = sent_to_ten().await;
    let by = Member::operator();
    house.run("insert into erasures (address_hash, contact_id) values (address_hash('gone@example.com'), 99)").await;
    let gone = recipients::correct(&house.mailroom, &by, campaign, 2, &"gone@example.com".parse().unwrap()).await;
    assert!(matches!(gone, Err(Error::Invalid(_))), "{gone:?}");
    let right = "right@example.com".parse().unwrap();
    for word in [
        "insert into suppressions (address, reason, source) select address, 'refused', '' from recipients where seq = 2",
        "insert into erasures (address_hash, contact_id) select '', contact_id from recipients where seq = 2",
    ] {
        house.run(word).await;
        let refused = recipients::correct(&house.mailroom, &by, campaign, 2, &right).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{word}: {refused:?}");
        house.run("delete from suppressions").await;
    }
    house.assert_adds_up(campaign, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_sends_are_found_by_cause_and_domain_and_leave_the_list_when_they_arrive() {
    let (house, relay, campaign) = sent_to_ten().await;
    let bounce = MailEvent {
        dedupe_key: "b".into(),
        tag: Some(SendTag { campaign, seq: 7, attempt: 1 }),
        kind: MailEventKind::BouncedThisTime,
        message_id: "m".into(),
        recipient: person(7),
        at: jiff::Timestamp::now(),
        detail: "Bounced this time (Transient, MailboxFull).".into(),
    };
    events::apply(&house.mailroom, &[bounce]).await.unwrap();
    assert_eq!(listed(&house, &FailedFilter::default()).await.len(), 2);
    let of = |cause| FailedFilter { cause: Some(cause), ..Default::default() };
    assert_eq!(listed(&house, &of(Cause::MailboxFull)).await, [person(7)]);
    assert_eq!(listed(&house, &of(Cause::NoSuchMailbox)).await, [person(2)]);
    let at = |domain: &str| FailedFilter { domain: Some(domain.into()), ..Default::default() };
    assert_eq!((listed(&house, &at("@Example.com")).await.len(), listed(&house, &at("gmail.com")).await.len()), (2, 0));
    let reasons = failed_sends::reasons(&house.mailroom, &FailedFilter::default()).await.unwrap();
    assert_eq!(reasons.iter().map(|reason| reason.people).sum::<i64>(), 2);
    relay.refuses(&person(2), UNKNOWN, 0);
    let asked =
        failed_sends::send_all_again(&house.mailroom, &Member::operator(), &FailedFilter::default()).await.unwrap();
    assert_eq!(asked, 2, "a bounce that may pass is sent again too");
    carry(&house, &relay, campaign).await;
    assert!(listed(&house, &FailedFilter::default()).await.is_empty());
    house.assert_adds_up(campaign, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_adds_up_to_the_audience() {
    let (house, _relay, campaign) = sent_to_ten().await;
    let report = report::report(&house.mailroom, campaign).await.unwrap();
    let (_, last) = *report.course().last().unwrap();
    assert_eq!(last, report.summary.totals, "the changes of every minute add up to the totals");
    assert_eq!(report.reasons.iter().map(|reason| reason.people).sum::<i64>(), 1);
    assert_eq!(report.domains.rows.iter().map(|domain| domain.people).sum::<i64>(), 10);
    assert_eq!(report.domains.rows[0].failed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_in_a_state_is_found_whatever_page_they_are_on() {
    let (house, _relay, campaign) = sent_to_ten().await;
    for state in DeliveryState::ALL {
        let mut query = RecipientQuery { state: Some(state), limit: 2, ..Default::default() };
        let mut found = 0;
        loop {
            let page = recipients::page(&house.mailroom, campaign, &query).await.unwrap();
            assert!(page.rows.iter().all(|row| row.state == state), "{state}");
            found += page.rows.len() as i64;
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(found, house.states(campaign).await.of(state), "{state}");
    }
    let query = RecipientQuery { prefix: Some("P000".into()), limit: 3, ..Default::default() };
    let first = recipients::page(&house.mailroom, campaign, &query).await.unwrap();
    assert_eq!((first.rows.len(), first.next.as_deref()), (3, Some("p0003@example.com")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_that_is_shown_is_the_mail_that_was_sent() {
    let house = House::new().await;
    let campaign = house.launch(3, "outbox").await;
    let dispatcher = house.dispatcher(house.mailer("outbox").await).await;
    house.turn_until_ended(&dispatcher, campaign).await;
    let shown = recipients::letter(&house.mailroom, campaign, 1).await.unwrap();
    let sent = fs::read_dir(house.data.path().join("outbox"))
        .unwrap()
        .flatten()
        .find(|file| file.file_name().to_string_lossy().starts_with(&format!("{campaign}_1_1-")));
    let lines = |mime: &[u8]| {
        let text = String::from_utf8_lossy(mime).into_owned();
        // made of the message id
        let boundary = text.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let text = text.replace(boundary, "boundary");
        let kept = text.lines().filter(|line| !line.starts_with("Date:") && !line.starts_with("Message-ID:"));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&shown.letter.mime), lines(&fs::read(sent.unwrap().path()).unwrap()));
    assert_eq!(shown.words.html, "<p>Hello Person 1</p>");
}
