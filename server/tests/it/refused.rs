//! Whoever is refused climbs the ladder or fails with the relay's words, and may be asked for again.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::{House, person},
};
use domain::outcome::retry_wait;

#[tokio::test(flavor = "multi_thread")]
async fn five_in_a_hundred_put_off_once_are_all_sent() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let put_off: Vec<String> = (1..=200).step_by(20).map(person).collect();
    for address in &put_off {
        relay.refuses(address, Refusal::Letter("451 4.3.0 try later"), 1);
    }
    let campaign = house.launch(200, &relay.url()).await;
    let outcome = house.resume(&relay.url()).await.fine().outcome();
    assert_eq!((outcome.campaign, outcome.states.sent), (campaign, 200));
    house.assert_adds_up(campaign, 200).await;
    let twice: Vec<String> = sqlx::query_scalar("select address from recipient_states where attempts = 2 order by seq")
        .fetch_all(&house.db)
        .await
        .unwrap();
    assert_eq!(twice, put_off);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_put_off_for_ever_fails_after_four_attempts() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.refuses(&person(7), Refusal::Recipient("451 4.7.1 Greylisted"), usize::MAX);
    let campaign = house.launch(20, &relay.url()).await;
    let said = house.resume(&relay.url()).await;
    assert_eq!(said.code(), 1);
    let states = house.assert_adds_up(campaign, 20).await;
    assert_eq!((states.failed, states.sent), (1, 19));
    let outcomes: String =
        house.one("select string_agg(outcome, ' ' order by attempt) from attempts where seq = 7").await;
    assert_eq!(outcomes, "deferred deferred deferred failed");
    let detail: String = house.one("select detail from recipient_states where seq = 7").await;
    assert!(detail.contains("Greylisted"), "{detail}");
}

/// The ledger's due times are looked at and then brought forward: nobody waits.
#[tokio::test(flavor = "multi_thread")]
async fn the_waits_follow_the_ladder() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.refuses(&person(1), Refusal::Letter("451 try later"), usize::MAX);
    let campaign = house.launch(1, &relay.url()).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    for rung in 1..=3 {
        house.turn_until_idle(&dispatcher).await;
        let wait: f64 = house
            .one("select extract(epoch from t.due_at - a.at)::float8 from retries t join attempts a using (campaign_id, seq) where a.attempt = t.attempt - 1")
            .await;
        let [least, most] = [0.0, 1.0].map(|chance| retry_wait(rung, chance).unwrap().as_secs_f64());
        // the two rows are written one after the other
        assert!((least - 0.2..most + 0.2).contains(&wait), "rung {rung} waits {wait} s");
        assert_eq!(house.one::<i16>("select rung from retries").await, rung);
        house.run("update retries set due_at = now()").await;
    }
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(house.assert_adds_up(campaign, 1).await.failed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_refused_fail_at_once_and_are_sent_when_asked_for_again() {
    let (house, relay) = (House::new().await, Relay::start().await);
    for n in [2, 4] {
        relay.refuses(&person(n), Refusal::Recipient("550 5.1.1 no such user"), usize::MAX);
    }
    let campaign = house.launch(30, &relay.url()).await;
    assert_eq!(house.resume(&relay.url()).await.code(), 1);
    let states = house.assert_adds_up(campaign, 30).await;
    assert_eq!((states.failed, states.sent), (2, 28));
    assert_eq!(house.one::<i16>("select max(attempt) from attempts").await, 1);

    relay.mended();
    let id = campaign.to_string();
    let one = house.pabal(&["requeue", &id, "--address", &person(2)]).end().await.fine();
    assert!(one.stdout.contains("1 person"), "{one:?}");
    assert_eq!(house.assert_adds_up(campaign, 30).await.retrying, 1);
    house.pabal(&["requeue", &id, "--all"]).end().await.fine();
    assert_eq!(house.resume(&relay.url()).await.fine().outcome().states.sent, 30);
    relay.assert_nobody_twice();
    house.assert_adds_up(campaign, 30).await;
}
