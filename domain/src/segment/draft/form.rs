//! A draft as the fields of a form, so that it can be made without a script: `join`, `field.0`, `op.0`, `value.0`,
//! `more.0`, `join.1`, `field.1.0` and so on. A name begins with a letter: a number would be taken for a place in a list.

use super::{Draft, DraftCondition, DraftNode, Field, Operator, Path};
use crate::segment::{CONDITIONS_MAX, DEPTH_MAX, Join};
use std::collections::BTreeMap;

pub type Fields = BTreeMap<String, String>;

impl Path {
    /// What the form calls this part of the node.
    pub fn name(&self, part: &str) -> String {
        if self.0.is_empty() { part.to_owned() } else { format!("{part}.{self}") }
    }
}

impl Draft {
    /// `None` where the fields hold no draft.
    pub fn of_form(fields: &Fields) -> Option<Self> {
        group(fields, &Path::default(), 1)
    }

    /// The fields of its form, as `of_form` reads them.
    pub fn to_form(&self) -> Fields {
        let mut form = Fields::new();
        fill(self, &Path::default(), &mut form);
        form
    }

    /// What a button of the form asks for: `add:1`, `group:`, `remove:0.1`, `duplicate:2`. Anything else changes nothing.
    pub fn act(&mut self, wish: &str) -> Option<Path> {
        let (verb, path) = wish.split_once(':')?;
        let path = path.parse().ok()?;
        match verb {
            "add" => self.add_condition(&path),
            "group" => self.add_group(&path),
            "remove" => self.remove(&path),
            "duplicate" => self.duplicate(&path),
            _ => None,
        }
    }
}

fn fill(draft: &Draft, path: &Path, form: &mut Fields) {
    form.insert(path.name("join"), draft.join.to_string());
    for (place, node) in draft.nodes.iter().enumerate() {
        let path = path.child(place);
        match node {
            DraftNode::Group(group) => fill(group, &path, form),
            DraftNode::Condition(condition) => {
                form.insert(path.name("field"), condition.field.to_string());
                form.insert(path.name("op"), condition.operator.to_string());
                form.insert(path.name("value"), condition.value.clone());
                form.insert(path.name("more"), condition.more.clone());
            }
        }
    }
}

fn group(fields: &Fields, path: &Path, depth: usize) -> Option<Draft> {
    let join: Join = fields.get(&path.name("join"))?.parse().ok()?;
    // a little more than is allowed, so that the person is told rather than robbed
    let places = if depth > DEPTH_MAX + 1 { 0 } else { CONDITIONS_MAX + 1 };
    let nodes = (0..places).map_while(|place| node(fields, &path.child(place), depth)).collect();
    Some(Draft { join, nodes })
}

fn node(fields: &Fields, path: &Path, depth: usize) -> Option<DraftNode> {
    group(fields, path, depth + 1).map(DraftNode::Group).or_else(|| condition(fields, path).map(DraftNode::Condition))
}

/// A field that was changed without a script still has the operator of the one before.
fn condition(fields: &Fields, path: &Path) -> Option<DraftCondition> {
    let of = |part: &str| fields.get(&path.name(part));
    let field: Field = of("field")?.parse().ok()?;
    let operator = of("op").and_then(|op| op.parse::<Operator>().ok());
    let value = of("value").cloned().unwrap_or_default();
    let more = of("more").cloned().unwrap_or_default();
    let given =
        DraftCondition { operator: operator.unwrap_or(field.first_operator()), value, more, field: field.clone() };
    Some(given.with_field(field))
}
