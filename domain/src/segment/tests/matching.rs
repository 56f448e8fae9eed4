use crate::{
    CampaignId, ImportId, TopicId,
    delivery::AttemptOutcome,
    mail_event::MailEventKind,
    reading::Act,
    segment::{
        AsOf, Attempt, Condition, DayTest, FlagTest, Mail, MailFact, MailScope, Node, NumberTest, Person, Reading,
        Rule, Said, TextTest, number_in,
    },
};
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> AsOf {
    AsOf(at("2026-11-22T03:00:00Z"))
}

fn person() -> Person {
    let attributes =
        [("Tier", "vip".into()), ("Orders", "1,200".into()), ("Born", "1990-11-30".into()), ("Pet", "yes".into())];
    let mail = Mail {
        campaign: CampaignId(7),
        attempts: vec![
            Attempt { outcome: AttemptOutcome::Failed, at: at("2026-11-01T00:00:00Z") },
            Attempt { outcome: AttemptOutcome::Accepted, at: at("2026-11-02T00:00:00Z") },
        ],
        reports: vec![(MailEventKind::Delivered, at("2026-11-03T00:00:00Z"))],
        readings: vec![
            Reading { act: Act::Opened, at: at("2026-11-03T00:00:00Z"), by_machine: false },
            Reading { act: Act::Clicked, at: at("2026-11-03T00:00:00Z"), by_machine: true },
        ],
    };
    Person {
        address: "hana@naver.com".into(),
        name: "김하나 Kim".into(),
        locale: None,
        attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        created_at: at("2026-11-20T00:00:00Z"),
        imports: [ImportId(1)].into(),
        topics: [TopicId(2)].into(),
        consent: Some((true, at("2026-11-20T00:00:00Z"))),
        mails: vec![mail],
    }
}

/// One of each, as forms and sentences must know them.
pub(super) fn every_condition() -> Vec<Condition> {
    let day = "2026-11-22".parse().unwrap();
    let number = |text| number_in(text).unwrap();
    let name = || "Tier".to_owned();
    let texts = |text: &str| {
        let text = || text.to_owned();
        [
            TextTest::Is(text()),
            TextTest::IsNot(text()),
            TextTest::Contains(text()),
            TextTest::Lacks(text()),
            TextTest::Begins(text()),
            TextTest::Ends(text()),
            TextTest::Empty,
            TextTest::Filled,
        ]
    };
    let days = [
        DayTest::On(day),
        DayTest::Before(day),
        DayTest::After(day),
        DayTest::LastDays(30),
        DayTest::NextDays(7),
        DayTest::OlderDays(365),
        DayTest::Anniversary,
    ];
    let numbers = [
        NumberTest::Equals(number("3")),
        NumberTest::Below(number("3.5")),
        NumberTest::Above(number("-1")),
        NumberTest::Between(number("1"), number("9")),
    ];
    let mut all: Vec<Condition> = texts("김").into_iter().map(Condition::Name).collect();
    all.extend(texts("a@b.kr").into_iter().map(Condition::Address));
    all.extend(texts("ko").into_iter().map(Condition::Locale));
    all.extend(texts("vip").into_iter().map(|test| Condition::AttributeText { name: name(), test }));
    all.extend(days.into_iter().map(Condition::Created));
    all.extend(days.into_iter().map(|test| Condition::AttributeDay { name: name(), test }));
    all.extend(numbers.into_iter().map(|test| Condition::AttributeNumber { name: name(), test }));
    all.extend([FlagTest::Yes, FlagTest::No].map(|test| Condition::AttributeFlag { name: name(), test }));
    for has in [true, false] {
        all.push(Condition::Import { id: ImportId(1), has });
        all.push(Condition::Topic { id: TopicId(2), has });
        for fact in MailFact::ALL {
            let scopes = [MailScope::Ever, MailScope::LastDays(30), MailScope::Campaign(CampaignId(7))];
            all.extend(scopes.map(|scope| Condition::Mail { fact, scope, has }));
        }
    }
    all.extend([Said::Given, Said::Refused].map(|said| Condition::Consent { said, since: Some(day) }));
    all.extend([Said::Given, Said::Refused, Said::Nothing].map(|said| Condition::Consent { said, since: None }));
    all
}

fn holds(condition: Condition) -> bool {
    Rule { who: Node::Is(condition) }.matches(&person(), now())
}

#[test]
fn conditions_ask_what_they_say() {
    let attribute = |name: &str, test| Condition::AttributeText { name: name.into(), test };
    let number = |test| Condition::AttributeNumber { name: "Orders".into(), test };
    let born = |test| Condition::AttributeDay { name: "Born".into(), test };
    let opened = |scope, has| Condition::Mail { fact: MailFact::Opened, scope, has };
    let fact = |fact| Condition::Mail { fact, scope: MailScope::Ever, has: true };
    let consent = |said, since: Option<&str>| Condition::Consent { said, since: since.map(|day| day.parse().unwrap()) };
    let n = |text| number_in(text).unwrap();
    let table = [
        (Condition::Name(TextTest::Contains("kim".into())), true),
        (Condition::Name(TextTest::Is("김하나 kim".into())), false),
        (Condition::Address(TextTest::Ends("@naver.com".into())), true),
        (Condition::Locale(TextTest::Empty), true),
        (Condition::Locale(TextTest::IsNot("ko".into())), true),
        (attribute("Tier", TextTest::Is("vip".into())), true),
        (attribute("Tier", TextTest::Is("VIP".into())), false),
        (attribute("Lost", TextTest::Empty), true),
        (number(NumberTest::Above(n("1199"))), true),
        (number(NumberTest::Between(n("1"), n("1200"))), true),
        (number(NumberTest::Below(n("1200"))), false),
        (Condition::AttributeNumber { name: "Tier".into(), test: NumberTest::Below(n("9")) }, false),
        (born(DayTest::Anniversary), true),
        (born(DayTest::LastDays(30)), false),
        (Condition::AttributeFlag { name: "Pet".into(), test: FlagTest::Yes }, true),
        (Condition::AttributeFlag { name: "Lost".into(), test: FlagTest::No }, false),
        (Condition::Created(DayTest::LastDays(2)), true),
        (Condition::Created(DayTest::LastDays(1)), false),
        (Condition::Import { id: ImportId(1), has: true }, true),
        (Condition::Topic { id: TopicId(1), has: true }, false),
        (consent(Said::Given, None), true),
        (consent(Said::Given, Some("2026-11-21")), false),
        (consent(Said::Nothing, None), false),
        (opened(MailScope::Campaign(CampaignId(7)), true), true),
        (opened(MailScope::Campaign(CampaignId(8)), false), true),
        (opened(MailScope::LastDays(19), true), true),
        (opened(MailScope::LastDays(18), true), false),
        (fact(MailFact::Delivered), true),
        (fact(MailFact::Clicked), false),
        (fact(MailFact::Failed), false),
    ];
    for (condition, expected) in table {
        assert_eq!(holds(condition.clone()), expected, "{condition:?}");
    }
}

#[test]
fn what_comes_after_the_rule_was_frozen_does_not_count() {
    let rule = Rule { who: Node::Is(Condition::Mail { fact: MailFact::Opened, scope: MailScope::Ever, has: true }) };
    assert!(!rule.matches(&person(), AsOf(at("2026-11-02T23:00:00Z"))));
}

#[test]
fn groups_join_what_they_hold() {
    let (yes, no) = (|| Node::Is(Condition::Locale(TextTest::Empty)), || Node::Is(Condition::Locale(TextTest::Filled)));
    let table = [
        (Node::All(vec![]), true),
        (Node::Any(vec![]), false),
        (Node::None(vec![]), true),
        (Node::All(vec![yes(), no()]), false),
        (Node::Any(vec![yes(), no()]), true),
        (Node::None(vec![no(), no()]), true),
        (Node::None(vec![yes(), no()]), false),
        (Node::All(vec![Node::None(vec![no()]), Node::Any(vec![no(), yes()])]), true),
    ];
    for (who, expected) in table {
        assert_eq!(Rule { who: who.clone() }.matches(&person(), now()), expected, "{who:?}");
    }
}
