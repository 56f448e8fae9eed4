//! Two records as JSON -> what differs, field by field. What is not known is told as it stands.

use super::{Change, LISTED_MAX, Told, Turn};
use crate::segment::{Names, Rule};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

type Fields = BTreeMap<Vec<String>, Told>;

/// What differs between two records; of one alone, all that stands in it.
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let one = |record: &Value, turn: fn(Told) -> Turn| {
        fields(record).into_iter().map(|(field, told)| Change { field, turn: turn(cut(told)) }).collect()
    };
    match (before, after) {
        (None, None) => Vec::new(),
        (None, Some(after)) => one(after, Turn::Is),
        (Some(before), None) => one(before, Turn::Was),
        (Some(before), Some(after)) => differences(fields(before), fields(after)),
    }
}

fn differences(mut before: Fields, mut after: Fields) -> Vec<Change> {
    let names: BTreeSet<Vec<String>> = before.keys().chain(after.keys()).cloned().collect();
    names
        .into_iter()
        .map(|field| (before.remove(&field), after.remove(&field), field))
        .filter(|(before, after, _)| before != after)
        .map(|(before, after, field)| Change { field, turn: Turn::Became(before.map(cut), after.map(cut)) })
        .collect()
}

/// Only once it was compared: a difference may stand anywhere.
fn cut(told: Told) -> Told {
    match told {
        Told::List { mut first, more } if first.len() > LISTED_MAX => {
            let more = more + first.len() - LISTED_MAX;
            first.truncate(LISTED_MAX);
            Told::List { first, more }
        }
        told @ (Told::Words(_) | Told::YesNo(_) | Told::Moment(_) | Told::List { .. } | Told::Said(_)) => told,
    }
}

fn fields(record: &Value) -> Fields {
    let mut found = Fields::new();
    collect(&mut Vec::new(), record, &mut found);
    found
}

/// What is empty is left out.
fn collect(path: &mut Vec<String>, value: &Value, found: &mut Fields) {
    if let Some(told) = rule(value) {
        path.push("rule".into());
        found.insert(path.clone(), told);
        path.pop();
        return;
    }
    let told = match value {
        Value::Null => return,
        Value::Object(fields) => return collect_each(path, fields, found),
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text.parse::<Timestamp>().map_or_else(|_| Told::Words(text.clone()), Told::Moment),
        Value::Array(values) if values.is_empty() => return,
        Value::Array(values) => Told::List { first: values.iter().map(in_words).collect(), more: 0 },
        Value::Bool(is_so) => Told::YesNo(*is_so),
        Value::Number(number) => Told::Words(number.to_string()),
    };
    found.insert(path.clone(), told);
}

fn collect_each(path: &mut Vec<String>, fields: &Map<String, Value>, found: &mut Fields) {
    for (field, value) in fields {
        path.push(field.clone());
        collect(path, value, found);
        path.pop();
    }
}

/// Read aloud: nobody reads the tree that it is kept as.
fn rule(value: &Value) -> Option<Told> {
    let fields = value.as_object()?;
    if !(fields.contains_key("version") && fields.contains_key("who")) {
        return None;
    }
    let rule: Rule = serde_json::from_value(value.clone()).ok()?;
    Some(Told::Said(rule.sentence(&Names::default())))
}

/// An entry of a list: `city: Seoul, tags: a, b`.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "—".into(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| format!("{name}: {}", in_words(value))).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::changes;
    use crate::audit::{LISTED_MAX, Told, Turn};
    use serde_json::{Value, json};

    fn told(told: &Told) -> String {
        match told {
            Told::Words(words) => words.clone(),
            Told::YesNo(is_so) => if *is_so { "yes" } else { "no" }.into(),
            Told::Moment(at) => format!("at {at}"),
            Told::List { first, more: 0 } => first.join(" | "),
            Told::List { first, more } => format!("{} | {more} more", first.join(" | ")),
            Told::Said(sentence) => sentence.en.clone(),
        }
    }

    fn lines(before: Option<Value>, after: Option<Value>) -> Vec<String> {
        let side = |side: &Option<Told>| side.as_ref().map_or("-".into(), told);
        let changes = changes(before.as_ref(), after.as_ref());
        let line = changes.iter().map(|change| {
            let turn = match &change.turn {
                Turn::Is(now) => format!("is {}", told(now)),
                Turn::Was(once) => format!("was {}", told(once)),
                Turn::Became(before, after) => format!("{} > {}", side(before), side(after)),
            };
            format!("{}: {turn}", change.field.join("."))
        });
        line.collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"name": "Shop", "legal": {"phone": "", "company": "A"}, "n": 1, "may_launch": true});
        let after = json!({"name": "Shop", "legal": {"phone": "02-1", "company": "B"}, "n": null, "may_launch": false});
        let expected = ["legal.company: A > B", "legal.phone: - > 02-1", "may_launch: yes > no", "n: 1 > -"];
        assert_eq!(lines(Some(before), Some(after)), expected);
    }

    #[test]
    fn of_one_record_all_is_told_in_full() {
        let long = "가".repeat(1000);
        let record = json!({"html": long, "when": "2026-11-22T09:00:00Z", "none": null});
        let made = lines(None, Some(record.clone()));
        assert_eq!(made, [format!("html: is {long}"), "when: is at 2026-11-22T09:00:00Z".into()]);
        assert_eq!(lines(Some(record), None)[0], format!("html: was {long}"));
        assert!(lines(None, None).is_empty());
    }

    #[test]
    fn lists_are_joined_whatever_stands_in_them() {
        let columns = json!({"columns": ["email", {"attribute": "City"}, null, ["a", 1]], "nothing": []});
        assert_eq!(lines(None, Some(columns)), ["columns: is email | attribute: City | — | a, 1"]);
    }

    #[test]
    fn of_a_long_list_the_rest_is_counted_and_a_difference_there_is_told() {
        let list = |n: usize| json!({"a": (0..n).collect::<Vec<_>>()});
        let whole = lines(None, Some(list(LISTED_MAX)));
        assert_eq!(whole[0].matches(" | ").count(), LISTED_MAX - 1, "{whole:?}");
        let long = lines(None, Some(list(10_000)));
        assert!(long[0].starts_with("a: is 0 | 1 | ") && long[0].ends_with(" | 19 | 9980 more"), "{long:?}");
        let changed = lines(Some(list(30)), Some(list(31)));
        assert!(changed[0].contains("10 more > ") && changed[0].ends_with("11 more"), "{changed:?}");
    }

    #[test]
    fn a_rule_is_read_aloud_and_a_bare_value_has_no_name() {
        let rule = |name: &str| json!({"version": "1", "who": {"all": [{"is": {"name": {"contains": name}}}]}});
        let changed = lines(Some(rule("Kim")), Some(rule("Lee")));
        assert_eq!(changed.len(), 1);
        assert!(
            changed[0].starts_with("rule: ") && changed[0].contains("Kim") && changed[0].contains("Lee"),
            "{changed:?}"
        );
        assert!(!changed[0].contains('{'), "{changed:?}");
        assert_eq!(lines(Some(json!("Old")), Some(json!("New"))), [": Old > New"]);
        assert_eq!(lines(None, Some(json!(["by_hand", "asked"]))), [": is by_hand | asked"]);
    }

    #[test]
    fn what_only_looks_like_a_rule_is_told_as_it_is() {
        let odd = json!({"version": 7, "who": {"some": [1]}});
        assert_eq!(lines(None, Some(odd)), ["version: is 7", "who.some: is 1"]);
    }
}
