use super::matching::every_condition;
use crate::{
    CampaignId, Sentence, TopicId,
    segment::{Condition, MailFact, MailScope, Names, Node, NumberTest, Rule, TextTest, number_in},
};

fn names() -> Names {
    Names {
        topics: [(TopicId(2), Sentence::new("News", "새 소식"))].into(),
        campaigns: [(CampaignId(7), "주말 특가".to_owned())].into(),
        ..Names::default()
    }
}

fn said(who: Node) -> [String; 2] {
    let Sentence { en, ko } = Rule { who }.sentence(&names());
    [en, ko]
}

fn name(test: TextTest) -> Node {
    Node::Is(Condition::Name(test))
}

fn tier(tier: &str) -> Node {
    Node::Is(Condition::AttributeText { name: "등급".into(), test: TextTest::Is(tier.into()) })
}

#[test]
fn a_rule_is_read_aloud_in_both_languages() {
    let orders = Condition::AttributeNumber { name: "Orders".into(), test: NumberTest::Above(number_in("3").unwrap()) };
    let opened = Condition::Mail { fact: MailFact::Opened, scope: MailScope::Campaign(CampaignId(7)), has: false };
    let kim = || name(TextTest::Contains("김".into()));
    let table = [
        (Node::All(vec![]), ["everybody", "모든 사람"]),
        (Node::All(vec![kim()]), ["name contains “김”", "이름에 ‘김’이 들어가는 사람"]),
        (
            Node::All(vec![kim(), Node::Any(vec![tier("vip"), Node::Is(orders)])]),
            [
                "name contains “김” and (등급 is “vip” or Orders is above 3)",
                "이름에 ‘김’이 들어가고 (등급이 ‘vip’이거나 Orders가 3보다 큰) 사람",
            ],
        ),
        (
            Node::Any(vec![Node::None(vec![kim(), tier("골드")]), Node::Is(opened)]),
            [
                "not (name contains “김” or 등급 is “골드”) or did not open the campaign “주말 특가”",
                "(이름에 ‘김’이 들어가거나 등급이 ‘골드’인) 경우가 아니거나 캠페인 ‘주말 특가’ 메일을 열지 않은 사람",
            ],
        ),
        (
            Node::All(vec![
                name(TextTest::Begins("서울".into())),
                Node::Is(Condition::Topic { id: TopicId(2), has: true }),
            ]),
            [
                "name begins with “서울” and is subscribed to “News”",
                "이름이 ‘서울’로 시작하고 주제 ‘새 소식’을 구독하는 사람",
            ],
        ),
    ];
    for (who, expected) in table {
        assert_eq!(said(who), expected);
    }
}

#[test]
fn no_two_conditions_sound_the_same() {
    let mut heard = std::collections::BTreeSet::new();
    for condition in every_condition() {
        let words = said(Node::All(vec![Node::Is(condition.clone())]));
        assert!(words[1].ends_with("사람"), "{words:?}");
        assert!(heard.insert(words.clone()), "{words:?} is said twice, of {condition:?} too");
    }
}
