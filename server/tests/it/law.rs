//! What the law asks of advertising is put in by one press, waits for the morning where that is wished, and is told to
//! who agrees or refuses.

use crate::{
    doubles::relay::Relay,
    house::{House, person},
};
use domain::{
    Audience, CampaignId, ContactId, SenderId,
    campaign::{CampaignKind, CampaignState},
    draft::{Change, Content},
    law::QuietEntry,
    preflight::{Code, Fix, Severity},
    sender::SenderEntry,
    template::Language,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use mail_parser::MessageParser;
use mailroom::{
    Member,
    campaigns::{self, drafts, preflight},
    dispatcher::Dispatcher,
    law,
    links::Claim,
    senders, suppressions,
};
use std::time::Duration;

const TWO_WHO_AGREED: &str = "Email,Name,Language\nha@example.com,하나,ko\nbo@example.com,Bo,en\n";

async fn shop(house: &House) -> SenderId {
    let entry = SenderEntry {
        name: "예시상점".into(),
        address: "news@shop.example".into(),
        company: "예시상점 주식회사".into(),
        representative: "김예시".into(),
        postal_address: "서울시 중구 세종대로 110".into(),
        phone: "02-1234-5678".into(),
        ..SenderEntry::default()
    };
    senders::create(&house.mailroom, &Member::operator(), &entry).await.unwrap()
}

async fn draft(house: &House, html: &str, content: Content) -> CampaignId {
    let by = Member::operator();
    let campaign = drafts::begin(&house.mailroom, &by, "Spring").await.unwrap();
    let content = Content { template: Some(house.template(html).await), ..content };
    let audience = Audience::Import(house.import(TWO_WHO_AGREED).await);
    house.run("update contacts set locale = case when address like 'bo@%' then 'en' else 'ko' end").await;
    house.run("insert into consents (contact_id, at, given, source) select id, '2024-11-21 16:00Z', true, 'by letter' from contacts where address like 'ha@%'").await;
    let sender = shop(house).await;
    for change in [Change::Content(content), Change::Audience(Some(audience)), Change::Sender(Some(sender))] {
        drafts::save(&house.mailroom, &by, campaign, &change, 0).await.unwrap();
    }
    campaign
}

async fn standing(house: &House, relay: &Relay) -> Dispatcher {
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    dispatcher
}

struct Read {
    subject: String,
    html: String,
    text: String,
}

fn letter(relay: &Relay, to: &str) -> Read {
    let taken = relay.taken().into_iter().find(|taken| taken.to == to).unwrap_or_else(|| panic!("nothing to {to}"));
    let letter = MessageParser::default().parse(&taken.letter).unwrap();
    Read {
        subject: letter.subject().unwrap().to_owned(),
        html: letter.body_html(0).unwrap().into_owned(),
        text: letter.body_text(0).unwrap().into_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_missing_footer_is_put_in_by_one_press_and_arrives_in_html_and_in_plain_text() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let content =
        Content { subject: "(광고) 봄 세일".into(), preheader: "이번 주말".into(), ..Content::default() };
    let campaign = draft(&house, "<html><body><p>Hi {{Name}}</p></body></html>", content).await;
    let (found, by) = (house.check(campaign).await, Member::operator());
    for code in [Code::FooterLacks, Code::RefusalMissing, Code::UnsubscribeMissing] {
        let finding =
            found.findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{found:#?}"));
        assert_eq!(finding.fix, Some(Fix::AddFooter));
        let [note, basis] = finding.details().try_into().unwrap();
        assert!(note.ko.contains("제50조의9") && basis.ko.contains("정보통신망법 제50조 제4항"), "{note:?} {basis:?}");
    }
    preflight::add_footer(&house.mailroom, &by, campaign).await.unwrap();
    let found = house.check(campaign).await;
    assert_eq!(found.count(Severity::Block), 0, "{found:#?}");
    let words = drafts::edition_of(&house.mailroom, campaign).await.unwrap();
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 2);
    let sent: serde_json::Value = house.one("select words from editions").await;
    assert_eq!(serde_json::to_value(&words).unwrap(), sent, "what the pages show is what leaves");
    let (ha, bo) = (letter(&relay, "ha@example.com"), letter(&relay, "bo@example.com"));
    for part in [&ha.html, &ha.text] {
        for says in [
            "예시상점 주식회사",
            "대표 김예시",
            "02-1234-5678",
            "수신동의(2024-11-22)",
            "수신거부",
            "unsubscribe",
            "/u/",
        ] {
            assert!(part.contains(says), "{says} in {part}");
        }
    }
    for part in [&bo.html, &bo.text] {
        assert!(part.contains("Representative") && part.contains("수신거부") && part.contains("unsubscribe"), "{part}");
        assert!(!part.contains("수신동의("), "nobody knows when they agreed: {part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_their_own_language_and_each_is_checked() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let dispatcher = standing(&house, &relay).await;
    let content = Content {
        subject: "{{#ko}}(광고) 봄{{/ko}}{{#en}}(Ad) Spring{{/en}}".into(),
        preheader: "{{#en}}For you{{else}}당신께{{/en}}".into(),
        fields: [("Body".into(), "{{#ko}}안녕하세요{{else}}Hello{{/ko}}".into())].into(),
        footer: true,
        ..Content::default()
    };
    let campaign = draft(&house, "<p>{{Body}} {{#ko}}봄{{/ko}}{{#en}}spring{{/en}}</p>", content).await;
    let (found, by) = (house.check(campaign).await, Member::operator());
    let marks = found.findings.iter().filter(|finding| finding.code == Code::MarkMissing).count();
    assert!(marks > 0, "{found:#?}");
    preflight::mark_subject(&house.mailroom, &by, campaign).await.unwrap();
    assert_eq!(house.check(campaign).await.count(Severity::Block), 0);
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    house.turn_until_ended(&dispatcher, campaign).await;
    let (ha, bo) = (letter(&relay, "ha@example.com"), letter(&relay, "bo@example.com"));
    assert_eq!((ha.subject.as_str(), bo.subject.as_str()), ("(광고) 봄", "(광고) (Ad) Spring"));
    assert!(ha.text.contains("안녕하세요 봄") && bo.text.contains("Hello spring"), "{} {}", ha.text, bo.text);
    assert!(ha.html.contains("당신께") && bo.html.contains("For you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_informational_mail_needs_a_reason_and_the_reason_stays() {
    let house = House::new().await;
    let (campaign, by) = (house.draft(1).await, Member::operator());
    let draft = house.cards(campaign).await;
    let without = Content { reason: "  ".into(), ..draft.content };
    drafts::save(&house.mailroom, &by, campaign, &Change::Content(without), draft.versions.content).await.unwrap();
    let found = house.check(campaign).await;
    let gap = found.findings.iter().find(|finding| finding.code == Code::CardIncomplete).unwrap();
    assert!(gap.says.en.contains("no advertising"), "{gap:?}");
    let kept = "select string_agg(after::text, ' ') from audit_log where act = 'changed' and subject = 'campaign'";
    assert!(house.one::<String>(kept).await.contains("the terms change"));
}

/// Quiet hours that began an hour ago and last another one.
fn now() -> QuietEntry {
    let zone = "Asia/Seoul";
    let seoul = TimeZone::get(zone).unwrap();
    let clock = |hours: i64| seoul.to_datetime(Timestamp::now() + hours.hours()).strftime("%H:%M").to_string();
    QuietEntry { from: clock(-1), until: clock(1), zone: zone.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn advertising_waits_for_the_end_of_quiet_hours_and_other_mail_does_not() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let by = Member::operator();
    law::change(&house.mailroom, &by, true, true, &now()).await.unwrap();
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    let advertising = house.launch(20, &relay.url()).await;
    let notice = house.launch_to("Email\nkim@example.com\n", CampaignKind::Informational, &relay.url()).await;
    assert_eq!(house.turn_until_ended(&dispatcher, notice).await.sent, 1);
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(house.states(advertising).await.waiting, 20);
    let summary = campaigns::summary(&house.mailroom, advertising).await.unwrap();
    assert_eq!(summary.state, CampaignState::Running);
    let left = summary.held_until.expect("it is held") - Timestamp::now();
    assert!(left.total(jiff::Unit::Minute).unwrap() <= 61.0, "{left}");
    law::change(&house.mailroom, &by, true, false, &now()).await.unwrap();
    assert_eq!(campaigns::summary(&house.mailroom, advertising).await.unwrap().held_until, None);
    assert_eq!(house.turn_until_ended(&dispatcher, advertising).await.sent, 20);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_stops_within_a_second_of_quiet_hours_and_goes_on_by_itself() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.answers_after(Duration::from_millis(100));
    let campaign = house.launch(400, &relay.url()).await;
    let _process = house.pabal(&["serve", "--roles", "dispatch", "--carrier", &relay.url()]);
    crate::house::until("some are taken", || relay.count() >= 30).await;
    let by = Member::operator();
    law::change(&house.mailroom, &by, true, true, &now()).await.unwrap();
    let moment = std::time::Instant::now();
    house.until("select sending = 0 from totals").await;
    tokio::time::sleep_until((moment + Duration::from_secs(3)).into()).await;
    let late = relay.taken().into_iter().filter(|taken| taken.at > moment + Duration::from_secs(1)).count();
    assert_eq!(late, 0, "taken more than a second later");
    assert!(house.states(campaign).await.unsent() > 0);
    relay.answers_after(Duration::ZERO);
    law::change(&house.mailroom, &by, true, false, &now()).await.unwrap();
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 400).await.sent, 400);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_refuses_gets_one_letter_that_says_so_and_nobody_else_does() {
    let (house, relay) = (House::new().await, Relay::start().await);
    shop(&house).await;
    let campaign = house.launch(5, &relay.url()).await;
    let dispatcher = standing(&house, &relay).await;
    house.turn_until_ended(&dispatcher, campaign).await;
    let before = relay.count();
    let bounced = "insert into suppressions (address, reason, source) values ('ADDRESS', 'bounced', 'campaign 1')";
    house.run(&bounced.replace("ADDRESS", &person(5))).await;
    for n in [2, 2, 3, 5] {
        let contact: i64 = house.one(&format!("select id from contacts where address = '{}'", person(n))).await;
        suppressions::refuse(&house.mailroom, &Claim { contact: ContactId(contact), campaign }).await.unwrap();
    }
    suppressions::add(&house.mailroom, &Member::operator(), &person(4), "by telephone").await.unwrap();
    house.run(&format!("update suppressions set reason = 'bounced' where address = '{}'", person(3))).await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(relay.count(), before, "they may still change their mind");
    house.run("update receipts set said_at = said_at - interval '11 minutes'").await;
    house.turn_until_idle(&dispatcher).await;
    house.until("select count(*) = 3 from receipts where ended_at is not null").await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(relay.count(), before + 1);
    let told = relay.taken().pop().unwrap();
    assert_eq!(told.to, person(2));
    let letter = MessageParser::default().parse(&told.letter).unwrap();
    let text = letter.body_text(0).unwrap();
    assert!(text.contains("예시상점") && text.contains("거부"), "{text}");
    let both = format!("select concat_ws(' over ', reason, beneath) from suppressions where address = '{}'", person(5));
    assert_eq!(house.one::<String>(&both).await, "refused over bounced", "a letter would come back all the same");
    let ends: String = house.one("select string_agg(outcome, ' ' order by contact_id) from receipts").await;
    assert_eq!(ends, "asked unreachable unreachable");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_consent_is_two_years_old_is_reminded_once_and_keeps_it() {
    let (house, relay) = (House::new().await, Relay::start().await);
    let (by, _) = (Member::operator(), shop(&house).await);
    house.import(&crate::house::people(6)).await;
    let agreed = |n: usize, ago: &str| {
        format!(
            "insert into consents (contact_id, at, given, source) select id, now() - interval '{ago}', true, 'by letter' from contacts where address = '{}'",
            person(n)
        )
    };
    for (n, ago) in [(1, "3 years"), (2, "23 months"), (3, "1 year"), (4, "5 years"), (5, "25 months")] {
        house.run(&agreed(n, ago)).await;
    }
    house
        .run(&format!("insert into suppressions (address, reason, source) values ('{}', 'refused', '')", person(5)))
        .await;
    let due = law::renewals(&house.mailroom, None, 2).await.unwrap();
    let who =
        |people: &[domain::law::DueForRenewal]| people.iter().map(|due| due.address.to_string()).collect::<Vec<_>>();
    assert_eq!((due.overdue, due.soon, due.has_more), (2, 1, true), "{due:?}");
    assert_eq!(who(&due.people), [person(4), person(1)]);
    let next = law::renewals(&house.mailroom, Some(law::Place::of(&due.people[1])), 2).await.unwrap();
    assert_eq!((who(&next.people), next.has_more), (vec![person(2)], false));
    assert!(due.people[1].is_overdue && !next.people[0].is_overdue);

    let campaign = law::remind(&house.mailroom, &by, Language::Korean).await.unwrap();
    let dispatcher = standing(&house, &relay).await;
    let found = house.check(campaign).await;
    assert_eq!(found.count(Severity::Block), 0, "{found:#?}");
    campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
    assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 3);
    let told = letter(&relay, &person(4));
    let day: String = house.one("select to_char(min(consented_at) at time zone 'Asia/Seoul', 'YYYY\"년\" FMMM\"월\" FMDD\"일\"') from contacts").await;
    assert!(told.text.contains(&day) || told.text.contains("20"), "{} in {}", day, told.text);
    house.until("select state = 'finished' from campaigns").await;
    house.turn_until_idle(&dispatcher).await;
    assert_eq!(house.one::<i64>("select count(*) from confirmations").await, 3);
    let after = law::renewals(&house.mailroom, None, 10).await.unwrap();
    assert_eq!((after.overdue, after.soon), (0, 0), "{after:?}");
    assert!(law::remind(&house.mailroom, &by, Language::Korean).await.is_err());
}
