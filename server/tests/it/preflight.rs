//! What would go wrong is found before the launch, in whichever of all letters it hides.

use crate::house::House;
use domain::{
    Audience, CampaignId, SenderId,
    campaign::CampaignKind,
    draft::{Change, ChosenTemplate, Content},
    preflight::{Code, Finding, Fix, Preflight, PreflightState, Severity},
    sender::SenderEntry,
};
use mailroom::{
    Member,
    campaigns::{self, drafts, preflight},
    senders,
    templates::{self, NewTemplate, Starter},
};
use std::time::Duration;

const FOOTER: &str = "<p>예시상점 | 02-1234-5678 | 서울시 중구 세종대로 110 | news@shop.example</p>\
    <p>수신을 원하지 않으시면 <a href=\"{{UnsubscribeUrl}}\">수신거부</a>를 누르세요. \
    If you no longer wish to receive these emails, <a href=\"{{UnsubscribeUrl}}\">unsubscribe</a>.</p>";

fn codes(preflight: &Preflight) -> Vec<Code> {
    preflight.findings.iter().filter(|finding| finding.severity() != Severity::Ok).map(|finding| finding.code).collect()
}

fn finding(preflight: &Preflight, code: Code) -> &Finding {
    preflight.findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{preflight:#?}"))
}

async fn sender(house: &House) -> SenderId {
    let entry = SenderEntry {
        name: "예시상점".into(),
        address: "news@shop.example".into(),
        company: "예시상점".into(),
        postal_address: "서울시 중구 세종대로 110".into(),
        phone: "02-1234-5678".into(),
        ..SenderEntry::default()
    };
    senders::create(&house.mailroom, &Member::operator(), &entry).await.unwrap()
}

/// Advertising to the people of this file.
async fn advertising(house: &House, csv: &str, html: &str, subject: &str) -> CampaignId {
    let template = house.template(&format!("{html}{FOOTER}")).await;
    let sender = sender(house).await;
    advertising_with(house, csv, template, sender, subject).await
}

async fn advertising_with(
    house: &House,
    csv: &str,
    template: ChosenTemplate,
    sender: SenderId,
    subject: &str,
) -> CampaignId {
    let by = Member::operator();
    let campaign = drafts::begin(&house.mailroom, &by, "Spring").await.unwrap();
    let content = Content {
        kind: CampaignKind::Advertising,
        template: Some(template),
        subject: subject.into(),
        preheader: "이번 주말까지".into(),
        fields: [("Body".into(), "봄 신상품이 나왔습니다".into())].into(),
        ..Content::default()
    };
    let audience = Audience::Import(house.import(csv).await);
    for change in [Change::Content(content), Change::Audience(Some(audience)), Change::Sender(Some(sender))] {
        drafts::save(&house.mailroom, &by, campaign, &change, 0).await.unwrap();
    }
    campaign
}

#[tokio::test(flavor = "multi_thread")]
async fn one_missing_value_and_one_letter_that_is_too_large_are_found_among_two_thousand() {
    let house = House::new().await;
    let row = |n: usize| match n {
        1_234 => format!("p{n}@example.com,Person {n},,short\n"),
        1_777 => format!("p{n}@example.com,Person {n},Gold,{}\n", "가".repeat(36_000)),
        _ => format!("p{n}@example.com,Person {n},Gold,short\n"),
    };
    let csv = format!("Email,Name,Grade,Note\n{}", (1..=2_000).map(row).collect::<String>());
    let html = "<p>{{Name}}, your grade is {{Grade}}. {{Note}}</p>";
    let campaign = advertising(&house, &csv, html, "(광고) Spring, {{Name}}").await;
    let preflight = house.check(campaign).await;
    assert_eq!(preflight.checked, 2_000);
    let empty = finding(&preflight, Code::ValueEmpty);
    assert_eq!(empty.about.as_deref(), Some("Grade"));
    assert!(
        empty.says.en.starts_with("1 person has no Grade") && empty.says.en.contains("p1234@example.com"),
        "{empty:?}"
    );
    assert!(matches!(empty.fix, Some(Fix::Person(_))), "{empty:?}");
    let clipped = finding(&preflight, Code::LetterClipped);
    assert_eq!(clipped.about.as_deref(), Some("p1777@example.com"));
    assert_eq!(preflight.count(Severity::Block), 0, "{preflight:#?}");
    let unasked = finding(&preflight, Code::ConsentUnknown);
    assert!(unasked.says.en.contains("for 2,000 of these people"), "{unasked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn advertising_without_its_marks_is_blocked_and_one_act_puts_the_mark_in_front() {
    let house = House::new().await;
    let campaign = advertising(&house, "Email,Name\na@example.com,A\n", "<p>Hi {{Name}}</p>", "[광고] 봄 세일").await;
    let found = house.check(campaign).await;
    assert_eq!(finding(&found, Code::MarkMissing).fix, Some(Fix::MarkSubject));
    let by = Member::operator();
    let refused = campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap_err();
    assert!(refused.to_string().contains("(광고)"), "{refused}");
    preflight::mark_subject(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    assert_eq!(house.cards(campaign).await.content.subject, "(광고) 봄 세일");
    let status = preflight::status(&house.mailroom, campaign).await.unwrap().unwrap();
    assert!(status.is_outdated, "the findings speak of another subject");
    let found = house.check(campaign).await;
    assert!(!codes(&found).contains(&Code::MarkMissing) && found.is_clear(), "{found:#?}");
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn advertising_begun_from_any_of_our_starters_is_clear() {
    let house = House::new().await;
    let (by, sender) = (Member::operator(), sender(&house).await);
    let starters = ["welcome", "sale", "newsletter", "blank_mjml", "blank_html"];
    for (n, (key, language)) in starters.iter().flat_map(|key| [(*key, "en"), (*key, "ko")]).enumerate() {
        let Starter { markup, source, .. } = Starter::find(key, language).unwrap();
        let new = NewTemplate { name: format!("{key} {language}"), markup, source: source.into() };
        let id = templates::create(&house.mailroom, &by, &new).await.unwrap();
        let csv = format!("Email,Name\np{n}@example.com,P\n");
        let subject = format!("(광고) {key} {language}");
        let campaign = advertising_with(&house, &csv, ChosenTemplate { id, version: 1 }, sender, &subject).await;
        let found = house.check(campaign).await;
        assert!(found.is_clear(), "{key} {language}: {found:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_and_links_that_lead_nowhere_block() {
    let house = House::new().await;
    let html = "<p>{{Namme}}</p><a href=\"http://localhost:8080/sale\">1</a><a href=\"#\">2</a><a href=\"www.shop.example\">3</a>\
        <img src=\"http://127.0.0.1:3000/i/0123456789abcdef0123456789abcdef.png\" alt=\"\"><img src=\"https://shop.example/a.png\">";
    let campaign = advertising(&house, "Email,Name\na@example.com,A\nb@example.com,B\n", html, "(광고) Sale").await;
    let found = house.check(campaign).await;
    let codes = codes(&found);
    for code in [
        Code::ValueUnknown,
        Code::LinkUnreachable,
        Code::LinkUnfilled,
        Code::LinkBroken,
        Code::PictureGone,
        Code::AltMissing,
        Code::AddressLocal,
        Code::NothingSends,
    ] {
        assert!(codes.contains(&code), "{code:?} in {codes:?}");
    }
    assert!(found.findings.is_sorted_by_key(Finding::severity), "what blocks comes first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_audience_and_one_that_is_all_suppressed_block() {
    let house = House::new().await;
    let campaign = house.draft(3).await;
    house.run("insert into suppressions (address, reason, source) select address, 'refused', '' from contacts").await;
    assert!(codes(&house.check(campaign).await).contains(&Code::EverybodySuppressed));
    house.run("delete from suppressions where address = 'p0002@example.com'").await;
    let found = house.check(campaign).await;
    assert!(finding(&found, Code::SomeSuppressed).says.en.starts_with("1 of 3 people"), "{found:#?}");
    house.run("delete from contacts").await;
    assert!(codes(&house.check(campaign).await).contains(&Code::AudienceEmpty));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_got_the_same_letter_today_are_counted() {
    let house = House::new().await;
    let first = house.launch(3, "outbox").await;
    house.resume("outbox").await.fine();
    house.assert_adds_up(first, 3).await;
    let campaign = house.draft(5).await;
    let subject: String = house.one("select words ->> 'subject' from editions").await;
    assert_eq!(house.cards(campaign).await.content.subject, subject);
    let found = house.check(campaign).await;
    assert!(finding(&found, Code::SentLately).says.en.starts_with("3 of these people"), "{found:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_draft_is_told_what_it_lacks() {
    let house = House::new().await;
    let by = Member::operator();
    let campaign = drafts::begin(&house.mailroom, &by, "Empty").await.unwrap();
    let found = house.check(campaign).await;
    assert_eq!(codes(&found), [Code::CardIncomplete; 4]);
    assert!(!found.is_clear());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_can_be_stopped_and_one_whose_program_died_is_known_for_dead() {
    let house = House::new().await;
    let campaign = house.draft(3).await;
    house.check(campaign).await;
    house.run("update preflights set state = 'running', ended_at = null").await;
    preflight::start(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    assert_eq!(house.one::<i64>("select count(*) from preflights").await, 1, "the same is looked at once");
    house.run("update preflights set said_at = now() - interval '5 min'").await;
    let status = preflight::status(&house.mailroom, campaign).await.unwrap().unwrap();
    assert_eq!(status.state, PreflightState::Failed);
    house.run("update preflights set said_at = now()").await;
    preflight::cancel(&house.mailroom, &Member::operator(), campaign).await.unwrap();
    let status = preflight::status(&house.mailroom, campaign).await.unwrap().unwrap();
    assert_eq!(status.state, PreflightState::Cancelled);
}
