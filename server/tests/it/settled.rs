//! Who may or may not have been mailed is in doubt, and three things end it: a report, the window, a person.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::{House, people, person},
};
use domain::{
    CampaignId,
    campaign::{CampaignKind, DoubtPolicy},
};
use mailroom::campaigns;
use std::time::Duration;

const UNSURE: [usize; 3] = [3, 17, 40];

/// Fifty people, and a relay that takes the letters of three and hangs up without a word.
async fn sent_to_fifty(kind: CampaignKind, doubt_window: Duration) -> (House, Relay, CampaignId) {
    let (house, relay) = (House::with_doubt_window(doubt_window).await, Relay::start().await);
    for n in UNSURE {
        relay.refuses(&person(n), Refusal::HangUpAfterAccepting, 1);
    }
    let campaign = house.launch_to(&people(50), kind, &relay.url()).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    house.turn_until_ended(&dispatcher, campaign).await;
    (house, relay, campaign)
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_those_whose_answer_was_lost_are_in_doubt() {
    let (house, relay, campaign) = sent_to_fifty(CampaignKind::Advertising, Duration::from_secs(900)).await;
    let states = house.assert_adds_up(campaign, 50).await;
    assert_eq!((states.in_doubt, states.sent), (3, 47));
    let doubted: Vec<String> =
        sqlx::query_scalar("select address from recipient_states where state = 'in_doubt' order by seq")
            .fetch_all(&house.db)
            .await
            .unwrap();
    assert_eq!(doubted, UNSURE.map(person));
    let doubts = campaigns::doubts(&house.mailroom, campaign).await.unwrap();
    assert!(doubts.last_until.is_some_and(|until| until > jiff::Timestamp::now()), "{doubts:?}");
    assert_eq!(doubts.as_sent, 0);
    relay.assert_nobody_twice();
    house.settle_as_sent(campaign).await;
    assert_eq!(house.assert_adds_up(campaign, 50).await.sent, 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_about_an_advertisement_is_taken_for_sent() {
    let (house, relay, campaign) = sent_to_fifty(CampaignKind::Advertising, Duration::ZERO).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(house.assert_adds_up(campaign, 50).await.sent, 50);
    let doubts = campaigns::doubts(&house.mailroom, campaign).await.unwrap();
    assert_eq!((doubts.policy, doubts.last_until), (DoubtPolicy::AssumeSent, None));
    assert_eq!((doubts.as_sent, doubts.as_unsent, doubts.given_up), (3, 0, 0));
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_about_information_sends_it_again() {
    let (house, relay, campaign) = sent_to_fifty(CampaignKind::Informational, Duration::ZERO).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(house.assert_adds_up(campaign, 50).await.sent, 50);
    let second: i64 = house.one("select count(*) from attempts where attempt = 2 and outcome = 'accepted'").await;
    assert_eq!(second, 3);
    let doubts = campaigns::doubts(&house.mailroom, campaign).await.unwrap();
    assert_eq!((doubts.policy, doubts.as_sent, doubts.as_unsent), (DoubtPolicy::SendAgain, 0, 3));
    for n in 1..=50 {
        assert_eq!(relay.letters_to(&person(n)), if UNSURE.contains(&n) { 2 } else { 1 });
    }
}

/// At least once is no licence to mail somebody every quarter of an hour for ever.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_silent_is_mailed_four_times_at_most() {
    let (house, relay) = (House::with_doubt_window(Duration::ZERO).await, Relay::start().await);
    relay.refuses(&person(1), Refusal::HangUpAfterAccepting, usize::MAX);
    let campaign = house.launch_to(&people(2), CampaignKind::Informational, &relay.url()).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    house.turn_until_ended(&dispatcher, campaign).await;
    for _ in 0..30 {
        dispatcher.turn().await.unwrap();
    }
    assert_eq!(relay.letters_to(&person(1)), 4);
    let states = house.assert_adds_up(campaign, 2).await;
    assert_eq!((states.failed, states.sent), (1, 1));
    let doubts = campaigns::doubts(&house.mailroom, campaign).await.unwrap();
    assert_eq!((doubts.as_unsent, doubts.given_up), (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn resume_settles_what_the_window_has_ended() {
    let (house, relay, campaign) = sent_to_fifty(CampaignKind::Advertising, Duration::from_secs(900)).await;
    house.run("update doubts set settle_after = now() - interval '1 s'").await;
    let said = house.resume(&relay.url()).await.fine();
    assert_eq!(said.outcome().states.sent, 50);
    house.assert_adds_up(campaign, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_says_unsent_and_they_are_mailed_again() {
    let (house, relay, campaign) = sent_to_fifty(CampaignKind::Advertising, Duration::from_secs(900)).await;
    let id = campaign.to_string();
    house.pabal(&["settle", &id, "--as", "unsent", "--address", &person(3)]).end().await.fine();
    let states = house.assert_adds_up(campaign, 50).await;
    assert_eq!((states.in_doubt, states.retrying), (2, 1));
    house.pabal(&["settle", &id, "--as", "sent"]).end().await.fine();
    assert_eq!(house.resume(&relay.url()).await.fine().outcome().states.sent, 50);
    assert_eq!(relay.letters_to(&person(3)), 2);
    assert_eq!(relay.letters_to(&person(17)), 1);
}
