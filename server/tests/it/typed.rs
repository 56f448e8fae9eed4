//! What no keyboard has and the database cannot hold comes along when something is copied: it is not looked for, and
//! where it is to be kept it is refused beside its field.

use crate::house::{House, Server, words};
use domain::{
    Audience, CampaignId, ContactId, Invalid, TopicId,
    campaign::CampaignKind,
    draft::{Change, Content},
    failed_send::FailedFilter,
    member::{Rights, Role},
    people::{PeopleFilter, PeopleQuery},
    segment::Rule,
    sender::SenderEntry,
    suppression::SuppressionReason,
    template::Markup,
};
use mailroom::{
    Error, Member, audit,
    campaigns::{self, CampaignQuery, Draft, drafts},
    contacts::{self, Card, Stop},
    failed_sends, images, members,
    recipients::{self, RecipientQuery},
    segments, senders,
    suppressions::{self, SuppressionQuery},
    templates::{self, NewTemplate, TemplateQuery},
    test_sends, topics,
};

const ODD: &str = "Spr\0ing";

/// The field it landed beside.
fn field<T>(answer: mailroom::Result<T>) -> String {
    match answer {
        Err(Error::Invalid(Invalid { field, reason })) => {
            assert!(!reason.en.is_empty() && !reason.ko.is_empty());
            field
        }
        Err(error) => panic!("refused as {error:?}"),
        Ok(_) => "taken".into(),
    }
}

fn odd() -> Option<String> {
    Some(ODD.into())
}

fn card(name: &str) -> Card {
    Card {
        address: "ada@example.com".parse().unwrap(),
        name: name.into(),
        locale: None,
        attributes: Default::default(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_seen_is_not_looked_for() {
    let house = House::new().await;
    let (room, by) = (&house.mailroom, Member::operator());
    let campaign = house.launch(1, "outbox").await;
    house.draft_called("Spring", 1).await;
    let query = CampaignQuery { search: odd(), ..CampaignQuery::default() };
    assert_eq!(campaigns::page(room, &query).await.unwrap().len(), 1);
    let query = images::ImageQuery { search: odd(), without_alt: false, before: None, limit: 10 };
    images::list(room, &query).await.unwrap();
    templates::list(room, &TemplateQuery { search: odd(), ..TemplateQuery::default() }).await.unwrap();
    let before = Some((jiff::Timestamp::UNIX_EPOCH, ODD.to_owned()));
    let reason = Some(SuppressionReason::Refused);
    suppressions::page(room, &SuppressionQuery { reason, search: odd(), before, limit: 10 }).await.unwrap();
    let filter = PeopleFilter { beginning: Some("P0\x000".into()), ..PeopleFilter::default() };
    let found = contacts::page(room, &PeopleQuery { filter, ..PeopleQuery::default() }).await.unwrap();
    assert_eq!(found.rows.len(), 1);
    let filter = PeopleFilter { locale: odd(), ..PeopleFilter::default() };
    contacts::page(room, &PeopleQuery { filter, ..PeopleQuery::default() }).await.unwrap();
    let query = RecipientQuery { prefix: odd(), after: odd(), limit: 10, ..RecipientQuery::default() };
    recipients::page(room, campaign, &query).await.unwrap();
    let filter = FailedFilter { domain: odd(), ..FailedFilter::default() };
    failed_sends::page(room, &filter, None, 10).await.unwrap();
    failed_sends::reasons(room, &filter).await.unwrap();
    segments::faces(room, &Audience::Everyone, ODD).await.unwrap();
    audit::page(room, &by, &audit::Wanted { subject: odd(), ..audit::Wanted::default() }).await.unwrap();
    topics::of_contact(room, ContactId(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_what_is_written_are_refused_beside_their_field() {
    let house = House::new().await;
    let (room, by) = (&house.mailroom, Member::operator());
    let campaign = house.draft(1).await;
    let template = house.template("<p>Hello</p>").await.id;
    let draft = Draft {
        name: ODD.into(),
        kind: CampaignKind::Informational,
        audience: Audience::Everyone,
        words: words(CampaignKind::Informational),
    };
    assert_eq!(field(campaigns::create(room, &by, &draft).await), "name");
    assert_eq!(field(drafts::begin(room, &by, ODD).await), "name");
    assert_eq!(field(drafts::rename(room, &by, campaign, ODD).await), "name");
    assert_eq!(field(drafts::duplicate(room, &by, campaign, ODD).await), "name");
    let content = |content: Content| Change::Content(content);
    let one = |name: &str, text: &str| [(name.to_owned(), text.to_owned())].into();
    let cards = [
        (Content { subject: ODD.into(), ..Content::default() }, "subject"),
        (Content { preheader: ODD.into(), ..Content::default() }, "preheader"),
        (Content { fields: one("Body", ODD), ..Content::default() }, "Body"),
        (Content { fields: one(ODD, "Body"), ..Content::default() }, "fields"),
    ];
    for (card, wrong) in cards {
        assert_eq!(field(drafts::save(room, &by, campaign, &content(card), 1).await), wrong);
    }
    let new = NewTemplate { name: ODD.into(), markup: Markup::Html, source: "<p>Hello</p>".into() };
    assert_eq!(field(templates::create(room, &by, &new).await), "name");
    assert_eq!(field(templates::rename(room, &by, template, ODD).await), "name");
    assert_eq!(field(templates::duplicate(room, &by, template, ODD).await), "name");
    templates::save(room, &by, template, 1, "<p>Hel\0lo</p>", ODD).await.unwrap();
    assert_eq!(field(test_sends::ask(room, &by, campaign, "a\0da@example.com", None).await), "to");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_people_and_of_what_chooses_them_are_refused_beside_their_field() {
    let house = House::new().await;
    let (room, by) = (&house.mailroom, Member::operator());
    house.import("email\nkim@example.com\n").await;
    let rule = |text: &str| -> Rule {
        let who = serde_json::json!({ "all": [{ "is": { "name": { "contains": text } } }] });
        serde_json::from_value(serde_json::json!({ "version": "1", "who": who })).unwrap()
    };
    assert_eq!(field(segments::save(room, &by, None, ODD, &rule("Kim")).await), "name");
    assert_eq!(field(segments::save(room, &by, None, "Spring", &rule(ODD)).await), "rule");
    let topic = |name: (&str, &str), description: &str| topics::Draft {
        name: name.into(),
        description: (description, "").into(),
    };
    assert_eq!(field(topics::save(room, &by, None, &topic((ODD, "봄"), "")).await), "name_en");
    assert_eq!(field(topics::save(room, &by, None, &topic(("Spring", ODD), "")).await), "name_ko");
    assert_eq!(field(topics::save(room, &by, None, &topic(("Spring", "봄"), ODD)).await), "description_en");
    assert_eq!(field(contacts::add(room, &by, &card(ODD), None).await), "name");
    let with = |name: &str, value: &str| Card {
        attributes: [(name.to_owned(), serde_json::Value::from(value))].into_iter().collect(),
        ..card("Ada")
    };
    assert_eq!(field(contacts::add(room, &by, &with(ODD, "Seoul"), None).await), "attributes");
    assert_eq!(field(contacts::change(room, &by, ContactId(1), &with("City", ODD)).await), "attributes");
    assert_eq!(field(contacts::stop(room, &by, ContactId(1), Stop::ByHand, ODD).await), "words");
    assert_eq!(field(suppressions::add(room, &by, "gone@example.com", ODD).await), "note");
    let address = "gone@example.com".parse().unwrap();
    assert_eq!(field(suppressions::lift(room, &by, &address, ODD).await), "note");
    let sender = SenderEntry { name: ODD.into(), address: "news@shop.example".into(), ..SenderEntry::default() };
    assert_eq!(field(senders::create(room, &by, &sender).await), "name");
    let invite =
        members::Invite { email: "ida@example.com".parse().unwrap(), rights: Rights::new(Role::Viewer, false) };
    let path = members::invite_by(room, &by, &invite).await.unwrap();
    let token = path.strip_prefix("/welcome/").unwrap();
    assert_eq!(
        field(members::accept_invitation(room, token, "ida@example.com", ODD, "correct horse battery").await),
        "name"
    );
    assert!(topics::choose(room, &by, ContactId(1), TopicId(1), true).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_falls_over_an_address_with_an_unseen_character() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let campaign: CampaignId = house.launch(1, "outbox").await;
    let names = ["search", "domain", "locale", "after", "before", "subject", "token", "cause", "state", "of", "member"];
    let query: Vec<String> = names.iter().map(|name| format!("{name}=a%00b")).collect();
    let query = query.join("&");
    let pages = [
        "/campaigns",
        "/templates",
        "/images",
        "/people",
        "/segments",
        "/topics",
        "/suppressions",
        "/failed-sends",
        "/settings/log",
        "/people/imports",
        "/people/export.csv",
        "/failed-sends.csv",
    ];
    let own = [format!("/campaigns/{campaign}/report"), format!("/campaigns/{campaign}")];
    for page in pages.iter().map(|page| (*page).to_owned()).chain(own) {
        let answer = visitor.get(&format!("{page}?{query}")).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.as_u16() < 500 && !text.contains("tell an admin the number"), "{page} {status}: {text}");
    }
}
