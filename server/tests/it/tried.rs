//! A letter that tries a campaign out is the letter people get, and nobody but whoever asked gets it.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::House,
};
use domain::{
    CampaignId,
    draft::{TestOutcome, TestSend},
    member::Role,
};
use mailroom::{
    Error, Member, campaigns,
    dispatcher::Dispatcher,
    links::{self, Purpose},
    suppressions, test_sends,
};
use std::time::Duration;

const ME: &str = "me@shop.example";

async fn standing(house: &House, relay: &Relay) -> Dispatcher {
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    dispatcher
}

async fn only_test(house: &House, campaign: CampaignId) -> TestSend {
    let mut tests = test_sends::list(&house.mailroom, campaign).await.unwrap();
    assert_eq!(tests.len(), 1, "{tests:?}");
    tests.remove(0)
}

/// Everything but what names the single letter: its id and boundary, its date, its addressee, its unsubscribe link.
fn words(letter: &str) -> Vec<String> {
    let boundary = letter.split_once("boundary=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a boundary").0;
    let unfolded =
        letter.replace("\r\n\t", " ").replace("\r\n ", " ").replace("=\r\n", "").replace(boundary, "BOUNDARY");
    let changing = ["Message-ID:", "Date:", "To:", "X-Pabal-Test:", "List-Unsubscribe:"];
    let lines = unfolded.lines().filter(|line| !changing.iter().any(|name| line.starts_with(name)));
    lines.map(without_token).collect()
}

fn without_token(line: &str) -> String {
    match line.split_once("/u/") {
        Some((before, token)) => {
            let end =
                token.find(|sign: char| !sign.is_ascii_alphanumeric() && !"-_".contains(sign)).unwrap_or(token.len());
            format!("{before}/u/TOKEN{}", &token[end..])
        }
        None => line.to_owned(),
    }
}

/// A test counts for nothing: it has no pixel. Takes out the one that must be there.
fn without_pixel(mut words: Vec<String>) -> Vec<String> {
    let line = words.iter_mut().find(|line| line.contains("/o/")).expect("a pixel");
    let begins = line.rfind("<img src=").expect("the pixel is an image");
    let ends = begins + line[begins..].find('>').expect("the image ends") + 1;
    line.replace_range(begins..ends, "");
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_is_the_letter_that_is_sent_later_and_counts_for_nothing() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let (campaign, by) = (house.draft(1).await, Member::operator());
    test_sends::ask(&house.mailroom, &by, campaign, ME, None).await.unwrap();
    assert_eq!(only_test(&house, campaign).await.outcome, None);
    house.turn_until_idle(&dispatcher).await;
    let test = only_test(&house, campaign).await;
    assert_eq!(
        (test.outcome, test.address.as_str(), test.as_person.as_str()),
        (Some(TestOutcome::Sent), ME, "Person 1")
    );
    assert_eq!((relay.count(), relay.letters_to(ME)), (1, 1));
    assert_eq!(house.states(campaign).await.audience(), 0);

    house.check(campaign).await;
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 1);
    let taken = relay.taken();
    let [test, real] = [&taken[0], &taken[1]].map(|taken| String::from_utf8(taken.letter.clone()).unwrap());
    assert!(test.contains("X-Pabal-Test: yes") && !real.contains("X-Pabal-Test"));
    assert!(test.contains("Subject: Hello Person 1\r\n"), "{test}");
    assert_eq!(words(&test), without_pixel(words(&real)));
    house.assert_adds_up(campaign, 1).await;
    assert_eq!(house.one::<i64>("select count(*) from audit_log where act = 'tested'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unsubscribe_link_of_a_test_unsubscribes_nobody() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let campaign = house.draft(1).await;
    test_sends::ask(&house.mailroom, &Member::operator(), campaign, ME, None).await.unwrap();
    house.turn_until_idle(&dispatcher).await;
    let letter = String::from_utf8(relay.taken()[0].letter.clone()).unwrap().replace("\r\n\t", "").replace("\r\n ", "");
    let token = letter.split_once("/u/").unwrap().1.split_once('>').unwrap().0.trim();
    let claim = links::read_claim(&house.mailroom, Purpose::Unsubscribe, token).await.unwrap().expect("a link of ours");
    assert!(!suppressions::refuse(&house.mailroom, &claim).await.unwrap());
    assert_eq!(house.one::<i64>("select count(*) from suppressions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_never_mailed_gets_no_test_either() {
    let house = House::new().await;
    let campaign = house.draft(2).await;
    house.run("insert into suppressions (address, reason, source) values ('me@shop.example', 'refused', 'test')").await;
    let refused = test_sends::ask(&house.mailroom, &Member::operator(), campaign, ME, None).await;
    assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "to"), "{refused:?}");
    house.run("insert into erasures (address_hash, contact_id) values (address_hash('gone@shop.example'), 99)").await;
    let refused = test_sends::ask(&house.mailroom, &Member::operator(), campaign, "gone@shop.example", None).await;
    assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "to"), "{refused:?}");
    assert_eq!(house.one::<i64>("select count(*) from test_sends").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_test_says_what_the_carrier_said() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    relay.refuses(ME, Refusal::Letter("550 5.1.1 no such mailbox"), 1);
    let campaign = house.draft(1).await;
    test_sends::ask(&house.mailroom, &Member::operator(), campaign, ME, None).await.unwrap();
    house.turn_until_idle(&dispatcher).await;
    let test = only_test(&house, campaign).await;
    assert_eq!(test.outcome, Some(TestOutcome::Failed));
    assert!(test.detail.contains("no such mailbox"), "{test:?}");
    assert_eq!(house.one::<i64>("select count(*) from test_sends where words is not null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_tries_things_out_a_limited_number_of_times() {
    let house = House::new().await;
    let campaign = house.draft(1).await;
    let mia = house.member("mia@shop.example", Role::Marketer).await;
    for _ in 0..test_sends::PER_HOUR_MAX {
        test_sends::ask(&house.mailroom, &mia, campaign, ME, None).await.unwrap();
    }
    let refused = test_sends::ask(&house.mailroom, &mia, campaign, ME, None).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
}
