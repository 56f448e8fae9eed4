//! Nobody counts as mailed, and no campaign stops, because its words could not be read at once.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::{House, person},
};
use domain::{CampaignId, campaign::CampaignState};
use mailroom::{
    Member, campaigns,
    dispatcher::{Dispatcher, Turn},
};

const PEOPLE: i64 = 20;

struct Story {
    house: House,
    relay: Relay,
    campaign: CampaignId,
}

impl Story {
    /// Nobody has been mailed yet.
    async fn begin() -> Self {
        let (house, relay) = (House::new().await, Relay::start().await);
        let campaign = house.launch(PEOPLE as usize, &relay.url()).await;
        Self { house, relay, campaign }
    }

    /// All but two, whose retries are due.
    async fn two_are_owed() -> Self {
        let story = Self::begin().await;
        for n in [3, 9] {
            story.relay.refuses(&person(n), Refusal::Letter("451 try later"), 1);
        }
        let earlier = story.dispatcher().await;
        story.house.turn_until_idle(&earlier).await;
        assert_eq!(story.house.states(story.campaign).await.retrying, 2);
        story.house.run("update retries set due_at = clock_timestamp()").await;
        story
    }

    /// One that has not read the words of the campaign.
    async fn dispatcher(&self) -> Dispatcher {
        self.house.dispatcher(self.house.mailer(&self.relay.url()).await).await
    }

    /// The connection is cut that asks for the words; they can be read again after that.
    async fn lose_the_connection_that_reads(&self) -> Turn {
        let dispatcher = self.dispatcher().await;
        let lock = self.house.lock("lock table editions in access exclusive mode").await;
        let turns = tokio::spawn(async move {
            loop {
                match dispatcher.turn().await {
                    Ok(Turn::Moved) => {}
                    ended => return ended,
                }
            }
        });
        self.house.until_blocked_on("editions").await;
        self.house
            .run("select pg_terminate_backend(pid) from pg_locks where relation = 'editions'::regclass and not granted")
            .await;
        lock.rollback().await.unwrap();
        turns.await.unwrap().unwrap()
    }

    async fn assert_everybody_once(&self) {
        let states = self.house.assert_adds_up(self.campaign, PEOPLE).await;
        assert_eq!((states.sent, states.in_doubt), (PEOPLE, 0), "{states:?}");
        assert_eq!(self.relay.count() as i64, PEOPLE);
        self.relay.assert_nobody_twice();
    }

    /// Halted with a sentence and nobody marked, until a person mends it.
    async fn words_are_lost_and_found(&self) {
        self.house.run("create table kept as table editions; update editions set words = '{}'").await;
        let dispatcher = self.dispatcher().await;
        self.house.turn_until_idle(&dispatcher).await;
        let halted = campaigns::summary(&self.house.mailroom, self.campaign).await.unwrap();
        let why = halted.halted_because.expect("it says why");
        assert!(why.en.contains("resume") && why.ko.contains("다시 시작"), "{why:?}");
        assert!(!why.en.contains("database") && !why.en.contains("column"), "{why:?}");
        assert_eq!(halted.state, CampaignState::Paused);
        assert_eq!((halted.totals.sending, halted.totals.in_doubt), (0, 0));
        assert_eq!(self.house.one::<i64>("select count(*) from retries where owner is not null").await, 0);

        self.house.run("update editions set words = kept.words from kept").await;
        campaigns::resume(&self.house.mailroom, &Member::operator(), self.campaign).await.unwrap();
        self.house.turn_until_ended(&dispatcher, self.campaign).await;
        self.assert_everybody_once().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_while_the_words_are_read_halts_nothing() {
    let story = Story::begin().await;
    // writing the audience down asks of the words too, whether they name the day of a consent
    story.dispatcher().await.turn().await.unwrap();
    story.lose_the_connection_that_reads().await;
    story.assert_everybody_once().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_it_claim_anybody_whose_retry_is_due() {
    let story = Story::two_are_owed().await;
    story.lose_the_connection_that_reads().await;
    story.assert_everybody_once().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_read_halt_the_campaign_before_anybody_is_marked() {
    Story::begin().await.words_are_lost_and_found().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_are_retries_claimed_that_could_not_be_composed() {
    Story::two_are_owed().await.words_are_lost_and_found().await;
}
