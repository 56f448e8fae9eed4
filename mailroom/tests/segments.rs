//! A rule chooses the same people in SQL as in Rust, whatever the people and whatever the rule.
#![allow(clippy::unwrap_used)]

#[path = "import/house.rs"]
#[allow(dead_code, reason = "made for the stories of imports")]
mod house;

mod segments {
    pub mod population;
    pub mod rules;
}

use domain::{
    Audience,
    segment::{AsOf, FrozenRule, Person, Rule},
};
use house::House;
use mailroom::segments::{count, sample};
use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use segments::{population, rules};
use std::collections::BTreeSet;

const POPULATIONS: u32 = 4;
const PEOPLE: usize = 70;
const RULES: usize = 150;

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_chooses_the_same_people_in_sql_as_in_rust() {
    let house = House::open().await;
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let as_of = "2026-11-22T03:00:00Z".parse().unwrap();
    let mut chosen = 0;
    for _ in 0..POPULATIONS {
        let people = vec(population::person(), PEOPLE).new_tree(&mut runner).unwrap().current();
        population::write(&house.db, &people).await;
        for _ in 0..RULES {
            let rule = rules::rule().new_tree(&mut runner).unwrap().current();
            chosen += compare(&house, &people, FrozenRule { rule, as_of }).await;
        }
    }
    // a test of rules that choose nobody would say nothing
    assert!(chosen > PEOPLE * RULES / 10, "{chosen}");
}

async fn compare(house: &House, people: &[Person], frozen: FrozenRule) -> usize {
    let expected = matching(people, &frozen.rule, frozen.as_of());
    let audience = Audience::Matching(frozen.clone());
    let found = sample(&house.mailroom, &audience, 1_000).await.unwrap();
    let found: BTreeSet<String> = found.into_iter().map(|person| person.address).collect();
    let differing: Vec<_> = expected.symmetric_difference(&found).collect();
    let of = |address: &String| people.iter().find(|person| person.address == *address);
    let person = differing.first().and_then(|address| of(address));
    assert!(differing.is_empty(), "{differing:?} of {}\n{person:#?}", serde_json::to_string(&frozen).unwrap());
    let counted = count(&house.mailroom, &audience).await.unwrap();
    assert_eq!((counted.matching, counted.exact), (expected.len() as i64, true), "{frozen:?}");
    expected.len()
}

fn matching(people: &[Person], rule: &Rule, as_of: AsOf) -> BTreeSet<String> {
    people.iter().filter(|person| rule.matches(person, as_of)).map(|person| person.address.clone()).collect()
}
