//! A relay that is down costs time, never an attempt; one that stays down halts the campaign.

use crate::{
    doubles::relay::Relay,
    house::{House, until},
};
use nix::sys::signal::Signal;
use std::time::{Duration, Instant};

const DOWN: Duration = Duration::from_secs(5);

/// The relay's down time is the story here, not a wait for something to be ready.
async fn down_for_a_while(relay: &Relay, began: Instant) {
    tokio::time::sleep_until((began + DOWN).into()).await;
    relay.open().await;
}

async fn assert_all_sent_at_the_first_attempt(house: &House, relay: &Relay, campaign: domain::CampaignId, people: i64) {
    let states = house.assert_adds_up(campaign, people).await;
    assert_eq!((states.sent, states.failed), (people, 0));
    assert_eq!(house.one::<i16>("select max(attempt) from attempts").await, 1);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_down_at_the_start_fails_nobody() {
    let (house, relay) = (House::new().await, Relay::closed().await);
    let campaign = house.launch(200, &relay.url()).await;
    let began = Instant::now();
    let process = house.pabal(&["resume", "--json", "--carrier", &relay.url()]);
    down_for_a_while(&relay, began).await;
    process.end().await.fine();
    assert_all_sent_at_the_first_attempt(&house, &relay, campaign, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_down_in_the_middle_fails_nobody() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = house.launch(400, &relay.url()).await;
    relay.answers_after(Duration::from_millis(5));
    let process = house.pabal(&["resume", "--json", "--carrier", &relay.url()]);
    until("a hundred are taken", || relay.count() >= 100).await;
    relay.close();
    down_for_a_while(&relay, Instant::now()).await;
    process.end().await.fine();
    assert_all_sent_at_the_first_attempt(&house, &relay, campaign, 400).await;
}

/// The minute of patience is shortened by moving the beginning of the outage back.
#[tokio::test(flavor = "multi_thread")]
async fn a_relay_down_for_too_long_halts_the_campaign() {
    let (house, relay) = (House::new().await, Relay::closed().await);
    let campaign = house.launch(50, &relay.url()).await;
    let process = house.pabal(&["resume", "--json", "--carrier", &relay.url()]);
    house.until("select exists (select from pace where unreachable_since is not null)").await;
    house.run("update pace set unreachable_since = unreachable_since - interval '60 s'").await;
    let said = process.end().await;
    assert_eq!(said.code(), 1);
    assert!(said.stderr.contains("could not be reached"), "{said:?}");
    let states = house.assert_adds_up(campaign, 50).await;
    assert_eq!((states.waiting, states.failed), (50, 0));

    relay.open().await;
    house.resume(&relay.url()).await.fine();
    assert_all_sent_at_the_first_attempt(&house, &relay, campaign, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_that_nobody_saw_end_is_not_added_to_the_next() {
    let (house, relay) = (House::new().await, Relay::closed().await);
    let campaign = house.launch(20, &relay.url()).await;
    let process = house.pabal(&["resume", "--carrier", &relay.url()]);
    house.until("select exists (select from pace where unreachable_since is not null)").await;
    process.signal(Signal::SIGTERM);
    process.end().await;
    house
        .run("update pace set unreachable_since = now() - interval '1 day', parked_until = now() - interval '1 day'")
        .await;
    let process = house.pabal(&["resume", "--json", "--carrier", &relay.url()]);
    house.until("select exists (select from pace where parked_until > now() - interval '1 minute')").await;
    relay.open().await;
    process.end().await.fine();
    assert_all_sent_at_the_first_attempt(&house, &relay, campaign, 20).await;
}
