//! Any number of dispatching processes share the work and the rate, and never a recipient.

use crate::{
    doubles::relay::{Relay, Stage},
    house::{House, Program, until},
};
use mailroom::{Member, campaigns};
use std::{collections::HashSet, time::Duration};

fn serve(house: &House, relay: &Relay) -> Program {
    house.pabal(&["serve", "--roles", "dispatch", "--carrier", &relay.url()])
}

async fn until_two_dispatch(house: &House) {
    house.until("select count(*) = 2 from living_dispatchers").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_the_work_and_never_a_recipient() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let _both = [serve(&house, &relay), serve(&house, &relay)];
    until_two_dispatch(&house).await;
    relay.hold(Stage::Accepted);
    let campaign = house.launch(3000, &relay.url()).await;
    until("both have letters under way", || relay.held() > 8).await;
    let owners: i64 = house.one("select count(distinct owner) from batches where state = 'leased'").await;
    assert_eq!(owners, 2);
    relay.release();
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 3000).await.sent, 3000);
    assert_eq!(relay.count(), 3000);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_rate() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let serve = || house.pabal(&["serve", "--roles", "dispatch", "--rate", "200", "--carrier", &relay.url()]);
    let _both = [serve(), serve()];
    until_two_dispatch(&house).await;
    house.launch(1000, &relay.url()).await;
    house.until("select state = 'finished' from campaigns").await;
    relay.assert_nobody_twice();
    let taken = relay.taken();
    let seconds = (taken[999].at - taken[0].at).as_secs_f64();
    // 1,000 letters are 5 s of it; a busy machine is slower, never faster
    assert!((4.9..15.0).contains(&seconds), "1,000 letters at 200 a second took {seconds} s");
    for (n, first) in taken.iter().enumerate() {
        let within = taken[n..].iter().take_while(|later| later.at - first.at < Duration::from_secs(1)).count();
        assert!(within <= 260, "{within} letters in one second");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_process_ends_what_a_killed_one_began() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let [one, _other] = [serve(&house, &relay), serve(&house, &relay)];
    until_two_dispatch(&house).await;
    relay.answers_after(Duration::from_millis(20));
    let campaign = house.launch(1500, &relay.url()).await;
    until("a part is taken", || relay.count() >= 200).await;
    one.kill().await;
    house.until("select state = 'finished' from campaigns").await;
    let states = house.assert_adds_up(campaign, 1500).await;
    assert_eq!(states.sent + states.in_doubt, 1500, "{states:?}");
    assert!(states.in_doubt <= mailroom::dispatcher::IN_FLIGHT_MAX as i64);
    relay.assert_nobody_twice();
    let forgotten = forgotten(&house, &relay).await;
    assert!(forgotten.is_empty(), "neither taken nor in doubt: {forgotten:?}");
}

/// Another process takes a living one for dead; then it turns out whom that one had not called yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_taken_for_dead_that_lives_doubts_nobody_and_mails_nobody_twice() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.hold(Stage::Accepted);
    let campaign = house.launch(600, &relay.url()).await;
    let one_by_one = format!("{}?connections=1", relay.url());
    let slow = house.pabal(&["resume", "--json", "--carrier", &one_by_one]);
    until("a letter is under way", || relay.held() > 0).await;
    // each of two workers sends its first window and has marked the next
    house.until("select count(*) = 2 from batches where cursor >= first_seq + 8").await;
    house.run("update batches set lease_until = now() - interval '1 s' where state = 'leased'").await;
    house.until("select in_doubt > 0 from totals").await;
    campaigns::pause(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    // the second that a pause is allowed to take
    tokio::time::sleep(Duration::from_secs(1)).await;
    relay.release();
    slow.end().await;
    let states = house.assert_adds_up(campaign, 600).await;
    assert_eq!((states.in_doubt, states.sent), (0, relay.count() as i64), "{states:?}");
    campaigns::resume(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    house.resume(&relay.url()).await.fine();
    assert_eq!(house.assert_adds_up(campaign, 600).await.sent, 600);
    assert_eq!(relay.count(), 600);
    relay.assert_nobody_twice();
}

/// People of whom the ledger says that they were sent to, and the relay does not.
async fn forgotten(house: &House, relay: &Relay) -> Vec<String> {
    let taken: HashSet<String> = relay.taken().into_iter().map(|taken| taken.to).collect();
    let sent: Vec<String> = sqlx::query_scalar("select address from recipient_states where state = 'sent'")
        .fetch_all(&house.db)
        .await
        .unwrap();
    sent.into_iter().filter(|address| !taken.contains(address)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_leaves_before_the_whole_audience_is_written_down() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = house.launch(20_000, &relay.url()).await;
    let process = house.pabal(&["resume", "--carrier", &relay.url()]);
    house.until("select addressed_at is not null from campaigns").await;
    assert!(house.one::<bool>("select min(at) < (select addressed_at from campaigns) from attempts").await);
    process.kill().await;
    let states = house.assert_adds_up(campaign, 20_000).await;
    assert!(states.waiting > 0);
}

/// Leases and cancels at the same time, over and over: neither waits for the other in a circle.
#[tokio::test(flavor = "multi_thread")]
async fn cancelling_never_collides_with_sending() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let _both = [serve(&house, &relay), serve(&house, &relay)];
    until_two_dispatch(&house).await;
    for _ in 0..20 {
        let campaign = house.launch(600, &relay.url()).await;
        house.until(&format!("select recipients > 0 from campaigns where id = {campaign}")).await;
        campaigns::cancel(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    }
    house.until("select sum(sending) = 0 from totals").await;
    assert_eq!(house.one::<i64>("select deadlocks from pg_stat_database where datname = current_database()").await, 0);
    for campaign in 1..=20 {
        let recount = mailroom::ledger::recount::recount(&house.mailroom, domain::CampaignId(campaign)).await.unwrap();
        assert!(recount.adds_up(), "{recount:?}");
        assert_eq!(recount.booked.cancelled + recount.booked.sent, recount.booked.audience());
    }
}
