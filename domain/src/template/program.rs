use super::{Language, Problem, Unescaped, dialect, format::DateFormat};
use serde_json::Value;

/// A template parsed and found good: fill it in any number of times.
#[derive(Debug, Default)]
pub struct Template {
    pub(super) nodes: Vec<Node>,
    pub(crate) literals: Vec<String>,
    /// Distinct names looked up outside any loop; `Base::Root` points into it.
    pub(super) roots: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) speaks_languages: bool,
}

/// Which of a template's unchanging pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LiteralId(pub(crate) usize);

#[derive(Debug)]
pub(super) enum Node {
    Literal(LiteralId),
    Show(Expr, Unescaped),
    If {
        test: Expr,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
    Each {
        list: Expr,
        body: Vec<Node>,
        otherwise: Vec<Node>,
    },
    /// For those who read this language; `otherwise` for all others.
    In {
        language: Language,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
}

#[derive(Debug)]
pub(super) enum Expr {
    Value(Path),
    Literal(Value),
    Default(Box<Expr>, Box<Expr>),
    Date(Box<Expr>, Option<DateFormat>),
    /// With that many digits after the point; as many as there are where it is `None`.
    Number(Box<Expr>, Option<usize>),
}

#[derive(Debug)]
pub(super) struct Path {
    pub base: Base,
    pub keys: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// Index of a name in `Template::roots`.
    Root(usize),
    /// The element of the loop this many loops out; 0 is the innermost.
    Element(usize),
    Index,
    First,
    Last,
    Key,
}

impl Template {
    /// Reads a source of at most `SOURCE_OCTETS_MAX`.
    ///
    /// # Errors
    /// Everything in it that the dialect does not know, in the order it stands there.
    pub fn parse(source: &str, unescaped: Unescaped) -> Result<Self, Vec<Problem>> {
        dialect::read(source, unescaped)
    }

    /// The names it asks for, sorted, each once.
    pub fn variables(&self) -> Vec<String> {
        let mut names = self.roots.clone();
        names.sort();
        names
    }

    /// Whether it says something else to who reads Korean than to who reads English.
    pub fn speaks_languages(&self) -> bool {
        self.speaks_languages
    }

    /// The names it asks for where nothing stands in for a missing value: no `default`, no `#if` around it.
    /// Sorted, each once.
    pub fn required(&self) -> &[String] {
        &self.required
    }
}
