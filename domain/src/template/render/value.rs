//! What a placeholder shows.

use serde_json::Value;
use std::borrow::Cow;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found<'a> {
    Json(&'a Value),
    Text(&'a str),
    /// A text of several lines; in HTML they stay lines.
    Lines(&'a str),
}

impl Found<'_> {
    /// A zero and a `false` are values, an empty text is none.
    pub fn is_empty(self) -> bool {
        !Shown::from(self).is_present()
    }
}

#[derive(Clone, Debug)]
pub(super) enum Shown<'a> {
    Nothing,
    Json(&'a Value),
    Lines(&'a str),
    Made(Cow<'a, str>),
}

impl<'a> From<Found<'a>> for Shown<'a> {
    fn from(found: Found<'a>) -> Self {
        match found {
            Found::Json(value) => Self::Json(value),
            Found::Text(text) => Self::Made(Cow::Borrowed(text)),
            Found::Lines(text) => Self::Lines(text),
        }
    }
}

impl<'a> Shown<'a> {
    pub fn of(answer: bool) -> Self {
        Self::Json(if answer { &Value::Bool(true) } else { &Value::Bool(false) })
    }

    /// What the keys lead to from here.
    pub fn key(self, keys: &[String]) -> Self {
        keys.iter().fold(self, |shown, key| match shown {
            Self::Json(Value::Object(map)) => map.get(key).map_or(Self::Nothing, Self::Json),
            Self::Json(Value::Array(list)) => {
                key.parse().ok().and_then(|index: usize| list.get(index)).map_or(Self::Nothing, Self::Json)
            }
            Self::Nothing | Self::Json(_) | Self::Lines(_) | Self::Made(_) => Self::Nothing,
        })
    }

    /// Whether `default` leaves it alone: a zero and a `false` are values, an empty text is none.
    pub fn is_present(&self) -> bool {
        match self {
            Self::Nothing | Self::Json(Value::Null) => false,
            Self::Json(Value::String(text)) => !text.is_empty(),
            Self::Json(_) => true,
            Self::Lines(text) => !text.is_empty(),
            Self::Made(text) => !text.is_empty(),
        }
    }

    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Json(value) => handlebars::JsonTruthy::is_truthy(*value, false),
            Self::Lines(text) => !text.is_empty(),
            Self::Made(text) => !text.is_empty(),
        }
    }

    pub fn has_lines(&self) -> bool {
        matches!(self, Self::Lines(_))
    }

    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Json(Value::String(text)) => Cow::Borrowed(text),
            Self::Json(value) => Cow::Owned(handlebars::JsonRender::render(*value)),
            Self::Lines(text) => Cow::Borrowed(text),
            Self::Made(text) => Cow::Borrowed(text),
        }
    }
}

/// Line breaks as `\n`, tabs kept, other control characters dropped: none of them may reach the wire.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_odd = |sign: char| sign.is_ascii_control() && sign != '\n' && sign != '\t';
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.retain(|sign| !is_odd(sign));
    Cow::Owned(lines)
}

/// A text as HTML shows it.
pub(super) fn html(text: &str, has_lines: bool) -> Cow<'_, str> {
    let escaped = escape(text);
    if has_lines && text.contains('\n') { Cow::Owned(escaped.replace('\n', "<br>")) } else { escaped }
}

/// A text as it may stand in HTML, in an attribute too.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(['&', '<', '>', '"', '\'']) else { return Cow::Borrowed(text) };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for sign in text[first..].chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(sign),
        }
    }
    Cow::Owned(escaped)
}
