//! A letter outside of campaigns goes out once, is tried again when it was refused for now, and never after a doubt.

use crate::{
    doubles::relay::{Refusal, Relay},
    house::House,
};
use domain::{
    ContactId,
    draft::TestOutcome,
    notice::{Notice, NoticeEntry, NoticeKind},
};
use jiff::Timestamp;
use mailroom::{
    Member, contacts,
    dispatcher::Dispatcher,
    links::{self, Purpose},
    notices,
};

const ANN: &str = "p0001@shop.example";

struct Story {
    house: House,
    relay: Relay,
    dispatcher: Dispatcher,
    ann: ContactId,
}

impl Story {
    async fn begin() -> Self {
        let (house, relay) = (House::new().await, Relay::start().await);
        house.draft(1).await;
        let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
        dispatcher.stand().await.unwrap();
        let ann = ContactId(house.one("select id from contacts").await);
        Self { house, relay, dispatcher, ann }
    }

    async fn ask(&self, key: &str) {
        let notice = Notice {
            kind: NoticeKind::Refused,
            to: ANN.parse().unwrap(),
            locale: Some("ko".into()),
            sender: None,
            at: Timestamp::now(),
            topics: vec![],
            link: "https://shop.example/u/x".into(),
        };
        let mut tx = self.house.lock("select 1").await;
        notices::ask(&mut tx, key, Some(self.ann), &notice).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn only(&self) -> NoticeEntry {
        let mut all = notices::of_contact(&self.house.mailroom, self.ann).await.unwrap();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    async fn turn_until_sent(&self) {
        while self.only().await.outcome.is_none() {
            self.dispatcher.turn().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_twice_is_sent_once() {
    let story = Story::begin().await;
    story.ask("refused:1").await;
    story.ask("refused:1").await;
    story.turn_until_sent().await;
    story.house.turn_until_idle(&story.dispatcher).await;
    assert_eq!((story.relay.count(), story.relay.letters_to(ANN)), (1, 1));
    assert_eq!(story.only().await.outcome, Some(TestOutcome::Sent));
    assert_eq!(story.house.one::<i64>("select count(*) from notices where facts is not null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_is_tried_again_and_one_for_good_is_not() {
    for (answer, letters, outcome) in
        [("451 4.3.0 try later", 1, TestOutcome::Sent), ("550 5.1.1 nobody here", 0, TestOutcome::Failed)]
    {
        let story = Story::begin().await;
        story.relay.refuses(ANN, Refusal::Letter(answer), 1);
        story.ask("refused:1").await;
        story.turn_until_sent().await;
        assert_eq!((story.relay.letters_to(ANN), story.only().await.outcome), (letters, Some(outcome)), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_again_after_a_doubt() {
    let story = Story::begin().await;
    story.relay.refuses(ANN, Refusal::HangUpAfterAccepting, 1);
    story.ask("refused:1").await;
    story.turn_until_sent().await;
    story.house.turn_until_idle(&story.dispatcher).await;
    assert_eq!((story.relay.letters_to(ANN), story.only().await.outcome), (1, Some(TestOutcome::InDoubt)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_is_not_written_to() {
    let story = Story::begin().await;
    story.ask("refused:1").await;
    contacts::erase(&story.house.mailroom, &Member::operator(), story.ann).await.unwrap();
    story.house.turn_until_idle(&story.dispatcher).await;
    assert_eq!((story.relay.count(), story.house.one::<i64>("select count(*) from notices").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn links_outlive_the_key_that_signed_them() {
    let house = House::new().await;
    house.launch(2, "outbox").await;
    house.resume("outbox").await.fine();
    let letter = std::fs::read_dir(house.data.path().join("outbox")).unwrap().map(|file| file.unwrap().path());
    let letter = letter.into_iter().find(|path| path.extension().is_some_and(|end| end == "eml")).unwrap();
    let letter = String::from_utf8_lossy(&std::fs::read(letter).unwrap()).replace("\r\n\t", "").replace("\r\n ", "");
    let token = letter.split_once("/u/").unwrap().1.split_once('>').unwrap().0.trim().to_owned();
    let claim = links::read_claim(&house.mailroom, Purpose::Unsubscribe, &token).await.unwrap().unwrap();

    house.pabal(&["rotate-keys"]).end().await.fine();
    assert_eq!(house.one::<i16>("select max(kid) from signing_keys where purpose = 'unsubscribe'").await, 2);
    links::rotate_keys(&house.mailroom).await.unwrap();
    let again = links::read_claim(&house.mailroom, Purpose::Unsubscribe, &token).await.unwrap();
    assert_eq!(again, Some(claim));
    assert_eq!(links::read_claim(&house.mailroom, Purpose::View, &token).await.unwrap(), None, "of another purpose");
}
