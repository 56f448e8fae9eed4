//! Just enough of HTML and MJML to know where a placeholder stands, and how deep.

use crate::template::Markup;

/// How a placeholder is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    Word,
    Comment,
}

/// Elements inside each other: HTML tools recurse on them, and mails nest some 30 tables at most.
pub(super) const DEPTH_MAX: usize = 100;

#[derive(Debug)]
pub(super) struct Scan {
    markup: Markup,
    state: State,
    /// Elements open here, and the most there were.
    depth: usize,
    deepest: usize,
    /// The last octet passed.
    last: u8,
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

/// They have no content.
const VOID_ELEMENTS: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// In HTML the next of its kind ends them.
const SELF_ENDING_ELEMENTS: [&str; 11] = ["p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option"];

impl Scan {
    pub fn new(markup: Markup) -> Self {
        Self { markup, state: State::Content, depth: 0, deepest: 0, last: b' ' }
    }

    pub fn is_too_deep(&self) -> bool {
        self.deepest > DEPTH_MAX
    }

    /// How to hide a placeholder that stands here; `None` where none may stand.
    pub fn place(&mut self, is_structure: bool) -> Option<Wrap> {
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

    pub fn advance(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let state = std::mem::take(&mut self.state);
            if let State::Tag(name, _) = &state
                && rest.starts_with('>')
            {
                self.nest(name);
            }
            let (state, used) = step(state, rest);
            self.state = state;
            self.last = rest[..used].bytes().last().unwrap_or(self.last);
            rest = &rest[used..];
        }
    }

    fn nest(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix('/') {
            self.depth = self.depth.saturating_sub(usize::from(self.nests(name)));
        } else if self.nests(tag.trim_end_matches('/')) && !self.is_empty_tag(tag) {
            self.depth += 1;
            self.deepest = self.deepest.max(self.depth);
        }
    }

    fn nests(&self, name: &str) -> bool {
        let ends_itself = self.markup == Markup::Html && SELF_ENDING_ELEMENTS.contains(&name);
        !ends_itself && !VOID_ELEMENTS.contains(&name) && !name.starts_with('!')
    }

    /// `<x/>`, which HTML reads as `<x>`.
    fn is_empty_tag(&self, tag: &str) -> bool {
        self.markup == Markup::Mjml && (self.last == b'/' || tag.ends_with('/'))
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
