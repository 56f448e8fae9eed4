//! Pause, cancel and leave take effect within a second, and the numbers say so.

use crate::{
    doubles::relay::Relay,
    house::{House, Program, Server, people, person, until},
};
use domain::{CampaignId, ContactId, Totals, campaign::CampaignKind};
use mailroom::{Member, campaigns, links::Claim, suppressions};
use std::time::{Duration, Instant};

/// What the product allows itself until everybody has heard.
const WITHIN: Duration = Duration::from_secs(1);

struct Story {
    house: House,
    relay: Relay,
    campaign: CampaignId,
    process: Program,
}

impl Story {
    /// Four hundred people, some of them mailed already, at about 80 letters a second.
    async fn begin() -> Self {
        Self::begin_in(House::new().await).await
    }

    async fn begin_in(house: House) -> Self {
        let relay = Relay::start().await;
        relay.answers_after(Duration::from_millis(100));
        let campaign = house.launch(400, &relay.url()).await;
        let process = house.pabal(&["serve", "--roles", "dispatch", "--carrier", &relay.url()]);
        until("some are taken", || relay.count() >= 30).await;
        Self { house, relay, campaign, process }
    }

    /// Nobody whose letter came later than this was mailed, and nobody is on the way.
    async fn assert_nothing_leaves_after(&self, moment: Instant) -> Totals {
        self.house.until("select sending = 0 from totals").await;
        tokio::time::sleep_until((moment + 3 * WITHIN).into()).await;
        let late = self.relay.taken().into_iter().filter(|taken| taken.at > moment + WITHIN).count();
        assert_eq!(late, 0, "taken more than a second later");
        let states = self.house.assert_adds_up(self.campaign, 400).await;
        assert_eq!(states.sent, self.relay.count() as i64);
        states
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pause_is_exact_and_resume_mails_everyone_once() {
    let story = Story::begin().await;
    campaigns::pause(&story.house.mailroom, &Member::operator(), story.campaign).await.unwrap();
    let states = story.assert_nothing_leaves_after(Instant::now()).await;
    assert!(states.sent > 0 && states.waiting > 0, "{states:?}");
    assert_eq!(states.sent + states.waiting, 400, "{states:?}");

    story.relay.answers_after(Duration::ZERO);
    campaigns::resume(&story.house.mailroom, &Member::operator(), story.campaign).await.unwrap();
    story.house.until("select state = 'finished' from campaigns").await;
    assert_eq!(story.house.assert_adds_up(story.campaign, 400).await.sent, 400);
    assert_eq!(story.relay.count(), 400);
    story.relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_counts_out_everybody_who_was_not_mailed() {
    let story = Story::begin().await;
    campaigns::cancel(&story.house.mailroom, &Member::operator(), story.campaign).await.unwrap();
    let states = story.assert_nothing_leaves_after(Instant::now()).await;
    assert!(states.cancelled > 0, "{states:?}");
    assert_eq!(states.sent + states.cancelled, 400, "{states:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_during_a_send_is_skipped() {
    let story = Story::begin().await;
    let contact = story.house.one::<i64>("select contact_id from recipients where seq = 400").await;
    let claim = Claim { contact: ContactId(contact), campaign: story.campaign };
    assert!(suppressions::refuse(&story.house.mailroom, &claim).await.unwrap());
    let left_at = Instant::now();
    story.house.until("select state = 'finished' from campaigns").await;
    let states = story.house.assert_adds_up(story.campaign, 400).await;
    assert_eq!((states.skipped, states.sent), (1, 399));
    assert_eq!(story.relay.letters_to(&person(400)), 0);
    assert!(story.relay.taken().last().unwrap().at > left_at + WITHIN, "the send ended too soon to show anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_during_a_send_is_in_effect_within_a_second() {
    let house = House::new().await;
    house.import(&people(400)).await;
    let list = format!("email\n{}\n{}\n", person(399), person(400));
    house.launch_to(&list, CampaignKind::Advertising, "outbox").await;
    house.resume("outbox").await.fine();
    let links = [399, 400].map(|n| house.link_to(&person(n)));
    let server = Server::start(&house).await;
    let story = Story::begin_in(house).await;
    for link in links {
        let post = server.stranger().client.post(format!("{}{link}", server.at)).body("List-Unsubscribe=One-Click");
        assert_eq!(post.send().await.unwrap().status(), 200);
    }
    let left_at = Instant::now();
    story.house.until("select state = 'finished' from campaigns order by id desc limit 1").await;
    let states = story.house.assert_adds_up(story.campaign, 400).await;
    assert_eq!((states.skipped, states.sent), (2, 398));
    assert_eq!(story.relay.letters_to(&person(399)) + story.relay.letters_to(&person(400)), 0);
    assert!(story.relay.taken().last().unwrap().at > left_at + WITHIN, "the send ended too soon to show anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_marked_already_can_still_leave() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.answers_after(Duration::from_millis(500));
    let campaign = house.launch(8, &relay.url()).await;
    let one_by_one = format!("{}?connections=1", relay.url());
    let process = house.pabal(&["resume", "--json", "--carrier", &one_by_one]);
    until("the window is under way", || relay.count() > 0).await;
    assert_eq!(house.one::<i32>("select cursor from batches").await, 8);
    let contact = house.one::<i64>("select contact_id from recipients where seq = 8").await;
    suppressions::refuse(&house.mailroom, &Claim { contact: ContactId(contact), campaign }).await.unwrap();
    let states = process.end().await.fine().outcome().states;
    assert_eq!((states.skipped, states.sent), (1, 7));
    assert_eq!(relay.letters_to(&person(8)), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_stop_leaves_nobody_in_doubt() {
    let story = Story::begin().await;
    story.process.signal(nix::sys::signal::Signal::SIGTERM);
    let said = story.process.end().await;
    assert_eq!(said.code(), 0, "{said:?}");
    let states = story.house.assert_adds_up(story.campaign, 400).await;
    assert_eq!((states.in_doubt, states.sending, states.sent), (0, 0, story.relay.count() as i64));
    assert!(states.waiting > 0, "it ended before it was stopped");
    story.relay.answers_after(Duration::ZERO);
    story.house.resume(&story.relay.url()).await.fine();
    assert_eq!(story.relay.count(), 400);
    story.relay.assert_nobody_twice();
}
