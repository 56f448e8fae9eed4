//! Any number of dispatching processes share the work and the rate, and never a recipient.

use crate::{
    doubles::relay::{Relay, Stage, Taken},
    house::{House, Program, people, until, words},
};
use domain::{Audience, CampaignId, campaign::CampaignKind};
use mailroom::{
    Member,
    campaigns::{self, Draft},
};
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

fn serve(house: &House, relay: &Relay) -> Program {
    house.pabal(&["serve", "--roles", "dispatch", "--carrier", &relay.url()])
}

fn serve_slowly(house: &House, relay: &Relay, rate: usize) -> Program {
    house.pabal(&["serve", "--roles", "dispatch", "--rate", &rate.to_string(), "--carrier", &relay.url()])
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
    let _both = [serve_slowly(&house, &relay, 200), serve_slowly(&house, &relay, 200)];
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

/// Twelve seconds of mail, and nine times one of three processes dies without a word; another takes its place.
#[tokio::test(flavor = "multi_thread")]
async fn processes_killed_again_and_again_lose_nobody_mail_nobody_twice_and_keep_the_rate() {
    const PEOPLE: usize = 2400;
    const RATE: usize = 200;
    const KILLS: usize = 9;
    let (house, relay) = (House::new().await, Relay::start().await);
    let campaign = drafted(&house, PEOPLE).await;
    let mut three: Vec<Program> = (0..3).map(|_| serve_slowly(&house, &relay, RATE)).collect();
    house.until("select count(*) = 3 from living_dispatchers").await;
    // so that letters are under way whenever somebody dies
    relay.answers_after(Duration::from_millis(20));
    let launched_at = Instant::now();
    campaigns::launch(&house.mailroom, &Member::operator(), campaign, &relay.url()).await.unwrap();
    for kill in 1..=KILLS {
        until("a part is taken", || relay.count() >= kill * PEOPLE / (KILLS + 2)).await;
        three.remove(0).kill().await;
        three.push(serve_slowly(&house, &relay, RATE));
    }
    house.until("select state = 'finished' from campaigns").await;
    let states = house.assert_adds_up(campaign, PEOPLE as i64).await;
    assert_eq!(states.sent + states.in_doubt, PEOPLE as i64, "{states:?}");
    assert!(states.in_doubt <= (KILLS * marked_max(RATE)) as i64, "{states:?}");
    relay.assert_nobody_twice();
    let forgotten = forgotten(&house, &relay).await;
    assert!(forgotten.is_empty(), "neither taken nor in doubt: {forgotten:?}");
    assert_never_faster(&relay.taken(), launched_at, RATE);
}

async fn drafted(house: &House, n: usize) -> CampaignId {
    let kind = CampaignKind::Advertising;
    let audience = Audience::Import(house.import(&people(n)).await);
    let draft = Draft { name: "Weekend sale".into(), kind, audience, words: words(kind) };
    campaigns::create(&house.mailroom, &Member::operator(), &draft).await.unwrap()
}

/// The most one process of this rate has marked: every worker a window of a tenth of a second, and the next.
fn marked_max(rate: usize) -> usize {
    2 * rate / 10
}

/// No letter comes before its time, 2 % allowed: counted from the launch, and within every five seconds, where those that were
/// due before and come late are allowed for, which are no more than three processes and a dying one have marked.
/// A busy machine makes letters late and never early, so it cannot break this.
fn assert_never_faster(taken: &[Taken], launched_at: Instant, rate: usize) {
    let most = |within: Duration| rate as f64 * 1.02 * within.as_secs_f64() + 1.0;
    for (n, letter) in taken.iter().enumerate() {
        let after = letter.at - launched_at;
        assert!((n as f64) <= most(after), "{n} letters {after:?} after the launch");
    }
    let within = Duration::from_secs(5);
    for (n, first) in taken.iter().enumerate() {
        let count = taken[n..].iter().take_while(|later| later.at - first.at < within).count();
        assert!(count as f64 <= most(within) + (4 * marked_max(rate)) as f64, "{count} letters in {within:?}");
    }
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
