//! The record's grammar (RFC 7208, 4.5, 5, 6, 12): one wrong term spoils all of it.

use super::{Outcome, macros};
use std::net::{Ipv4Addr, Ipv6Addr};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub directives: Vec<Directive>,
    pub redirect: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What a match means.
    pub outcome: Outcome,
    pub mechanism: Mechanism,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mechanism {
    All,
    Include(String),
    A(Option<String>, Prefixes),
    Mx(Option<String>, Prefixes),
    Ptr(Option<String>),
    Ip4(Ipv4Addr, u8),
    Ip6(Ipv6Addr, u8),
    Exists(String),
}

/// How many of an address's bits count, by family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefixes {
    pub v4: u8,
    pub v6: u8,
}

/// The term that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Record {
    /// Of a text that begins with `v=spf1`.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut record = Self { directives: vec![], redirect: None };
        let mut explains = false;
        for term in text["v=spf1".len()..].split(' ').filter(|term| !term.is_empty()) {
            let unreadable = || Unreadable(term.to_owned());
            match modifier(term) {
                Some((name, value)) if name.eq_ignore_ascii_case("redirect") => {
                    if record.redirect.is_some() || !macros::is_domain(value) {
                        return Err(unreadable());
                    }
                    record.redirect = Some(value.to_owned());
                }
                Some((name, value)) if name.eq_ignore_ascii_case("exp") => {
                    if explains || !macros::is_domain(value) {
                        return Err(unreadable());
                    }
                    explains = true;
                }
                // a modifier of the future says nothing to us
                Some((_, value)) if macros::is_text(value) => {}
                Some(_) => return Err(unreadable()),
                None => record.directives.push(directive(term).ok_or_else(unreadable)?),
            }
        }
        Ok(record)
    }
}

/// `name=value`; the name tells it from a mechanism.
fn modifier(term: &str) -> Option<(&str, &str)> {
    let (name, value) = term.split_once('=')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    is_name.then_some((name, value))
}

fn directive(term: &str) -> Option<Directive> {
    let (outcome, rest) = match term.as_bytes().first()? {
        b'+' => (Outcome::Pass, &term[1..]),
        b'-' => (Outcome::Fail, &term[1..]),
        b'~' => (Outcome::SoftFail, &term[1..]),
        b'?' => (Outcome::Neutral, &term[1..]),
        _ => (Outcome::Pass, term),
    };
    Some(Directive { outcome, mechanism: mechanism(rest)? })
}

fn mechanism(text: &str) -> Option<Mechanism> {
    let end = text.find([':', '/']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let value = rest.strip_prefix(':');
    Some(match name.to_ascii_lowercase().as_str() {
        "all" if rest.is_empty() => Mechanism::All,
        "include" => Mechanism::Include(domain(value?)?),
        "exists" => Mechanism::Exists(domain(value?)?),
        "a" => {
            let (domain, prefixes) = domain_and_prefixes(rest)?;
            Mechanism::A(domain, prefixes)
        }
        "mx" => {
            let (domain, prefixes) = domain_and_prefixes(rest)?;
            Mechanism::Mx(domain, prefixes)
        }
        "ptr" if rest.is_empty() => Mechanism::Ptr(None),
        "ptr" => Mechanism::Ptr(Some(domain(value?)?)),
        "ip4" => {
            let (address, bits) = network(value?, 32)?;
            Mechanism::Ip4(address.parse().ok()?, bits)
        }
        "ip6" => {
            let (address, bits) = network(value?, 128)?;
            Mechanism::Ip6(address.parse().ok()?, bits)
        }
        _ => return None,
    })
}

fn domain(text: &str) -> Option<String> {
    macros::is_domain(text).then(|| text.to_owned())
}

fn network(text: &str, most: u8) -> Option<(&str, u8)> {
    match text.split_once('/') {
        Some((address, bits)) => Some((address, prefix(bits, most)?)),
        None => Some((text, most)),
    }
}

/// `[":" domain] ["/" bits] ["//" bits]`.
fn domain_and_prefixes(rest: &str) -> Option<(Option<String>, Prefixes)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (rest, v6) = match rest.rsplit_once("//").filter(|(_, bits)| is_number(bits)) {
        Some((rest, bits)) => (rest, prefix(bits, 128)?),
        None => (rest, 128),
    };
    let (rest, v4) = match rest.rsplit_once('/').filter(|(_, bits)| is_number(bits)) {
        Some((rest, bits)) => (rest, prefix(bits, 32)?),
        None => (rest, 32),
    };
    let named = match rest {
        "" => None,
        _ => Some(domain(rest.strip_prefix(':')?)?),
    };
    Some((named, Prefixes { v4, v6 }))
}

/// Without leading noughts.
fn prefix(text: &str, most: u8) -> Option<u8> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|bits| is_plain && *bits <= most)
}
