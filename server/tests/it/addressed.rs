//! An audience is written down to its last person, each address once, and one that cannot be stops nobody else.

use crate::{
    doubles::relay::Relay,
    house::{House, people, person},
};
use domain::{Audience, CampaignId, campaign::CampaignKind, segment::FrozenRule};
use mailroom::{Member, campaigns, dispatcher::Dispatcher};

/// More than the first page of addressing holds.
const PEOPLE: usize = 600;

async fn dispatcher(house: &House, relay: &Relay) -> Dispatcher {
    house.dispatcher(house.mailer(&relay.url()).await).await
}

/// The first page is written; then its first person gives their address away to the last of the audience.
async fn an_address_changes_hands(house: &House, dispatcher: &Dispatcher) {
    dispatcher.turn().await.unwrap();
    assert_eq!(house.one::<i32>("select recipients from campaigns").await, 500);
    house.run(&format!("update contacts set address = 'a2@example.com' where address = '{}'", person(1))).await;
    house.run(&format!("update contacts set address = '{}' where address = '{}'", person(1), person(PEOPLE))).await;
}

async fn assert_everybody_once(house: &House, relay: &Relay, dispatcher: &Dispatcher, campaign: CampaignId) {
    assert_eq!(house.turn_until_ended(dispatcher, campaign).await.sent, PEOPLE as i64 - 1);
    house.assert_adds_up(campaign, PEOPLE as i64 - 1).await;
    assert_eq!(house.one::<i32>("select max(seq) from recipients").await, PEOPLE as i32 - 1);
    assert_eq!((relay.letters_to(&person(1)), relay.letters_to("a2@example.com")), (1, 0));
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_changed_hands_meanwhile_is_mailed_once() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = house.launch(PEOPLE, &relay.url()).await;
    let dispatcher = dispatcher(&house, &relay).await;
    an_address_changes_hands(&house, &dispatcher).await;
    assert_everybody_once(&house, &relay, &dispatcher, campaign).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_it_is_where_a_rule_chooses_the_audience() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = house.launch(PEOPLE, &relay.url()).await;
    let everybody = Audience::Matching(FrozenRule {
        rule: domain::segment::Rule { who: domain::segment::Node::All(vec![]) },
        as_of: jiff::Timestamp::now(),
    });
    let rule = serde_json::to_string(&everybody).unwrap();
    house.run(&format!("update campaigns set audience = '{rule}'")).await;
    let dispatcher = dispatcher(&house, &relay).await;
    an_address_changes_hands(&house, &dispatcher).await;
    assert_everybody_once(&house, &relay, &dispatcher, campaign).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_that_cannot_be_addressed_is_halted_and_the_others_go_on() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let stuck = house.launch(3, &relay.url()).await;
    let other = house.launch_to(&people(5), CampaignKind::Advertising, &relay.url()).await;
    house
        .run(&format!("alter table recipients add constraint none_of_these check (campaign_id <> {stuck}) not valid"))
        .await;
    let dispatcher = dispatcher(&house, &relay).await;
    assert_eq!(house.turn_until_ended(&dispatcher, other).await.sent, 5);
    let halted = campaigns::summary(&house.mailroom, stuck).await.unwrap();
    let why = halted.halted_because.expect("it says why");
    assert!(why.en.contains("audience") && why.ko.contains("수신자"), "{why:?}");
    assert!(!why.en.contains("none_of_these"), "{why:?}");

    house.run("alter table recipients drop constraint none_of_these").await;
    campaigns::resume(&house.mailroom, &Member::operator(), stuck).await.unwrap();
    assert_eq!(house.turn_until_ended(&dispatcher, stuck).await.sent, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_an_import_who_are_no_more_do_not_end_it_early() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = house.launch(PEOPLE, &relay.url()).await;
    house.run(&format!("delete from contacts where address in ('{}', '{}')", person(7), person(500))).await;
    let dispatcher = dispatcher(&house, &relay).await;
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, PEOPLE as i64 - 2);
    house.assert_adds_up(campaign, PEOPLE as i64 - 2).await;
    relay.assert_nobody_twice();
}
