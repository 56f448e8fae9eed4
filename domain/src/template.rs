//! Templates: a small, safe dialect of Handlebars, as HTML or MJML.

use crate::Invalid;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    Html,
    Mjml,
}

/// Something in a template that a person should mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// 1-based, in the source as written.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    pub text: String,
}

/// HTML and plain text, ready to be frozen into an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    pub html: String,
    pub text: String,
    /// Names the template asks for, sorted, each once.
    pub variables: Vec<String>,
}

/// MJML to HTML, CSS inlined, plain text made: once per template, never per recipient.
#[cfg(feature = "compile")]
pub fn compile(_markup: Markup, _source: &str) -> Result<Compiled, Vec<Problem>> {
    unimplemented!()
}

#[allow(dead_code)]
fn placeholder() -> Option<Invalid> {
    None
}
