//! The audit log as people read it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A template's whole source would bury the page; its beginning says enough.
const SHOWN_CHARACTERS_MAX: usize = 280;

/// One write that a person asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub id: i64,
    pub at: Timestamp,
    /// As they were called then; `None` is whoever runs the program on its machine.
    pub member: Option<String>,
    /// A verb in the past: `created`.
    pub act: String,
    /// What kind of thing: `template`.
    pub subject: String,
    pub subject_id: i64,
    pub subject_name: String,
    pub changes: Vec<Change>,
}

/// A field that is another one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// `legal.phone`.
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What differs between two records, field by field.
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let (mut before, mut after) = (fields(before), fields(after));
    let names: std::collections::BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    names
        .into_iter()
        .map(|field| Change { before: before.remove(&field), after: after.remove(&field), field })
        .filter(|change| change.before != change.after)
        .map(|change| Change { before: change.before.map(shortened), after: change.after.map(shortened), ..change })
        .collect()
}

fn fields(record: Option<&Value>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(record) = record {
        collect(String::new(), record, &mut found);
    }
    found
}

fn collect(name: String, value: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                collect(name, value, found);
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => _ = found.insert(name, text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => _ = found.insert(name, value.to_string()),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::changes;
    use serde_json::json;

    fn told(before: serde_json::Value, after: serde_json::Value) -> Vec<String> {
        let told = |word: Option<String>| word.unwrap_or_else(|| "-".into());
        let changes = changes(Some(&before), Some(&after));
        changes.into_iter().map(|c| format!("{}: {} > {}", c.field, told(c.before), told(c.after))).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"name": "Shop", "legal": {"phone": "", "company": "A"}, "n": 1});
        let after = json!({"name": "Shop", "legal": {"phone": "02-1", "company": "B"}, "n": null});
        assert_eq!(told(before, after), ["legal.company: A > B", "legal.phone: - > 02-1", "n: 1 > -"]);
    }

    #[test]
    fn what_was_made_has_no_before_and_long_texts_are_cut() {
        let after = json!({"html": "가".repeat(1000)});
        let made = changes(None, Some(&after));
        assert_eq!((made.len(), made[0].before.as_deref()), (1, None));
        assert_eq!(made[0].after.as_ref().unwrap().chars().count(), 281);
    }
}
