use crate::segment::{
    CONDITIONS_MAX, Condition, DAYS_MAX, DEPTH_MAX, DayTest, Node, Rule, TEXT_CHARACTERS_MAX, TextTest,
};

fn name(text: &str) -> Node {
    Node::Is(Condition::Name(TextTest::Is(text.into())))
}

fn is_fine(who: Node) -> bool {
    Rule { who }.check().is_ok()
}

#[test]
fn groups_stand_five_deep_and_no_deeper() {
    let nested = |depth: usize| (0..depth).fold(name("a"), |inner, _| Node::Any(vec![inner]));
    assert!(is_fine(nested(DEPTH_MAX)));
    assert!(!is_fine(nested(DEPTH_MAX + 1)));
}

#[test]
fn a_rule_has_at_most_fifty_conditions() {
    let many = |n| Node::All((0..n).map(|_| name("a")).collect());
    assert!(is_fine(many(CONDITIONS_MAX)));
    assert!(!is_fine(many(CONDITIONS_MAX + 1)));
}

#[test]
fn what_is_compared_has_a_length_and_days_an_end() {
    let created = |days| Node::All(vec![Node::Is(Condition::Created(DayTest::LastDays(days)))]);
    let on = |day: &str| Node::All(vec![Node::Is(Condition::Created(DayTest::On(day.parse().unwrap())))]);
    let table = [
        (Node::All(vec![name(&"가".repeat(TEXT_CHARACTERS_MAX))]), true),
        (Node::All(vec![name(&"가".repeat(TEXT_CHARACTERS_MAX + 1))]), false),
        (Node::All(vec![name("")]), false),
        (Node::All(vec![name("a\0")]), false),
        (Node::All(vec![]), false),
        (Node::All(vec![name("a"), Node::Any(vec![])]), false),
        (created(DAYS_MAX), true),
        (created(DAYS_MAX + 1), false),
        (created(0), false),
        (on("2999-12-31"), true),
        (on("3000-01-01"), false),
        (on("1899-12-31"), false),
    ];
    for (who, expected) in table {
        assert_eq!(is_fine(who.clone()), expected, "{who:?}");
    }
}
