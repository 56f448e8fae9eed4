//! Fills a template in. Nothing is allocated for a plain name: its value goes from the person to the output.

mod value;

use super::{
    Language, Problem, Template, Unescaped,
    format::{self, DateStyle},
    program::{Base, Expr, LiteralId, Node, Path},
};
use serde_json::Value;
use std::borrow::Cow;
pub use value::Found;
use value::Shown;
pub(crate) use value::{clean, escape};

/// Of one filled-in part; Gmail clips a mail at a tenth of it.
pub const OUTPUT_OCTETS_MAX: usize = 1024 * 1024;
/// Turns of all loops of one part together, whether they write something or not.
pub const LOOP_TURNS_MAX: usize = 10_000;

/// How values enter the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// `& < > " '` become character references, line breaks of a field `<br>`.
    Html,
    /// As they are: plain text, the subject, fields.
    Text,
}

/// Where values come from, asked once per name and part.
pub trait Lookup {
    fn find(&self, name: &str) -> Option<Found<'_>>;
    /// BCP 47; decides how a date without a format is written, and which of two languages is read.
    fn locale(&self) -> Option<&str>;
}

/// Where a filled-in part goes.
pub(crate) trait Sink {
    fn literal(&mut self, id: LiteralId, text: &str) -> Result<(), TooLong>;
    fn value(&mut self, text: &str) -> Result<(), TooLong>;
}

/// The part is longer than `OUTPUT_OCTETS_MAX`, or its loops turn more than `LOOP_TURNS_MAX` times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

impl From<TooLong> for Problem {
    fn from(TooLong: TooLong) -> Self {
        Problem::of_all((
            format!(
                "filled in, this becomes longer than {OUTPUT_OCTETS_MAX} bytes or repeats more than {LOOP_TURNS_MAX} \
                 times; shorten the template or the list it repeats"
            ),
            format!(
                "값을 채우면 {OUTPUT_OCTETS_MAX}바이트를 넘거나 {LOOP_TURNS_MAX}번 넘게 반복됩니다. 템플릿이나 \
                 반복하는 목록을 줄이세요"
            ),
        ))
    }
}

impl Sink for String {
    fn literal(&mut self, _: LiteralId, text: &str) -> Result<(), TooLong> {
        self.value(text)
    }

    fn value(&mut self, text: &str) -> Result<(), TooLong> {
        if self.len() + text.len() > OUTPUT_OCTETS_MAX {
            return Err(TooLong);
        }
        self.push_str(text);
        Ok(())
    }
}

impl Template {
    /// # Errors
    /// Where it becomes longer than `OUTPUT_OCTETS_MAX`.
    pub fn render(&self, lookup: &impl Lookup, escaping: Escaping) -> Result<String, Problem> {
        let literals: usize = self.literals.iter().map(String::len).sum();
        let mut out = String::with_capacity((literals + literals / 8).min(OUTPUT_OCTETS_MAX));
        fill(self, lookup, escaping, &mut out)?;
        Ok(out)
    }
}

pub(crate) fn fill<S: Sink>(
    template: &Template,
    lookup: &impl Lookup,
    escaping: Escaping,
    out: &mut S,
) -> Result<(), TooLong> {
    let mut filler = Filler {
        literals: &template.literals,
        roots: template.roots.iter().map(|name| lookup.find(name)).collect(),
        loops: Vec::new(),
        turns: 0,
        escaping,
        dates: DateStyle::of_locale(lookup.locale()),
        language: Language::of_locale(lookup.locale()),
        out,
    };
    filler.nodes(&template.nodes)
}

struct Filler<'a, S> {
    literals: &'a [String],
    roots: Vec<Option<Found<'a>>>,
    loops: Vec<Turn<'a>>,
    turns: usize,
    escaping: Escaping,
    dates: DateStyle,
    language: Language,
    out: &'a mut S,
}

#[derive(Clone, Copy)]
struct Turn<'a> {
    element: &'a Value,
    index: usize,
    is_last: bool,
    key: Option<&'a str>,
}

impl<'a, S: Sink> Filler<'a, S> {
    fn nodes(&mut self, nodes: &'a [Node]) -> Result<(), TooLong> {
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &'a Node) -> Result<(), TooLong> {
        match node {
            Node::Literal(id) => self.out.literal(*id, &self.literals[id.0]),
            Node::Show(expr, unescaped) => self.show(expr, *unescaped),
            Node::If { test, then, otherwise } => {
                let branch = if self.value(test).is_truthy() { then } else { otherwise };
                self.nodes(branch)
            }
            Node::Each { list, body, otherwise } => match self.value(list) {
                Shown::Json(Value::Array(elements)) if !elements.is_empty() => {
                    self.turns(body, elements.iter().map(|element| (None, element)))
                }
                Shown::Json(Value::Object(map)) if !map.is_empty() => {
                    self.turns(body, map.iter().map(|(key, element)| (Some(key.as_str()), element)))
                }
                _ => self.nodes(otherwise),
            },
            Node::In { language, then, otherwise } => {
                self.nodes(if *language == self.language { then } else { otherwise })
            }
        }
    }

    fn turns(
        &mut self,
        body: &'a [Node],
        elements: impl ExactSizeIterator<Item = (Option<&'a str>, &'a Value)>,
    ) -> Result<(), TooLong> {
        let count = elements.len();
        for (index, (key, element)) in elements.enumerate() {
            self.turns += 1;
            if self.turns > LOOP_TURNS_MAX {
                return Err(TooLong);
            }
            self.loops.push(Turn { element, index, is_last: index + 1 == count, key });
            self.nodes(body)?;
            self.loops.pop();
        }
        Ok(())
    }

    fn show(&mut self, expr: &'a Expr, unescaped: Unescaped) -> Result<(), TooLong> {
        let value = self.value(expr);
        let text = value.text();
        let text = clean(&text);
        match (self.escaping, unescaped) {
            (Escaping::Text, _) | (_, Unescaped::Allowed) => self.out.value(&text),
            (Escaping::Html, Unescaped::Refused) => self.out.value(&value::html(&text, value.has_lines())),
        }
    }

    fn value(&self, expr: &'a Expr) -> Shown<'a> {
        match expr {
            Expr::Value(path) => self.at(path),
            Expr::Literal(value) => Shown::Json(value),
            Expr::Default(value, instead) => match self.value(value) {
                known if known.is_present() => known,
                _ => self.value(instead),
            },
            Expr::Date(value, as_written) => {
                self.formatted(value, |text| format::date(text, as_written.as_ref(), self.dates))
            }
            Expr::Number(value, digits) => self.formatted(value, |text| format::number(text, *digits)),
        }
    }

    fn formatted(&self, expr: &'a Expr, format: impl Fn(&str) -> Option<String>) -> Shown<'a> {
        let value = self.value(expr);
        match format(&value.text()) {
            Some(text) => Shown::Made(Cow::Owned(text)),
            None => value,
        }
    }

    fn at(&self, path: &'a Path) -> Shown<'a> {
        match path.base {
            Base::Root(root) => self.roots[root].map_or(Shown::Nothing, Shown::from).key(&path.keys),
            Base::Element(outwards) => match self.turn(outwards) {
                Some(turn) => Shown::Json(turn.element).key(&path.keys),
                None => Shown::Nothing,
            },
            Base::Index => self.turn(0).map_or(Shown::Nothing, |turn| Shown::Made(turn.index.to_string().into())),
            Base::First => self.turn(0).map_or(Shown::Nothing, |turn| Shown::of(turn.index == 0)),
            Base::Last => self.turn(0).map_or(Shown::Nothing, |turn| Shown::of(turn.is_last)),
            Base::Key => self.turn(0).and_then(|turn| turn.key).map_or(Shown::Nothing, |key| Shown::Made(key.into())),
        }
    }

    fn turn(&self, outwards: usize) -> Option<&Turn<'a>> {
        self.loops.len().checked_sub(outwards + 1).map(|index| &self.loops[index])
    }
}
