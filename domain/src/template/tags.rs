//! Where the tags of a mail's HTML stand: enough of the grammar to put something beside one of them.

use std::ops::Range;

/// Every tag, comment and declaration, from its `<` to after its `>`; what only looks like the beginning of one is its
/// `<` alone.
pub fn tags(html: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html[at..].find('<')?;
        at = start + length(&html[start..]);
        Some(start..at)
    })
}

/// Whether the tag has this name, such as `<body` or `</head`; upper and lower case are the same.
pub fn is_tag(tag: &str, name: &str) -> bool {
    let is_it = tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
    let is_end = |sign: char| sign == '>' || sign == '/' || sign.is_ascii_whitespace();
    is_it && tag[name.len()..].starts_with(is_end)
}

fn length(tag: &str) -> usize {
    if let Some(comment) = tag.strip_prefix("<!--") {
        return comment.find("-->").map_or(1, |end| end + "<!---->".len());
    }
    if !tag[1..].starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/' || sign == '!') {
        return 1;
    }
    let mut at = 1;
    while let Some(found) = tag[at..].find(['>', '"', '\'']) {
        at += found + 1;
        let quote = &tag[at - 1..at];
        if quote == ">" {
            return at;
        }
        match tag[at..].find(quote) {
            Some(end) => at += end + 1,
            None => return 1,
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_around_quotes_and_comments() {
        let html = "a < b <P class=\"x>y\" id='>'>c<!-- <i> --></P><!doctype html><img src='open";
        let found: Vec<_> = tags(html).map(|tag| &html[tag]).collect();
        assert_eq!(found, ["<", "<P class=\"x>y\" id='>'>", "<!-- <i> -->", "</P>", "<!doctype html>", "<"]);
        assert!(is_tag("<P class>", "<p") && !is_tag("<pre>", "<p") && is_tag("<br/>", "<br"));
    }
}
