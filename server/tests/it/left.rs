//! Whoever leaves in the middle of a send is passed over from a second later on, whichever way they went.

use crate::{
    doubles::relay::{Relay, Stage},
    house::{House, people, person, until, words},
};
use domain::{
    Audience, CampaignId, ContactId, Sentence, TopicId, campaign::CampaignKind, consent::FormText,
    suppression::SuppressionReason,
};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    links::Claim,
    preferences::{self, Choice},
    suppressions, topics,
};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

const PROMISE: Duration = Duration::from_secs(1);
const PEOPLE: usize = 60;

/// A campaign about a topic to sixty who subscribed to it.
struct Story {
    house: House,
    relay: Relay,
    campaign: CampaignId,
    topic: TopicId,
}

impl Story {
    async fn begun() -> Self {
        let (house, relay, by) = (House::new().await, Relay::start().await, Member::operator());
        house.import(&people(PEOPLE)).await;
        let name = Sentence::new("News", "새 소식");
        let draft = topics::Draft { description: name.clone(), name };
        let topic = topics::save(&house.mailroom, &by, None, &draft).await.unwrap();
        let subscribe = "insert into topic_choices (contact_id, topic_id, subscribed, source, at)
                         select id, 1, true, 'by letter', now() - interval '1 day' from contacts";
        house.run(&subscribe.replace(" 1,", &format!(" {topic},"))).await;
        let audience = Audience::Segments { include: vec![], exclude: vec![], topic: Some(topic) };
        let kind = CampaignKind::Advertising;
        let draft = Draft { name: "News".into(), kind, audience, words: words(kind) };
        let campaign = campaigns::create(&house.mailroom, &by, &draft).await.unwrap();
        let story = Self { house, relay, campaign, topic };
        campaigns::launch(&story.house.mailroom, &by, campaign, &story.relay.url()).await.unwrap();
        story
    }

    /// One letter at a time.
    fn carrier(&self) -> String {
        format!("{}?connections=1", self.relay.url())
    }

    async fn claim(&self, n: usize) -> Claim {
        let contact = self.house.one(&format!("select id from contacts where address = '{}'", person(n))).await;
        Claim { contact: ContactId(contact), campaign: self.campaign }
    }

    async fn chooses(&self, n: usize, choice: Choice) {
        let text = FormText { locale: "en".into(), words: "as the page said".into() };
        preferences::choose(&self.house.mailroom, &self.claim(n).await, &choice, &text).await.unwrap().unwrap();
    }

    /// Each of them goes another way.
    async fn leaves(&self, n: usize) -> SuppressionReason {
        let (mailroom, topic) = (&self.house.mailroom, self.topic);
        match n % 4 {
            0 => self.chooses(n, Choice::Topic { topic, is_wanted: false }).await,
            1 => self.chooses(n, Choice::Everything(false)).await,
            2 => _ = suppressions::refuse(mailroom, &self.claim(n).await).await.unwrap(),
            _ => {
                suppressions::add_to_topic(mailroom, &Member::operator(), topic, &person(n), "asked").await.unwrap();
                return SuppressionReason::ByHand;
            }
        }
        SuppressionReason::Refused
    }

    /// Why they were passed over.
    async fn reason(&self, n: usize) -> Option<String> {
        let of = format!(
            "select (select detail from recipient_states where address = '{}' and state = 'skipped')",
            person(n)
        );
        self.house.one(&of).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_addressed_and_leaves_before_their_letter_is_passed_over_and_counted_so() {
    let story = Story::begun().await;
    let Story { house, relay, campaign, topic } = &story;
    relay.hold(Stage::Mail);
    let _process = house.pabal(&["serve", "--roles", "dispatch", "--carrier", &story.carrier()]);
    until("a letter is under way", || relay.held() == 1).await;
    house.until("select max(cursor) >= 16 from batches").await;
    let mut why = Vec::new();
    for n in 1..=30 {
        why.push(story.leaves(n).await);
    }
    // who thinks better of it is mailed after all
    for n in [12, 28] {
        story.chooses(n, Choice::Topic { topic: *topic, is_wanted: true }).await;
    }
    let marked: i32 = house.one("select max(cursor) from batches").await;
    assert!((12..60).contains(&marked), "{marked} are marked: some of those who left, and not everybody");
    sleep_until(Instant::now() + PROMISE).await;
    assert_eq!(relay.count(), 0, "the carrier has taken nothing yet");
    relay.release();

    house.until("select state = 'finished' from campaigns").await;
    let first = relay.taken()[0].to.clone();
    let stays = |n: &usize| *n > 30 || [12, 28].contains(n) || person(*n) == first;
    let mut expected: Vec<String> = (1..=PEOPLE).filter(stays).map(person).collect();
    let mut taken: Vec<String> = relay.taken().into_iter().map(|taken| taken.to).collect();
    expected.sort();
    taken.sort();
    assert_eq!(taken, expected);
    let states = house.assert_adds_up(*campaign, PEOPLE as i64).await;
    assert_eq!((states.sent, states.skipped), (expected.len() as i64, (PEOPLE - expected.len()) as i64));
    for n in (1..=30).filter(|n| !stays(n)) {
        assert_eq!(story.reason(n).await.as_deref(), Some(why[n - 1].as_str()), "{}", person(n));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_another_try_and_leaves_is_not_tried_again() {
    use crate::doubles::relay::Refusal;
    let story = Story::begun().await;
    let Story { house, relay, campaign, .. } = &story;
    for n in 1..=8 {
        relay.refuses(&person(n), Refusal::Letter("451 4.3.0 try later"), 1);
    }
    let dispatcher = house.dispatcher(house.mailer(&story.carrier()).await).await;
    for _ in 0..100 {
        dispatcher.turn().await.unwrap();
        house.run("update retries set due_at = now() + interval '1 hour'").await;
        if house.one::<i64>("select count(*) from retries").await == 8 {
            break;
        }
    }
    for n in 1..=8 {
        story.leaves(n).await;
    }
    house.run("update retries set due_at = now()").await;
    house.turn_until_ended(&dispatcher, *campaign).await;
    assert!((1..=8).all(|n| relay.letters_to(&person(n)) == 0));
    let states = house.assert_adds_up(*campaign, PEOPLE as i64).await;
    assert_eq!((states.sent, states.skipped), (PEOPLE as i64 - 8, 8));
}
