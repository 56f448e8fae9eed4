//! A campaign is written piece by piece, by several people, and nothing anybody typed is lost without a word.

use crate::house::House;
use domain::{
    Audience, Sentence,
    campaign::{CampaignKind, CampaignState},
    draft::{Change, Content, Draft, When},
    member::Role,
};
use mailroom::{
    Error, Member,
    campaigns::{self, drafts},
    senders, topics,
};

fn reason(error: Error) -> Sentence {
    match error {
        Error::Refused(reason) => reason,
        other => panic!("{other:?}"),
    }
}

fn field<T: std::fmt::Debug>(answer: mailroom::Result<T>) -> String {
    match answer {
        Err(Error::Invalid(invalid)) => invalid.field,
        other => panic!("{other:?}"),
    }
}

fn content(subject: &str) -> Content {
    Content { subject: subject.into(), ..Content::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_saved_card_by_card() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = drafts::begin(mailroom, &by, "  Spring   sale ").await.unwrap();
    let draft = house.cards(campaign).await;
    assert_eq!((draft.content, draft.audience, draft.when), (Content::default(), None, When::Now));

    let seen = drafts::save(mailroom, &by, campaign, &Change::Content(content("He")), 0).await.unwrap();
    let seen = drafts::save(mailroom, &by, campaign, &Change::Content(content("Hello")), seen.content).await.unwrap();
    drafts::save(mailroom, &by, campaign, &Change::Audience(Some(Audience::Everyone)), 0).await.unwrap();
    assert_eq!(seen.content, 2);
    let draft = house.cards(campaign).await;
    assert_eq!((draft.content.subject.as_str(), draft.audience), ("Hello", Some(Audience::Everyone)));
    assert_eq!(draft.versions.revision(), 3);
    let summary = campaigns::summary(mailroom, campaign).await.unwrap();
    assert_eq!((summary.name.as_str(), summary.kind), ("Spring sale", CampaignKind::Advertising));
    // a stretch of typing is one line
    let lines = "select string_agg(act, ' ' order by id) from audit_log where subject = 'campaign'";
    assert_eq!(house.one::<String>(lines).await, "created changed changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_do_not_overwrite_each_other_silently() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = drafts::begin(mailroom, &by, "Spring").await.unwrap();
    drafts::save(mailroom, &by, campaign, &Change::Content(content("one")), 0).await.unwrap();
    let late = drafts::save(mailroom, &by, campaign, &Change::Content(content("other")), 0).await.unwrap_err();
    assert!(reason(late).en.contains("meanwhile"));
    assert_eq!(house.cards(campaign).await.content.subject, "one");
    // another card is nobody else's business
    drafts::save(mailroom, &by, campaign, &Change::When(When::Now), 0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_always_among_the_choices() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = house.draft(3).await;
    let draft = house.cards(campaign).await;
    let (template, sender) = (draft.content.template.unwrap().id, draft.sender.unwrap());
    let Some(Audience::Import(import)) = draft.audience else { panic!("{draft:?}") };
    senders::archive(mailroom, &by, sender).await.unwrap();
    house
        .run("insert into imports (file_name, state, added) select 'later.csv', 'done', 1 from generate_series(1, 60)")
        .await;
    house.run("insert into imports (file_name, state, rejected) values ('nobody.csv', 'done', 7)").await;
    house.run("insert into templates (name, markup, version) select 'Later ' || n, 'html', 1 from generate_series(1, 250) n").await;
    house.run("insert into template_versions (template_id, version, source, html, text, saved_by_name) select id, 1, '', '', '', '' from templates where name like 'Later%'").await;
    let topic = topics::Draft { name: Sentence::new("News", "소식"), description: Sentence::default() };
    let topic = topics::save(mailroom, &by, None, &topic).await.unwrap();
    topics::archive(mailroom, &by, topic, true).await.unwrap();

    let choices = drafts::choices(mailroom, &draft).await.unwrap();
    assert_eq!((choices.templates.len(), choices.imports.len()), (200, 50));
    assert_eq!((choices.templates[0].id, choices.imports[0].id), (template, import));
    assert!(choices.imports.iter().all(|offered| offered.people > 0), "a file that brought nobody is not offered");
    assert!(choices.senders.iter().any(|offered| offered.id == sender));
    assert!(choices.topics.is_empty());
    let audience = Audience::Segments { include: vec![], exclude: vec![], topic: Some(topic) };
    let choices = drafts::choices(mailroom, &Draft { audience: Some(audience), ..draft }).await.unwrap();
    assert_eq!(choices.topics[0].id, topic);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_draft_lacks_is_told_by_its_card() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = house.draft(3).await;
    drafts::edition_of(mailroom, campaign).await.unwrap();
    let sender = house.cards(campaign).await.sender.unwrap();
    senders::archive(mailroom, &by, sender).await.unwrap();
    assert_eq!(field(drafts::edition_of(mailroom, campaign).await), "sender");
    let torn = Content { subject: "Hello {{#if".into(), ..house.content().await };
    drafts::save(mailroom, &by, campaign, &Change::Content(torn), 1).await.unwrap();
    senders::unarchive(mailroom, &by, sender).await.unwrap();
    assert_eq!(field(drafts::edition_of(mailroom, campaign).await), "content");
    drafts::save(mailroom, &by, campaign, &Change::Audience(None), 1).await.unwrap();
    assert_eq!(field(drafts::edition_of(mailroom, campaign).await), "audience");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_the_words_and_its_own_life() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = house.draft(3).await;
    let copy = drafts::duplicate(mailroom, &by, campaign, "Spring again").await.unwrap();
    let (one, other) = (house.cards(campaign).await, house.cards(copy).await);
    assert_eq!((one.content, one.audience, one.sender), (other.content, other.audience, other.sender));
    drafts::delete(mailroom, &by, campaign).await.unwrap();
    house.cards(copy).await;
    assert!(matches!(drafts::find(mailroom, campaign).await, Err(Error::Missing(_))));

    // of one from the command line, what its letters said
    let sent = house.launch(2, "outbox").await;
    let copy = drafts::duplicate(mailroom, &by, sent, "And again").await.unwrap();
    let draft = house.cards(copy).await;
    assert_eq!(draft.content.subject, "Hello {{Name}}");
    let said: String = house.one(&format!("select words ->> 'html' from editions where campaign_id = {sent}")).await;
    assert!(drafts::edition_of(mailroom, copy).await.unwrap().html.contains(&said));
    let second = drafts::duplicate(mailroom, &by, sent, "And once more").await.unwrap();
    assert_eq!(house.cards(second).await.content.template, draft.content.template, "one template says it");
    assert!(draft.audience.is_some() && draft.sender.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_launched_is_neither_changed_nor_deleted() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let campaign = house.launch(2, "outbox").await;
    assert!(drafts::find(mailroom, campaign).await.unwrap().is_none());
    reason(drafts::delete(mailroom, &by, campaign).await.unwrap_err());
    reason(drafts::save(mailroom, &by, campaign, &Change::When(When::Now), 0).await.unwrap_err());
    reason(drafts::set_archived(mailroom, &by, campaign, true).await.unwrap_err());
    campaigns::cancel(mailroom, &by, campaign).await.unwrap();
    drafts::set_archived(mailroom, &by, campaign, true).await.unwrap();
    let summary = campaigns::summary(mailroom, campaign).await.unwrap();
    assert_eq!((summary.state, summary.is_archived), (CampaignState::Cancelled, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_writes_nothing_and_launches_nothing() {
    let house = House::new().await;
    let campaign = house.draft(2).await;
    let vi = house.member("vi@shop.example", Role::Viewer).await;
    reason(drafts::begin(&house.mailroom, &vi, "Mine").await.unwrap_err());
    reason(drafts::save(&house.mailroom, &vi, campaign, &Change::When(When::Now), 0).await.unwrap_err());
    reason(campaigns::schedule(&house.mailroom, &vi, campaign, std::time::Duration::ZERO).await.unwrap_err());
    assert_eq!(house.one::<i64>("select count(*) from campaigns where state <> 'draft'").await, 0);
}
