//! `%{i}` and the like (RFC 7208, 7).

use super::Client;
use std::net::IpAddr;

const DELIMITERS: &str = ".-+,/_=";
/// The longest name DNS has; a longer one loses labels on its left.
const NAME_MAX: usize = 253;

/// A piece of a macro string.
enum Piece<'a> {
    Literal(&'a str),
    Macro { letter: char, keep: Option<usize>, reversed: bool, delimiters: &'a str },
}

/// Whether a text may stand where a domain is wanted: well-formed macros, and an end that is a label of letters, or a macro.
pub fn is_domain(text: &str) -> bool {
    let Some(pieces) = pieces(text) else { return false };
    match pieces.last() {
        None => false,
        Some(Piece::Macro { .. }) => true,
        Some(Piece::Literal(_)) => {
            let text = text.strip_suffix('.').unwrap_or(text);
            text.rsplit_once('.').is_some_and(|(_, label)| is_top_label(label)) || text.ends_with('}')
        }
    }
}

/// Whether a text is well formed.
pub fn is_text(text: &str) -> bool {
    pieces(text).is_some()
}

fn is_top_label(label: &str) -> bool {
    !label.is_empty()
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().any(|b| !b.is_ascii_digit())
}

/// `None` where a macro is malformed or a letter may not stand there.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        if !first.is_ascii_graphic() {
            return None;
        }
        if first != '%' {
            pieces.push(Piece::Literal(&rest[..1]));
            rest = &rest[1..];
            continue;
        }
        let (piece, length) = match rest.as_bytes().get(1)? {
            b'%' => (Piece::Literal("%"), 2),
            b'_' => (Piece::Literal(" "), 2),
            b'-' => (Piece::Literal("%20"), 2),
            b'{' => {
                let end = rest.find('}')?;
                (expansion(&rest[2..end])?, end + 1)
            }
            _ => return None,
        };
        pieces.push(piece);
        rest = &rest[length..];
    }
    Some(pieces)
}

fn expansion(inside: &str) -> Option<Piece<'_>> {
    let letter = inside.chars().next().filter(|letter| "slodiphv".contains(letter.to_ascii_lowercase()))?;
    let rest = &inside[1..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let keep = match &rest[..digits] {
        "" => None,
        number => Some(number.parse().ok().filter(|n| *n > 0)?),
    };
    let rest = &rest[digits..];
    let (reversed, delimiters) = match rest.strip_prefix(['r', 'R']) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let is_fine = delimiters.chars().all(|c| DELIMITERS.contains(c));
    is_fine.then_some(Piece::Macro { letter, keep, reversed, delimiters })
}

/// The name that a checked text stands for, in the record of `domain`.
pub fn expand(text: &str, domain: &str, client: Client<'_>) -> String {
    let mut name = String::new();
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Literal(text) => name.push_str(text),
            Piece::Macro { letter, keep, reversed, delimiters } => {
                let value = value(letter, domain, client);
                let delimiters = if delimiters.is_empty() { "." } else { delimiters };
                let mut parts: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
                if reversed {
                    parts.reverse();
                }
                let first = keep.map_or(0, |keep| parts.len().saturating_sub(keep));
                let value = parts[first..].join(".");
                name.push_str(&if letter.is_ascii_uppercase() { escaped(&value) } else { value });
            }
        }
    }
    cut(name)
}

fn value(letter: char, domain: &str, client: Client<'_>) -> String {
    let (local, of) = client.sender.rsplit_once('@').unwrap_or(("postmaster", client.sender));
    match letter.to_ascii_lowercase() {
        's' => format!("{local}@{of}"),
        'l' => local.to_owned(),
        'i' => dotted(client.ip),
        'v' => if client.ip.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
        'd' => domain.to_owned(),
        // the validated name is not to be used (RFC 7208, 7.3), and receivers that follow that say this
        'p' => "unknown".to_owned(),
        // the sender's domain, which is also how a carrier greets for all we know
        _ => of.to_owned(),
    }
}

fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let nibbles = ip.octets().into_iter().flat_map(|octet| [octet >> 4, octet & 15]);
            nibbles.map(|nibble| format!("{nibble:x}")).collect::<Vec<_>>().join(".")
        }
    }
}

fn escaped(value: &str) -> String {
    let escape = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(escape).collect()
}

fn cut(mut name: String) -> String {
    while name.len() > NAME_MAX {
        match name.split_once('.') {
            Some((_, rest)) => name = rest.to_owned(),
            None => return name,
        }
    }
    name
}
