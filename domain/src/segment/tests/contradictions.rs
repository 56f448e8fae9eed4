use super::matching::every_condition;
use crate::{
    ImportId,
    segment::{
        AsOf, Condition as C, DayTest as D, FlagTest, Node, Number, NumberTest as N, Rule, Said, TextTest as T,
        number_in,
    },
};
use jiff::civil::date;

fn as_of() -> AsOf {
    AsOf("2026-11-22T12:00:00Z".parse().unwrap())
}

fn clashes(who: Node) -> bool {
    Rule { who }.contradiction(as_of()).is_some()
}

fn both(one: &C, other: &C) -> bool {
    let is = |condition: &C| Node::Is(condition.clone());
    let straight = clashes(Node::All(vec![is(one), is(other)]));
    assert_eq!(straight, clashes(Node::All(vec![is(other), is(one)])), "{one:?} {other:?}");
    straight
}

fn name(test: fn(String) -> T, text: &str) -> C {
    C::Name(test(text.to_owned()))
}

fn orders(test: N) -> C {
    C::AttributeNumber { name: "Orders".into(), test }
}

fn n(text: &str) -> Number {
    number_in(text).unwrap()
}

fn visited(test: D) -> C {
    C::AttributeDay { name: "Visited".into(), test }
}

fn tier(test: T) -> C {
    C::AttributeText { name: "Tier".into(), test }
}

fn said(said: Said) -> C {
    C::Consent { said, since: None }
}

#[test]
fn what_excludes_each_other_is_found() {
    let import = |has| C::Import { id: ImportId(3), has };
    let table = [
        (name(T::Is, "Kim"), name(T::Is, "Lee")),
        (name(T::Is, "Kim"), name(T::IsNot, "Kim")),
        (name(T::Is, "Kim"), name(T::Contains, "lee")),
        (name(T::Is, "Kim"), C::Name(T::Empty)),
        (C::Name(T::Empty), C::Name(T::Filled)),
        (C::Name(T::Empty), name(T::Begins, "K")),
        (name(T::Contains, "Kimchi"), name(T::Lacks, "KIM")),
        (name(T::Begins, "Ki"), name(T::Begins, "Le")),
        (name(T::Ends, "im"), name(T::Ends, "ee")),
        (tier(T::Is("vip".into())), tier(T::Is("gold".into()))),
        (C::AttributeText { name: "Orders".into(), test: T::Is("2".into()) }, orders(N::Above(n("3")))),
        (orders(N::Above(n("5"))), orders(N::Below(n("3")))),
        (orders(N::Above(n("5"))), orders(N::Below(n("5")))),
        (orders(N::Equals(n("5"))), orders(N::Above(n("5")))),
        (orders(N::Between(n("1"), n("2"))), orders(N::Between(n("3"), n("4")))),
        (visited(D::Before(date(2026, 1, 1))), visited(D::After(date(2026, 5, 1)))),
        (visited(D::Before(date(2026, 1, 1))), visited(D::LastDays(30))),
        (visited(D::LastDays(7)), visited(D::OlderDays(7))),
        (C::Created(D::On(date(2026, 1, 1))), C::Created(D::On(date(2026, 1, 2)))),
        (said(Said::Given), said(Said::Refused)),
        (import(true), import(false)),
        (
            C::AttributeFlag { name: "Vip".into(), test: FlagTest::Yes },
            C::AttributeFlag { name: "Vip".into(), test: FlagTest::No },
        ),
    ];
    for (one, other) in &table {
        assert!(both(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn what_somebody_could_meet_is_left_alone() {
    let table = [
        (name(T::Is, "Kim"), C::Address(T::Is("lee".into()))),
        (name(T::Is, "Kim"), name(T::Begins, "k")),
        (name(T::Contains, "Kim"), name(T::Contains, "Lee")),
        (name(T::Contains, "Kim"), name(T::Lacks, "Kimchi")),
        (name(T::Begins, "Ki"), name(T::Begins, "kim")),
        (name(T::Begins, "Ki"), name(T::Ends, "Lee")),
        (tier(T::Is("vip".into())), C::AttributeText { name: "Level".into(), test: T::Is("gold".into()) }),
        (orders(N::Between(n("1"), n("3"))), orders(N::Between(n("3"), n("4")))),
        (orders(N::Above(n("3"))), orders(N::Below(n("5")))),
        (visited(D::After(date(2026, 1, 1))), visited(D::Before(date(2026, 5, 1)))),
        (visited(D::Anniversary), visited(D::On(date(2026, 5, 1)))),
        (said(Said::Given), said(Said::Given)),
    ];
    for (one, other) in &table {
        assert!(!both(one, other), "{one:?} {other:?}");
    }
    for condition in every_condition() {
        assert!(!both(&condition, &condition), "{condition:?}");
    }
}

#[test]
fn groups_are_looked_into_as_far_as_everybody_has_to_meet_them() {
    let is = |condition: C| Node::Is(condition);
    let (kim, lee) = (|| is(name(T::Is, "Kim")), || is(name(T::Is, "Lee")));
    assert!(clashes(Node::All(vec![kim(), Node::All(vec![lee()])])));
    assert!(clashes(Node::All(vec![kim(), Node::None(vec![kim()])])));
    assert!(clashes(Node::Any(vec![Node::All(vec![kim(), lee()])])));
    assert!(!clashes(Node::Any(vec![kim(), lee()])));
    assert!(!clashes(Node::Any(vec![Node::All(vec![kim(), lee()]), kim()])));
    assert!(!clashes(Node::All(vec![kim(), Node::None(vec![lee()])])));
    assert!(!clashes(Node::None(vec![kim(), lee()])));
    assert!(!clashes(Node::All(vec![])));
    assert!(!clashes(Node::Any(vec![])));
}
