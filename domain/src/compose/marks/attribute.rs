use std::ops::Range;

/// Where the value of `href` stands in a tag, without its quotes.
pub(super) fn href(tag: &str) -> Option<Range<usize>> {
    let octets = tag.as_bytes();
    let mut at = tag.find(|sign: char| sign.is_ascii_whitespace() || sign == '/')?;
    while at < octets.len() {
        at = skip(octets, at, |octet| octet.is_ascii_whitespace() || octet == b'/');
        let begin = at;
        at = skip(octets, at, |octet| !octet.is_ascii_whitespace() && !b"=>/".contains(&octet));
        let name = &tag[begin..at];
        let after = skip(octets, at, |octet| octet.is_ascii_whitespace());
        if octets.get(after) != Some(&b'=') {
            // a name without a value, or the end of the tag
            at = at.max(begin + 1);
            continue;
        }
        let (value, next) = value(octets, skip(octets, after + 1, |octet| octet.is_ascii_whitespace()));
        if name.eq_ignore_ascii_case("href") {
            return Some(value);
        }
        at = next;
    }
    None
}

fn value(octets: &[u8], at: usize) -> (Range<usize>, usize) {
    match octets.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let end = skip(octets, at + 1, |octet| octet != quote);
            (at + 1..end, end + 1)
        }
        _ => {
            let end = skip(octets, at, |octet| !octet.is_ascii_whitespace() && octet != b'>');
            (at..end, end.max(at + 1))
        }
    }
}

fn skip(octets: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
    octets[from.min(octets.len())..].iter().position(|octet| !is(*octet)).map_or(octets.len(), |n| from + n)
}
