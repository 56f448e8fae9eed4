//! The plain-text draft of an HTML mail.

use crate::template::Problem;
use html2text::{config, render::TextDecorator};

/// Columns; RFC 5322 recommends at most 78 characters in a line.
const WIDTH: usize = 76;

pub(super) fn of(html: &str) -> Result<String, Problem> {
    let text = config::with_decorator(Plain::default())
        .no_link_wrapping()
        .allow_width_overflow()
        .string_from_read(without_tables(html).as_bytes(), WIDTH)
        .map_err(|error| {
            Problem::of_all((
                format!("no plain text can be made of the HTML: {error}; correct the HTML"),
                format!("HTML에서 텍스트를 만들 수 없습니다: {error}. HTML을 고치세요"),
            ))
        })?;
    Ok(squeezed(&text))
}

/// Mails use tables for layout: their cells are read one after the other.
fn without_tables(html: &str) -> String {
    let mut linear = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let slash = if tag.starts_with("</") { "</" } else { "<" };
        let name = &tag[slash.len()..];
        let length = name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len());
        linear.push_str(before);
        linear.push_str(slash);
        linear.push_str(match &name[..length] {
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" => "div",
            other => other,
        });
        rest = &name[length..];
    }
    linear.push_str(rest);
    linear
}

/// No blanks at line ends, at most one empty line together.
fn squeezed(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    let mut squeezed = lines.join("\n").trim_end().to_owned();
    squeezed.push('\n');
    squeezed
}

/// Links as `words <address>`, which mail programs make clickable; nothing else is marked.
#[derive(Clone, Debug, Default)]
struct Plain {
    links: Vec<String>,
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.links.push(url.to_owned());
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        self.links.pop().map_or_else(String::new, |url| format!(" <{url}>"))
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _: &str, title: &str) -> (String, ()) {
        (format!("[{title}]"), ())
    }

    fn header_prefix(&self, _: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{i}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self::default()
    }
}
