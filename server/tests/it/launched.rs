//! A launch can be taken back while it is held, goes off once when its moment comes, and says why where it cannot.

use crate::{doubles::relay::Relay, house::House};
use domain::{
    Sentence,
    campaign::CampaignState,
    draft::{Change, Clock, When},
};
use jiff::{Timestamp, civil::date};
use mailroom::{
    Error, Member,
    campaigns::{self, drafts},
    dispatcher::Dispatcher,
    senders,
};
use std::time::Duration;

const HOLD: Duration = Duration::from_secs(30);

async fn standing(house: &House, relay: &Relay) -> Dispatcher {
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    dispatcher
}

/// Its moment is now.
async fn let_time_pass(house: &House) {
    house.run("update campaigns set launch_at = clock_timestamp() where state = 'scheduled'").await;
}

async fn state(house: &House, campaign: domain::CampaignId) -> CampaignState {
    campaigns::summary(&house.mailroom, campaign).await.unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_back_within_the_hold_nothing_was_sent_and_the_draft_is_untouched() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let (campaign, by) = (house.draft(5).await, Member::operator());
    let before = house.cards(campaign).await;
    house.check(campaign).await;
    let at = campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await.unwrap();
    assert!(at > Timestamp::now() && state(&house, campaign).await == CampaignState::Scheduled);
    house.turn_until_idle(&dispatcher).await;
    campaigns::unschedule(&house.mailroom, &by, campaign).await.unwrap();
    let_time_pass(&house).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!((relay.count(), state(&house, campaign).await), (0, CampaignState::Draft));
    assert_eq!(house.cards(campaign).await, before);
    assert_eq!(house.one::<i64>("select count(*) from editions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_hold_is_over_it_goes_to_everybody_once() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let (campaign, by) = (house.draft(5).await, Member::operator());
    house.check(campaign).await;
    campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await.unwrap();
    let_time_pass(&house).await;
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 5);
    relay.assert_nobody_twice();
    let late = campaigns::unschedule(&house.mailroom, &by, campaign).await;
    assert!(matches!(late, Err(Error::Refused(_))), "{late:?}");
    let acts = "select string_agg(act, ' ' order by id) from audit_log where subject = 'campaign' and act <> 'changed'";
    assert_eq!(house.one::<String>(acts).await, "created checked scheduled launched");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_dispatchers_launch_a_due_campaign_once() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let serve = || house.pabal(&["serve", "--roles", "dispatch", "--carrier", &relay.url()]);
    let _both = [serve(), serve()];
    house.until("select count(*) = 2 from offers").await;
    let by = Member::operator();
    for n in 1..=5 {
        let campaign = house.draft_called(&format!("Spring {n}"), 20).await;
        house.check(campaign).await;
        campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    }
    house.until("select count(*) = 5 from campaigns where state = 'finished'").await;
    assert_eq!(relay.count(), 100);
    assert_eq!(house.one::<i64>("select count(*) from audit_log where act = 'launched'").await, 5);
    assert_eq!(house.one::<i64>("select count(*) from editions").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_standing_dispatcher_takes_what_the_pages_launch() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let passing = house.dispatcher(house.mailer(&relay.url()).await).await;
    let campaign = house.draft(3).await;
    house.check(campaign).await;
    campaigns::schedule(&house.mailroom, &Member::operator(), campaign, Duration::ZERO).await.unwrap();
    house.turn_until_idle(&passing).await;
    assert_eq!(state(&house, campaign).await, CampaignState::Scheduled);
    assert_eq!(mailroom::offers::current(&house.mailroom).await.unwrap(), None);
    passing.stand().await.unwrap();
    assert_eq!(mailroom::offers::current(&house.mailroom).await.unwrap().unwrap().account, passing.account());
    assert_eq!(house.turn_until_ended(&passing, campaign).await.sent, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_no_longer_be_made_becomes_a_draft_that_says_why() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let (campaign, by) = (house.draft(3).await, Member::operator());
    house.check(campaign).await;
    campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await.unwrap();
    let sender = house.cards(campaign).await.sender.unwrap();
    senders::archive(&house.mailroom, &by, sender).await.unwrap();
    let_time_pass(&house).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!((relay.count(), state(&house, campaign).await), (0, CampaignState::Draft));
    assert!(because(&house, campaign).await.en.contains("archived"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_should_have_gone_long_ago_waits_for_a_person() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let (campaign, by) = (house.draft(3).await, Member::operator());
    house.check(campaign).await;
    campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await.unwrap();
    house
        .run("update campaigns set launch_at = clock_timestamp() - interval '2 hours' where state = 'scheduled'")
        .await;
    let dispatcher = standing(&house, &relay).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!((relay.count(), state(&house, campaign).await), (0, CampaignState::Draft));
    assert!(because(&house, campaign).await.ko.contains("지났습니다"));
}

async fn because(house: &House, campaign: domain::CampaignId) -> Sentence {
    drafts::find(&house.mailroom, campaign).await.unwrap().unwrap().returned_because.expect("it says why")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_time_that_clocks_skip_is_explained_and_one_that_passed_refused() {
    let (house, by) = (House::new().await, Member::operator());
    let campaign = house.draft(3).await;
    let at = |local, zone: &str| When::Local { local, zone: zone.into() };
    let skipped = at(date(2127, 3, 9).at(2, 30, 0, 0), "America/New_York");
    let moment = drafts::moment_of(&skipped).unwrap().unwrap();
    assert_eq!(moment.clock, Clock::Skipped { instead: date(2127, 3, 9).at(3, 30, 0, 0) });
    drafts::save(&house.mailroom, &by, campaign, &Change::When(skipped), 0).await.unwrap();
    house.check(campaign).await;
    assert_eq!(campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await.unwrap(), moment.at);
    assert!(!campaigns::summary(&house.mailroom, campaign).await.unwrap().is_leaving);
    campaigns::unschedule(&house.mailroom, &by, campaign).await.unwrap();

    let passed = at(date(2020, 1, 1).at(9, 0, 0, 0), "Asia/Seoul");
    let refused = drafts::save(&house.mailroom, &by, campaign, &Change::When(passed), 1).await;
    assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "local"), "{refused:?}");
    assert_eq!(house.cards(campaign).await.versions.when, 1);
    // saved while it was still to come
    house.run("update draft_cards set filled = jsonb_set(filled, '{local}', '\"2020-01-01T09:00:00\"') where card = 'when'").await;
    house.check(campaign).await;
    let refused = campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await;
    assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "when"), "{refused:?}");
    let nowhere = Change::When(at(date(2127, 1, 1).at(9, 0, 0, 0), "Asia/Pyeongchang"));
    assert!(drafts::save(&house.mailroom, &by, campaign, &nowhere, 1).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_to_nobody_is_not_launched() {
    let (house, by) = (House::new().await, Member::operator());
    let campaign = house.draft(2).await;
    house
        .run("insert into suppressions (address, reason, source) select address, 'refused', 'test' from contacts")
        .await;
    house.check(campaign).await;
    let refused = campaigns::schedule(&house.mailroom, &by, campaign, HOLD).await;
    assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "audience"), "{refused:?}");
}
