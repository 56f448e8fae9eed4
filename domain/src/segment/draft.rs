//! A rule while it is being made: conditions may still lack what they compare with.

mod edit;
mod fields;
mod finish;
mod form;

pub use edit::Path;
pub use fields::{Field, Inputs, Operator};
pub use finish::Unfinished;
pub use form::Fields;

use super::Join;
use serde::{Deserialize, Serialize};

/// The outermost group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub join: Join,
    pub nodes: Vec<DraftNode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftNode {
    Group(Draft),
    Condition(DraftCondition),
}

/// What its row shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCondition {
    pub field: Field,
    pub operator: Operator,
    pub value: String,
    /// The upper end of a range; how many days, where `value` is `days`.
    pub more: String,
}

/// One condition to begin with.
impl Default for Draft {
    fn default() -> Self {
        Self { join: Join::All, nodes: vec![DraftNode::Condition(DraftCondition::default())] }
    }
}

impl Default for DraftCondition {
    fn default() -> Self {
        Self { field: Field::Name, operator: Operator::Contains, value: String::new(), more: String::new() }
    }
}

impl DraftCondition {
    pub(super) fn new(field: Field, operator: Operator, value: impl ToString) -> Self {
        Self { field, operator, value: value.to_string(), more: String::new() }
    }

    /// Keeps the operator and the values where the new field still knows them.
    pub fn with_field(self, field: Field) -> Self {
        let keeps = field.operators().iter().flat_map(|group| group.iter()).any(|known| *known == self.operator);
        let operator = if keeps { self.operator } else { field.first_operator() };
        Self { field, operator, value: String::new(), more: String::new() }.with_values(
            self.operator,
            self.value,
            self.more,
        )
    }

    pub fn with_operator(self, operator: Operator) -> Self {
        let Self { field, operator: before, value, more } = self;
        Self { field, operator, value: String::new(), more: String::new() }.with_values(before, value, more)
    }

    fn with_values(mut self, before: Operator, value: String, more: String) -> Self {
        if before.inputs() == self.operator.inputs() {
            (self.value, self.more) = (value, more);
        } else if self.operator.inputs() == Inputs::Mail {
            "ever".clone_into(&mut self.value);
        }
        self
    }
}
