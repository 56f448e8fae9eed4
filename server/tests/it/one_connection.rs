//! Whoever waits for a connection to the database holds none: where all are taken, nobody waits for ever.

use crate::house::House;
use domain::{DeliveryState, draft::TestOutcome};
use mailroom::{
    Member, campaigns,
    events::{Feed, Read},
    test_sends,
};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_is_enough_from_the_first_test_to_the_last_report() {
    let (house, by) = (House::of_one_connection().await, Member::operator());
    let campaign = house.draft(2).await;
    house.check(campaign).await;
    let mailer = house.mailer("outbox").await;
    let feed = Feed::of(&house.mailroom, &mailer).await.unwrap();
    let dispatcher = house.dispatcher(mailer).await;
    dispatcher.stand().await.unwrap();
    test_sends::ask(&house.mailroom, &by, campaign, "me@shop.example", None).await.unwrap();
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    house.turn_until_ended(&dispatcher, campaign).await;
    let tests = test_sends::list(&house.mailroom, campaign).await.unwrap();
    assert_eq!(tests[0].outcome, Some(TestOutcome::Sent));
    while feed.read(&house.mailroom).await.unwrap() == Read::Events {}
    let states = house.assert_adds_up(campaign, 2).await;
    assert_eq!(states.of(DeliveryState::Delivered), 2, "{states:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_readers_of_a_feed_count_nothing_twice() {
    let house = House::new().await;
    let mailer = house.mailer("outbox").await;
    let feed = Feed::of(&house.mailroom, &mailer).await.unwrap();
    let campaign = house.launch(20, "outbox").await;
    let dispatcher = house.dispatcher(mailer).await;
    house.turn_until_ended(&dispatcher, campaign).await;
    let all = async || while feed.read(&house.mailroom).await.unwrap() == Read::Events {};
    tokio::join!(all(), all(), all());
    let states = house.assert_adds_up(campaign, 20).await;
    assert_eq!(states.of(DeliveryState::Delivered), 20, "{states:?}");
}
