use super::reads_alone;
use crate::template::placeholders;
use std::{borrow::Cow, collections::BTreeMap, ops::Range};

/// A link to the web.
pub(super) struct Link {
    /// Of its address in the HTML.
    pub place: Range<usize>,
    pub tag_end: usize,
    /// The address as the HTML has it. One that is a text of the campaign stands here itself.
    pub source: String,
    /// It is another address with every turn of a loop.
    is_many: bool,
}

impl Link {
    /// `None` for what does not lead to the web for certain: `mailto:`, the links that a letter has by itself, what only a
    /// person's data tell.
    pub fn at(
        place: Range<usize>,
        tag_end: usize,
        html: &str,
        fields: &BTreeMap<String, String>,
        in_loop: bool,
    ) -> Option<Self> {
        let written = html[place.clone()].trim();
        let source = match of_field(written, fields) {
            Some(text) => text,
            None => written.to_owned(),
        };
        let is_many = in_loop && source.contains("{{");
        is_web(&source).then_some(Self { place, tag_end, source, is_many })
    }

    /// As a template of plain text, of the link with its tags; `None` where it cannot be counted.
    pub fn written(&self, tagged: &str) -> Option<String> {
        let written = unescaped(tagged).into_owned();
        (!self.is_many && reads_alone(&written)).then_some(written)
    }
}

fn is_web(source: &str) -> bool {
    let is = |scheme: &str| source.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    is("http://") || is("https://")
}

/// `{{ButtonUrl}}`, which this campaign says for everybody.
fn of_field(written: &str, fields: &BTreeMap<String, String>) -> Option<String> {
    let name = written.strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let (_, text) = fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let text = text.trim();
    let is_plain = !text.contains("{{") && !text.contains(char::is_whitespace);
    (is_plain && is_web(text)).then(|| escaped(text))
}

/// With what is not yet there of these tags, in front of the fragment.
pub(super) fn with_tags(source: &str, tags: &[(&'static str, String)]) -> String {
    let Ok(holes) = placeholders::find(source) else { return source.to_owned() };
    let masked = super::masked(source, &holes);
    let end = fragment(&masked).unwrap_or(source.len());
    let (address, fragment) = source.split_at(end);
    let query = masked[..end].find('?');
    let lower = masked[..end].to_ascii_lowercase();
    let has = |name: &str| {
        query.is_some_and(|at| {
            lower[at..].match_indices(&format!("{name}=")).any(|(n, _)| lower[..at + n].ends_with(['?', '&', ';']))
        })
    };
    let missing = tags.iter().filter(|(name, _)| !has(name)).map(|(name, value)| format!("{name}={value}"));
    let missing = missing.collect::<Vec<_>>().join("&amp;");
    if missing.is_empty() {
        return source.to_owned();
    }
    let joint = match query {
        None => "?",
        Some(_) if lower.ends_with(['?', '&', ';']) => "",
        Some(_) => "&amp;",
    };
    format!("{address}{joint}{missing}{fragment}")
}

/// Where it begins; `&#38;` is none.
fn fragment(masked: &str) -> Option<usize> {
    masked.match_indices('#').map(|(at, _)| at).find(|at| !masked[..*at].ends_with('&'))
}

const REFERENCES: [(&str, &str); 8] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&#38;", "&"),
    ("&amp;", "&"),
];

/// The references that stand in addresses.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    REFERENCES.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign)).into()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;").replace('>', "&gt;")
}
