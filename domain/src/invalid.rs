use crate::Sentence;
use serde::{Deserialize, Serialize};

/// A value a person gave that cannot be used: which field, and why, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct Invalid {
    pub field: String,
    pub reason: Sentence,
}

impl Invalid {
    pub fn new(field: impl Into<String>, reason: impl Into<Sentence>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}
