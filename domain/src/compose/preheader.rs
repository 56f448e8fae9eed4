//! The line that mail programs show after the subject. HTML has no place of its own for it: it is the first text of
//! the body, hidden, and so long that nothing of the body follows it in the list of mails.

use crate::template::{is_tag, tags};
use std::borrow::Cow;

/// What a template calls it where it wants to place it by itself.
pub(super) const NAME: &str = "Preheader";

const OPEN: &str = "{{#if Preheader}}<div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;\
    font-size:1px;line-height:1px;color:transparent;mso-hide:all\">{{Preheader}}";
/// A joiner, a non-joiner and a space: no mail program takes a run of them for blanks it may drop.
const BLANK: &str = "&#847;&zwnj;&nbsp;";
/// More than the longest line of any of them.
const BLANKS: usize = 120;
const CLOSE: &str = "</div>{{/if}}";

/// The HTML with the hidden line at the start of its body; as it is where it places the line by itself.
pub(super) fn insert<'a>(html: &'a str, preheader: &str, asks_for_it: bool) -> Cow<'a, str> {
    if preheader.trim().is_empty() || asks_for_it {
        return Cow::Borrowed(html);
    }
    let (before, after) = html.split_at(start_of_body(html));
    Cow::Owned([before, OPEN, &BLANK.repeat(BLANKS), CLOSE, after].concat())
}

/// Right after `<body …>`; without one after the head, or at the very start.
fn start_of_body(html: &str) -> usize {
    let mut after_head = 0;
    for place in tags(html) {
        let tag = &html[place.clone()];
        if is_tag(tag, "<body") {
            return place.end;
        }
        if ["<!doctype", "<html", "</head"].iter().any(|name| is_tag(tag, name)) {
            after_head = place.end;
        }
    }
    after_head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_first_in_the_body_wherever_that_begins() {
        let table = [
            ("<body><p>a", "<body>|<p>a"),
            (
                "<!DOCTYPE html><HTML><head><title>x</title></head><BODY class=\"a>b\"\n>a",
                "<!DOCTYPE html><HTML><head><title>x</title></head><BODY class=\"a>b\"\n>|a",
            ),
            ("<html><!-- <body> --><body>a", "<html><!-- <body> --><body>|a"),
            ("<!doctype html><p>a", "<!doctype html>|<p>a"),
            ("<html><head></head><p>a", "<html><head></head>|<p>a"),
            ("<p>a < b <bodyguard>", "|<p>a < b <bodyguard>"),
            ("plain", "|plain"),
            ("", "|"),
        ];
        for (html, expected) in table {
            let (before, after) = html.split_at(start_of_body(html));
            assert_eq!(format!("{before}|{after}"), expected);
        }
    }
}
