//! Any rule within the limits.

use super::population::{NAMES, NUMBERS, TEXTS};
use domain::{
    CampaignId, ImportId, TopicId,
    segment::{
        AsOf, Condition, DayTest, FlagTest, MailFact, MailScope, Node, NumberTest, Rule, Said, TextTest, number_in,
    },
};
use jiff::{Span, civil::Date};
use proptest::{
    collection, option,
    prelude::{any, prop_oneof},
    sample::select,
    strategy::{Just, Strategy},
};

pub fn rule() -> impl Strategy<Value = Rule> {
    let node = condition().prop_map(Node::Is).prop_recursive(4, 12, 3, |inner| {
        let nodes = || collection::vec(inner.clone(), 0..4);
        prop_oneof![nodes().prop_map(Node::All), nodes().prop_map(Node::Any), nodes().prop_map(Node::None)]
    });
    node.prop_map(|who| Rule { who })
}

fn text() -> impl Strategy<Value = TextTest> {
    let part = || select(&TEXTS[1..]).prop_map(str::to_owned);
    prop_oneof![
        part().prop_map(TextTest::Is),
        part().prop_map(TextTest::IsNot),
        part().prop_map(TextTest::Contains),
        select(vec!["i", "É", "0", "%", "_", "나", "."]).prop_map(|part| TextTest::Contains(part.into())),
        part().prop_map(TextTest::Lacks),
        select(vec!["V", "김", "2026", "p1"]).prop_map(|part| TextTest::Begins(part.into())),
        select(vec!["P", "나", "2", "NAVER.kr"]).prop_map(|part| TextTest::Ends(part.into())),
        Just(TextTest::Empty),
        Just(TextTest::Filled),
    ]
}

fn number() -> impl Strategy<Value = NumberTest> {
    let number = || select(vec!["3", "3.5", "1200", "-7", "0"]).prop_map(|text| number_in(text).unwrap());
    prop_oneof![
        number().prop_map(NumberTest::Equals),
        number().prop_map(NumberTest::Below),
        number().prop_map(NumberTest::Above),
        (number(), number()).prop_map(|(least, most)| NumberTest::Between(least, most)),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    let today = AsOf("2026-11-22T03:00:00Z".parse().unwrap()).today();
    prop_oneof![
        (-45_i64..4).prop_map(move |days| today.checked_add(Span::new().days(days)).unwrap()),
        Just(Date::constant(1900, 1, 1)),
        Just(Date::constant(2999, 12, 31)),
    ]
}

fn days() -> impl Strategy<Value = DayTest> {
    let many = || select(vec![1_u16, 7, 30, 3_650]);
    prop_oneof![
        day().prop_map(DayTest::On),
        day().prop_map(DayTest::Before),
        day().prop_map(DayTest::After),
        many().prop_map(DayTest::LastDays),
        many().prop_map(DayTest::NextDays),
        many().prop_map(DayTest::OlderDays),
        Just(DayTest::Anniversary),
    ]
}

fn mail() -> impl Strategy<Value = Condition> {
    let scope = prop_oneof![
        Just(MailScope::Ever),
        select(vec![1_u16, 7, 30]).prop_map(MailScope::LastDays),
        select(&NUMBERS[..]).prop_map(|id| MailScope::Campaign(CampaignId(id))),
    ];
    (select(&MailFact::ALL[..]), scope, any::<bool>()).prop_map(|(fact, scope, has)| Condition::Mail {
        fact,
        scope,
        has,
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let name = || select(&NAMES[..]).prop_map(str::to_owned);
    let number_of = || select(&NUMBERS[..]);
    let said = select(vec![Said::Given, Said::Refused, Said::Nothing]);
    let flag = select(vec![FlagTest::Yes, FlagTest::No]);
    prop_oneof![
        1 => text().prop_map(Condition::Address),
        1 => text().prop_map(Condition::Name),
        1 => text().prop_map(Condition::Locale),
        1 => days().prop_map(Condition::Created),
        1 => (number_of(), any::<bool>()).prop_map(|(id, has)| Condition::Import { id: ImportId(id), has }),
        1 => (number_of(), any::<bool>()).prop_map(|(id, has)| Condition::Topic { id: TopicId(id), has }),
        1 => (said, option::of(day())).prop_map(|(said, since)| Condition::Consent { said, since }),
        3 => mail(),
        3 => (name(), text()).prop_map(|(name, test)| Condition::AttributeText { name, test }),
        2 => (name(), number()).prop_map(|(name, test)| Condition::AttributeNumber { name, test }),
        2 => (name(), days()).prop_map(|(name, test)| Condition::AttributeDay { name, test }),
        1 => (name(), flag).prop_map(|(name, test)| Condition::AttributeFlag { name, test }),
    ]
}
