//! HTML tools do not know placeholders: they would escape them, drop them, or move them out of a table. So each
//! is replaced by a word, or between tags by a comment, before the tools run, and put back afterwards.

use super::{Placeholder, find};
use crate::template::{Problem, position};

/// A source whose placeholders are hidden behind words no tool changes.
#[derive(Debug)]
pub(in crate::template) struct Masked<'s> {
    pub text: String,
    source: &'s str,
    hidden: Vec<&'s str>,
    /// Where pieces begin: in `text`, in `source`.
    pieces: Vec<(usize, usize)>,
    prefix: String,
}

const SUFFIX: &str = "qz";

pub(in crate::template) fn mask(source: &str) -> Result<Masked<'_>, Vec<Problem>> {
    let mut masked = Masked::new(source);
    let mut html = Scan::default();
    let mut problems = Vec::new();
    let mut from = 0;
    for placeholder in spots(source)? {
        html.advance(&source[from..placeholder.start]);
        masked.keep(from, placeholder.start);
        match html.place(placeholder.is_structure(source)) {
            Some(wrap) => masked.hide(placeholder, wrap),
            None => problems.push(Problem::at(
                position::at(source, placeholder.start),
                "a placeholder may stand in the value of an attribute, `href=\"{{Link}}\"`, but not elsewhere in a tag",
            )),
        }
        from = placeholder.end;
    }
    masked.keep(from, source.len());
    if problems.is_empty() { Ok(masked) } else { Err(problems) }
}

/// Placeholders, and the escaped braces that would become placeholders if a tool ate their backslash.
fn spots(source: &str) -> Result<Vec<Placeholder>, Vec<Problem>> {
    let live = find(source)?;
    let escaped = source.match_indices("\\{{").map(|(start, text)| Placeholder { start, end: start + text.len() });
    let mut all: Vec<_> =
        escaped.filter(|spot| !live.iter().any(|live| spot.start < live.end && live.start < spot.end)).collect();
    all.extend(live);
    all.sort_by_key(|spot| spot.start);
    Ok(all)
}

impl<'s> Masked<'s> {
    fn new(source: &'s str) -> Self {
        let mut prefix = "zq".to_owned();
        while source.contains(&prefix) {
            prefix.push('q');
        }
        Self { text: String::with_capacity(source.len()), source, hidden: Vec::new(), pieces: Vec::new(), prefix }
    }

    fn keep(&mut self, from: usize, to: usize) {
        self.pieces.push((self.text.len(), from));
        self.text.push_str(&self.source[from..to]);
    }

    fn hide(&mut self, placeholder: Placeholder, wrap: Wrap) {
        self.pieces.push((self.text.len(), placeholder.start));
        let word = self.word(self.hidden.len());
        self.text.push_str(&match wrap {
            Wrap::Word => word,
            Wrap::Comment => format!("<!--{word}-->"),
        });
        self.hidden.push(placeholder.text(self.source));
    }

    fn word(&self, number: usize) -> String {
        format!("{}{number}{SUFFIX}", self.prefix)
    }

    /// Line and column in the source of an offset in the masked text.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let piece = self.pieces.partition_point(|(masked, _)| *masked <= offset).saturating_sub(1);
        let (masked, source) = self.pieces.get(piece).copied().unwrap_or_default();
        position::at(self.source, source + offset.saturating_sub(masked))
    }

    /// What tools made of the masked text, with the placeholders back in it.
    pub fn restore(&self, made: &str) -> String {
        self.replaced(made, |number| self.hidden[number])
    }

    /// The comments among the words as words, for tools that drop comments.
    #[cfg(feature = "compile")]
    pub fn bare_words(&self, made: &str) -> String {
        self.replaced(made, |number| self.word(number))
    }

    fn replaced<T: AsRef<str>>(&self, made: &str, put: impl Fn(usize) -> T) -> String {
        let mut replaced = String::with_capacity(made.len());
        let mut rest = made;
        while let Some((before, number, after)) = self.next_word(rest) {
            let comment = before.strip_suffix("<!--").zip(after.strip_prefix("-->"));
            let (before, after) = comment.unwrap_or((before, after));
            replaced.push_str(before);
            replaced.push_str(put(number).as_ref());
            rest = after;
        }
        replaced.push_str(rest);
        replaced
    }

    fn next_word<'m>(&self, made: &'m str) -> Option<(&'m str, usize, &'m str)> {
        let mut from = 0;
        while let Some(offset) = made[from..].find(&self.prefix) {
            let start = from + offset;
            let digits = &made[start + self.prefix.len()..];
            let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
            let number = digits[..end].parse().ok().filter(|number: &usize| *number < self.hidden.len());
            match (number, digits[end..].strip_prefix(SUFFIX)) {
                (Some(number), Some(after)) => return Some((&made[..start], number, after)),
                _ => from = start + self.prefix.len(),
            }
        }
        None
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrap {
    Word,
    Comment,
}

/// Just enough of HTML to know where a placeholder stands.
#[derive(Debug, Default)]
struct Scan {
    state: State,
}

#[derive(Debug, Default, Clone)]
enum State {
    #[default]
    Content,
    /// Inside `<!-- -->`.
    Comment,
    /// Inside an element whose content is text: its end tag.
    Text(String),
    /// Inside a tag: its name, and whether an `=` came last.
    Tag(String, bool),
    /// Inside an attribute's value that this sign ends; a space for one without quotes.
    Value(String, char),
}

/// Elements whose content no tool parses as markup.
const TEXT_ELEMENTS: [&str; 7] = ["style", "script", "title", "textarea", "mj-style", "mj-title", "mj-preview"];

impl Scan {
    fn place(&mut self, is_structure: bool) -> Option<Wrap> {
        match &self.state {
            State::Content if is_structure => Some(Wrap::Comment),
            State::Content | State::Comment | State::Text(_) | State::Value(..) => Some(Wrap::Word),
            State::Tag(name, true) => {
                self.state = State::Value(name.clone(), ' ');
                Some(Wrap::Word)
            }
            State::Tag(_, false) => None,
        }
    }

    fn advance(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (state, used) = step(std::mem::take(&mut self.state), rest);
            self.state = state;
            rest = &rest[used..];
        }
    }
}

/// The next state and how many bytes led to it.
fn step(state: State, rest: &str) -> (State, usize) {
    match state {
        State::Content => in_content(rest),
        State::Comment => match rest.find("-->") {
            Some(at) => (State::Content, at + 3),
            None => (State::Comment, rest.len()),
        },
        State::Text(close) => match find_ignoring_case(rest, &close) {
            Some(at) => (State::Content, at),
            None => (State::Text(close), rest.len()),
        },
        State::Tag(name, after_equals) => in_tag(name, after_equals, rest),
        State::Value(name, ' ') => match rest.find(|sign: char| sign.is_whitespace() || sign == '>') {
            Some(at) => (State::Tag(name, false), at),
            None => (State::Value(name, ' '), rest.len()),
        },
        State::Value(name, quote) => match rest.find(quote) {
            Some(at) => (State::Tag(name, false), at + 1),
            None => (State::Value(name, quote), rest.len()),
        },
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let is_it = |at: &usize| {
        text.as_bytes()[*at..].get(..wanted.len()).is_some_and(|it| it.eq_ignore_ascii_case(wanted.as_bytes()))
    };
    text.match_indices("</").map(|(at, _)| at).find(is_it)
}

fn in_content(rest: &str) -> (State, usize) {
    let Some(at) = rest.find('<') else { return (State::Content, rest.len()) };
    let tag = &rest[at + 1..];
    if tag.starts_with("!--") {
        return (State::Comment, at + 4);
    }
    if !tag.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/' || sign == '!') {
        return (State::Content, at + 1);
    }
    let length = tag.find(|sign: char| sign.is_whitespace() || sign == '>').unwrap_or(tag.len());
    (State::Tag(tag[..length].to_ascii_lowercase(), false), at + 1 + length)
}

fn in_tag(name: String, after_equals: bool, rest: &str) -> (State, usize) {
    let sign = rest.chars().next().unwrap_or(' ');
    let next = match sign {
        '>' if TEXT_ELEMENTS.contains(&name.as_str()) => State::Text(format!("</{name}")),
        '>' => State::Content,
        '=' => State::Tag(name, true),
        '"' | '\'' if after_equals => State::Value(name, sign),
        _ if sign.is_whitespace() => State::Tag(name, after_equals),
        _ if after_equals => State::Value(name, ' '),
        _ => State::Tag(name, false),
    };
    (next, sign.len_utf8())
}
