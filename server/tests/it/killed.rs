//! Killed with -9 at any step, nobody is mailed twice and nobody is forgotten.

use crate::{
    doubles::relay::{Refusal, Relay, Stage},
    house::{House, Program, person, until},
};
use domain::{CampaignId, Totals};
use mailroom::dispatcher::IN_FLIGHT_MAX;

const PEOPLE: usize = 200;
struct Story {
    house: House,
    relay: Relay,
    campaign: CampaignId,
}

impl Story {
    async fn begin() -> Self {
        let (house, relay) = (House::new().await, Relay::start().await);
        let campaign = house.launch(PEOPLE, &relay.url()).await;
        Self { house, relay, campaign }
    }

    fn start(&self) -> Program {
        self.house.pabal(&["resume", "--carrier", &self.relay.url()])
    }

    /// Continued with a relay that is well: what the command then says.
    async fn resume(&self) -> Totals {
        self.relay.release();
        let said = self.house.resume(&self.relay.url()).await;
        let states = said.outcome().states;
        assert_eq!(said.code() == 0, states.in_doubt == 0, "{said:?}");
        states
    }

    /// Marked as about to be handed over, and no answer recorded.
    async fn in_flight(&self) -> i64 {
        self.house.one("select sum(cursor - first_seq + 1) - (select count(*) from attempts) from batches").await
    }

    async fn assert_accounted(&self, in_doubt: i64) {
        let states = self.house.assert_adds_up(self.campaign, PEOPLE as i64).await;
        assert_eq!((states.in_doubt, states.sent), (in_doubt, PEOPLE as i64 - in_doubt), "{states:?}");
        assert!(in_doubt <= IN_FLIGHT_MAX as i64);
        self.relay.assert_nobody_twice();
        self.house.settle_as_sent(self.campaign).await;
        let states = self.house.assert_adds_up(self.campaign, PEOPLE as i64).await;
        assert_eq!(states.sent, PEOPLE as i64);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_before_it_marks_leaves_nobody_in_doubt() {
    let story = Story::begin().await;
    let addressing = story.house.dispatcher(story.house.mailer(&story.relay.url()).await).await;
    addressing.turn().await.unwrap();
    drop(addressing);
    let lock = story.house.lock("select from totals for update").await;
    let process = story.start();
    story.house.until("select exists (select from batches where state = 'leased')").await;
    story.house.until_blocked().await;
    process.kill().await;
    lock.rollback().await.unwrap();
    assert_eq!(story.resume().await.in_doubt, 0);
    assert_eq!(story.relay.count(), PEOPLE);
    story.assert_accounted(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_after_it_marks_forgets_nobody() {
    let story = Story::begin().await;
    story.relay.hold(Stage::Mail);
    let process = story.start();
    until("a letter is under way", || story.relay.held() > 0).await;
    process.kill().await;
    let in_flight = story.in_flight().await;
    assert_eq!(story.resume().await.in_doubt, in_flight);
    assert_eq!(story.relay.count(), PEOPLE - in_flight as usize);
    story.assert_accounted(in_flight).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_after_accept_mails_nobody_twice() {
    let story = Story::begin().await;
    story.relay.hold(Stage::Accepted);
    let process = story.start();
    until("every connection waits for its answer", || story.relay.held() == 8).await;
    process.kill().await;
    let in_flight = story.in_flight().await;
    assert_eq!(story.resume().await.in_doubt, in_flight);
    assert_eq!(story.relay.count(), PEOPLE - in_flight as usize + 8);
    story.assert_accounted(in_flight).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_before_it_records_mails_nobody_twice() {
    let story = Story::begin().await;
    let lock = story.house.lock("lock table attempts in share row exclusive mode").await;
    let process = story.start();
    story.house.until_blocked_on("attempts").await;
    process.kill().await;
    lock.rollback().await.unwrap();
    let (in_flight, taken) = (story.in_flight().await, story.relay.count());
    assert!((1..=in_flight as usize).contains(&taken), "{taken} taken, {in_flight} in flight");
    assert_eq!(story.resume().await.in_doubt, in_flight);
    assert_eq!(story.relay.count(), PEOPLE - in_flight as usize + taken);
    story.assert_accounted(in_flight).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_while_it_retries_forgets_nobody() {
    let story = Story::begin().await;
    for n in 1..=10 {
        story.relay.refuses(&person(n), Refusal::Letter("451 try later"), 1);
    }
    let process = story.start();
    story.house.until("select count(*) = 190 from attempts where outcome = 'accepted'").await;
    story.relay.hold(Stage::Accepted);
    until("retries are under way", || story.relay.held() > 0).await;
    process.kill().await;
    let (taken, in_doubt) =
        (story.relay.count(), story.house.one::<i64>("select count(*) from retries where owner is not null").await);
    assert!(in_doubt >= taken as i64 - 190, "{in_doubt} claimed, {taken} taken");
    assert_eq!(story.resume().await.in_doubt, in_doubt);
    story.assert_accounted(in_doubt).await;
}
