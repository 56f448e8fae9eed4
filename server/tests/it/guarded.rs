//! A campaign stops by itself when too much comes back, once.

use crate::house::{House, person};
use domain::{
    CampaignId, SendTag,
    guard_rails::GuardEntry,
    mail_event::{MailEvent, MailEventKind as Kind},
};
use mailroom::{Member, campaigns, dispatcher::Dispatcher, events};

/// 700 people, of whom the first 500 were sent to.
async fn under_way(house: &House) -> (Dispatcher, CampaignId) {
    let dispatcher = house.dispatcher(house.mailer("outbox").await).await;
    let campaign = house.launch(700, dispatcher.account()).await;
    while house.states(campaign).await.sent < 500 {
        dispatcher.turn().await.unwrap();
    }
    assert_eq!(house.states(campaign).await.sent, 500);
    let rails = GuardEntry { is_on: true, bounces: "4".into(), complaints: "0.5".into(), letters: "500".into() };
    campaigns::change_guard_rails(&house.mailroom, &Member::operator(), &rails).await.unwrap();
    (dispatcher, campaign)
}

async fn report(house: &House, campaign: CampaignId, kind: Kind, people: std::ops::RangeInclusive<i32>) {
    let event = |seq: i32| MailEvent {
        dedupe_key: format!("{seq} {kind}"),
        tag: Some(SendTag { campaign, seq, attempt: 1 }),
        kind,
        message_id: format!("m{seq}"),
        recipient: person(seq as usize),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        detail: String::new(),
    };
    events::apply(&house.mailroom, &people.map(event).collect::<Vec<_>>()).await.unwrap();
}

async fn why_halted(house: &House, dispatcher: &Dispatcher) -> Option<String> {
    dispatcher.round().await.unwrap();
    house.one("select halted_because from campaigns where state = 'paused' union all select null limit 1").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_stops_at_too_many_bounces_and_goes_on_when_somebody_has_looked() {
    let house = House::new().await;
    let (dispatcher, campaign) = under_way(&house).await;
    report(&house, campaign, Kind::BouncedThisTime, 100..=160).await;
    report(&house, campaign, Kind::BouncedForGood, 1..=19).await;
    assert_eq!(why_halted(&house, &dispatcher).await, None, "a full mailbox is no bad address");
    report(&house, campaign, Kind::BouncedForGood, 20..=20).await;
    let why = why_halted(&house, &dispatcher).await.unwrap();
    assert!(why.contains("20 of 500") && why.contains("500통 가운데 20통"), "{why}");
    assert_eq!(house.states(campaign).await.waiting, 200);

    campaigns::resume(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    report(&house, campaign, Kind::BouncedForGood, 21..=60).await;
    assert_eq!(why_halted(&house, &dispatcher).await, None);
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.unsent(), 0);
    house.assert_adds_up(campaign, 700).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_stops_at_too_many_complaints_but_not_at_those_taken_back() {
    let house = House::new().await;
    let (dispatcher, campaign) = under_way(&house).await;
    report(&house, campaign, Kind::NotSpam, 5..=9).await;
    report(&house, campaign, Kind::Complained, 1..=2).await;
    assert_eq!(why_halted(&house, &dispatcher).await, None);
    report(&house, campaign, Kind::Complained, 3..=3).await;
    assert!(why_halted(&house, &dispatcher).await.unwrap().contains("3 of 500"));
}
