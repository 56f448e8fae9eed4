//! Templates: a small, safe dialect of Handlebars, in HTML or MJML.
//!
//! `{{a.b}}`, `#if`, `#unless`, `#each`, `#ko`, `#en`, `else` and the helpers `default`, `date`, `number`; nothing that reads a
//! file, a clock or another template. The `handlebars` crate parses; the tree it yields is checked once and then
//! filled in by our own renderer, because the same words are filled in for every recipient.

pub mod changes;
#[cfg(feature = "compile")]
mod compile;
mod dialect;
pub mod footer;
mod format;
mod language;
pub mod library;
mod markup;
pub(crate) mod placeholders;
mod position;
mod program;
mod render;
mod tags;

#[cfg(feature = "compile")]
pub use compile::compile;
pub use dialect::Unescaped;
pub use language::Language;
pub use markup::{SOURCE_OCTETS_MAX, to_html, too_large};
pub(crate) use program::LiteralId;
pub use program::Template;
pub use render::{Escaping, Found, LOOP_TURNS_MAX, Lookup, OUTPUT_OCTETS_MAX};
pub(crate) use render::{Sink, TooLong, clean, escape, fill};
pub use tags::{is_tag, tags};

use crate::Sentence;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    Html,
    Mjml,
}

/// Something in a template that a person should mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}, column {column}: {text}")]
pub struct Problem {
    /// 1-based, in the source as written.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    pub text: Sentence,
}

impl Problem {
    pub(crate) fn at((line, column): (usize, usize), text: impl Into<Sentence>) -> Self {
        Self { line, column, text: text.into() }
    }

    /// Of the whole text rather than of a place in it.
    pub fn of_all(text: impl Into<Sentence>) -> Self {
        Self::at((1, 1), text)
    }

    /// With its place in front.
    pub fn told(&self) -> Sentence {
        let Self { line, column, text } = self;
        Sentence::new(self.to_string(), format!("{line}번째 줄 {column}번째 글자: {}", text.ko))
    }
}

/// All of them in one sentence.
pub fn told(problems: &[Problem]) -> Sentence {
    let all: Vec<Sentence> = problems.iter().map(Problem::told).collect();
    let joined = |text: fn(&Sentence) -> &str| all.iter().map(text).collect::<Vec<_>>().join("; ");
    Sentence::new(joined(|sentence| &sentence.en), joined(|sentence| &sentence.ko))
}

/// HTML and plain text, ready to be frozen into an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    pub html: String,
    pub text: String,
    /// Names the template asks for, sorted, each once.
    pub variables: Vec<String>,
}

/// Which of these names nobody knows. Upper and lower case are the same, as they are when a letter is filled in.
pub fn missing<'a>(variables: &[String], known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let known: std::collections::HashSet<String> = known.into_iter().chain(WELL_KNOWN).map(str::to_lowercase).collect();
    variables.iter().filter(|name| !known.contains(&name.to_lowercase())).cloned().collect()
}

/// Names every letter knows without a column or a field.
pub const WELL_KNOWN: [&str; 9] =
    ["Name", "Email", "Subject", "Preheader", "UnsubscribeUrl", "WebViewUrl", "KeepUrl", CONSENTED_AT, footer::NAME];

/// The day a person agreed to advertising, as `2026-11-22`; of those who did.
pub const CONSENTED_AT: &str = "ConsentedAt";

#[cfg(test)]
mod tests;
