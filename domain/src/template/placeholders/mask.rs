//! HTML tools do not know placeholders: they would escape them, drop them, or move them out of a table. So each
//! is replaced by a word, or between tags by a comment, before the tools run, and put back afterwards.

use super::{
    Placeholder, find,
    scan::{Scan, Wrap},
};
use crate::template::{Markup, Problem, position};

/// A source whose placeholders are hidden behind words no tool changes.
#[derive(Debug)]
pub(in crate::template) struct Masked<'s> {
    pub text: String,
    source: &'s str,
    hidden: Vec<(&'s str, Wrap)>,
    /// Where pieces begin: in `text`, in `source`.
    pieces: Vec<(usize, usize)>,
    prefix: String,
}

use super::scan::DEPTH_MAX;

const SUFFIX: &str = "qz";

pub(in crate::template) fn mask(markup: Markup, source: &str) -> Result<Masked<'_>, Vec<Problem>> {
    let mut masked = Masked::new(source);
    let mut html = Scan::new(markup);
    let mut problems = Vec::new();
    let mut from = 0;
    for placeholder in spots(source)? {
        html.advance(&source[from..placeholder.start]);
        masked.keep(from, placeholder.start);
        match html.place(placeholder.is_structure(source)) {
            Some(wrap) => masked.hide(placeholder, wrap),
            None => problems.push(Problem::at(
                position::at(source, placeholder.start),
                (
                    "a placeholder may stand in the value of an attribute, ‘href=\"{{Link}}\"’, but not elsewhere in a tag",
                    "태그 안에서 변수와 블록은 ‘href=\"{{Link}}\"’처럼 속성값에만 쓸 수 있습니다. 다른 곳으로 옮기세요",
                ),
            )),
        }
        from = placeholder.end;
    }
    html.advance(&source[from..]);
    masked.keep(from, source.len());
    if html.is_too_deep() {
        problems.push(Problem::of_all((
            format!("tags stand inside each other more than {DEPTH_MAX} levels deep; close or remove some"),
            format!("태그가 {DEPTH_MAX}단계를 넘게 중첩되어 있습니다. 닫지 않은 태그를 닫거나 일부를 삭제하세요"),
        )));
    }
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
        self.hidden.push((placeholder.text(self.source), wrap));
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
        self.replaced(made, |number| self.hidden[number].0)
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
            let (before, after) = match self.hidden[number].1 {
                Wrap::Word => (before, after),
                Wrap::Comment => before.strip_suffix("<!--").zip(after.strip_prefix("-->")).unwrap_or((before, after)),
            };
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

#[cfg(test)]
mod tests {
    use super::mask;
    use crate::template::Markup;
    use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};

    fn page() -> impl Strategy<Value = String> {
        let bit = prop_oneof![
            Just("<p>"),
            Just("</p>"),
            Just("<a href=\""),
            Just("'"),
            Just("\""),
            Just(">"),
            Just("<"),
            Just("<!--"),
            Just("-->"),
            Just("<style>"),
            Just("</STYLE>"),
            Just("="),
            Just("/"),
            Just("{{Name}}"),
            Just("{{#if 가}}"),
            Just("{{/if}}"),
            Just("{{else}}"),
            Just("\\{{"),
            Just("zq0qz"),
            Just("zqq"),
            Just("qz"),
            Just("가"),
            Just(" "),
        ];
        prop::collection::vec(bit, 0..20).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn what_is_hidden_comes_back(source in page()) {
            if let Ok(masked) = mask(Markup::Html, &source) {
                assert!(!masked.text.contains("{{"), "{}", masked.text);
                assert_eq!(masked.restore(&masked.text), source);
            }
        }
    }
}
