//! What is asked of DNS and what it says. A rule about a domain's records reads [`Answers`]; where one is missing it says
//! which question to ask first, so that rules stay pure and whoever runs them does the asking.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, net::IpAddr};

/// What DNS said to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found<T> {
    Yes(T),
    /// A sure answer: there is none.
    No,
    /// No answer, and therefore nothing known.
    Unasked(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordKind {
    A,
    Aaaa,
    Cname,
    Mx,
    Ptr,
    Txt,
    /// Whether the name exists, with or without records of its own.
    Name,
}

impl RecordKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ptr => "PTR",
            Self::Txt => "TXT",
            Self::Name => "ANY",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    pub kind: RecordKind,
    /// In small letters, without the last dot.
    pub name: String,
}

impl Question {
    pub fn new(kind: RecordKind, name: &str) -> Self {
        Self { kind, name: plain(name) }
    }
}

/// Records as people write them: an address, a name, `10 mail.shop.example`, a text in one piece.
pub type Answer = Found<Vec<String>>;

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<Question, Answer>);

impl Answers {
    pub fn learn(&mut self, question: Question, answer: Answer) {
        self.0.insert(question, answer);
    }

    /// # Errors
    /// The question, where nobody asked it yet.
    pub fn to(&self, kind: RecordKind, name: &str) -> Result<&Answer, Question> {
        let question = Question::new(kind, name);
        self.0.get(&question).ok_or(question)
    }
}

/// Names are equal however they are written.
pub fn plain(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

/// Where the name of an address is kept: `1.2.0.192.in-addr.arpa`.
pub fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            let mut nibbles: Vec<String> = v6
                .octets()
                .iter()
                .flat_map(|octet| [format!("{:x}", octet >> 4), format!("{:x}", octet & 15)])
                .collect();
            nibbles.reverse();
            format!("{}.ip6.arpa", nibbles.join("."))
        }
    }
}

/// Whether a text is a record of this kind, told by its first word.
pub fn is_record(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
        && text[beginning.len()..].bytes().next().is_none_or(|next| matches!(next, b' ' | b';'))
}

#[cfg(test)]
mod tests {
    use super::{is_record, reverse_name};

    #[test]
    fn a_record_is_told_by_its_first_word() {
        assert!(is_record("v=spf1 include:amazonses.com ~all", "v=spf1"));
        assert!(is_record("V=SPF1", "v=spf1"));
        assert!(is_record("v=DMARC1; p=none", "v=DMARC1"));
        assert!(!is_record("v=spf10 all", "v=spf1"));
        assert!(!is_record("google-site-verification=x", "v=spf1"));
        assert!(!is_record("회사", "v=spf1"));
    }

    #[test]
    fn an_address_is_asked_for_backwards() {
        assert_eq!(reverse_name("192.0.2.1".parse().unwrap()), "1.2.0.192.in-addr.arpa");
        let v6 = reverse_name("2001:db8::1".parse().unwrap());
        assert!(v6.starts_with("1.0.0.0.") && v6.ends_with(".8.b.d.0.1.0.0.2.ip6.arpa"), "{v6}");
    }
}
