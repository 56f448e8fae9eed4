use crate::EmailAddress;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person we may write to. What a template says of them comes from `attributes`, named as in their source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub address: EmailAddress,
    /// Empty where it is not known.
    pub name: String,
    /// BCP 47, such as `ko`; `None` where it is not known.
    pub locale: Option<String>,
    pub attributes: Attributes,
}

/// Free-form facts of a person by name: text, numbers, yes or no.
pub type Attributes = BTreeMap<String, serde_json::Value>;
