//! A body part whose unchanging pieces are encoded once: per letter they are only copied.
//!
//! Lines of an encoded body may be shorter than 76 characters, so a piece need not know what stands before it.

mod base64;
mod quoted_printable;

use super::person::Person;
use crate::template::{Escaping, LiteralId, OUTPUT_OCTETS_MAX, Problem, Sink, Template, TooLong, fill};
use base64::{Aligned, Base64};
use quoted_printable::{Quoted, QuotedPrintable};
use std::collections::BTreeMap;

/// A template and how its mail part is encoded.
#[derive(Debug)]
pub(super) struct Body {
    template: Template,
    escaping: Escaping,
    encoding: Encoding,
    /// Of all literals encoded.
    octets: usize,
}

/// Literals by their `LiteralId`, ready for the wire.
#[derive(Debug)]
enum Encoding {
    QuotedPrintable(Vec<Quoted>),
    Base64(Vec<Aligned>),
}

impl Body {
    /// `fields` are the values that will go into it.
    pub fn new(template: Template, escaping: Escaping, fields: &BTreeMap<String, String>) -> Self {
        let encoding = Encoding::new(&template.literals, fields);
        Self { octets: encoding.octets(), template, escaping, encoding }
    }

    pub fn template(&self) -> &Template {
        &self.template
    }

    /// As people read it.
    pub fn render(&self, person: &Person<'_>) -> Result<String, Problem> {
        self.template.render(person, self.escaping)
    }

    /// About how many octets `write` adds.
    pub fn octets(&self) -> usize {
        self.octets + self.octets / 8 + 512
    }

    /// The part's own headers and its encoded body.
    pub fn write(&self, person: &Person<'_>, out: &mut Vec<u8>) -> Result<(), Problem> {
        out.extend_from_slice(match self.escaping {
            Escaping::Html => b"Content-Type: text/html".as_slice(),
            Escaping::Text => b"Content-Type: text/plain".as_slice(),
        });
        out.extend_from_slice(b"; charset=\"utf-8\"\r\nContent-Transfer-Encoding: ");
        match &self.encoding {
            Encoding::QuotedPrintable(literals) => {
                out.extend_from_slice(b"quoted-printable\r\n\r\n");
                self.fill(person, QuotedPrintable::new(literals, out))?;
            }
            Encoding::Base64(literals) => {
                out.extend_from_slice(b"base64\r\n\r\n");
                self.fill(person, Base64::new(literals, out))?.finish();
            }
        }
        Ok(())
    }

    fn fill<E: Encode>(&self, person: &Person<'_>, encode: E) -> Result<E, TooLong> {
        let mut capped = Capped { encode, octets: 0 };
        fill(&self.template, person, self.escaping, &mut capped)?;
        Ok(capped.encode)
    }
}

impl Encoding {
    /// The one that is shorter for the template together with its fields.
    fn new(literals: &[String], fields: &BTreeMap<String, String>) -> Self {
        let words = || literals.iter().chain(fields.values());
        let quoted: usize = words().map(|words| quoted_printable::length(words)).sum();
        if quoted <= base64::length(words().map(String::len).sum()) {
            Self::QuotedPrintable(literals.iter().map(|text| Quoted::new(text)).collect())
        } else {
            Self::Base64(literals.iter().map(|text| Aligned::new(text)).collect())
        }
    }

    fn octets(&self) -> usize {
        match self {
            Self::QuotedPrintable(literals) => literals.iter().map(Quoted::octets).sum(),
            Self::Base64(literals) => literals.iter().map(Aligned::octets).sum(),
        }
    }
}

/// Text in, octets of a transfer encoding out.
trait Encode {
    fn literal(&mut self, id: LiteralId);
    fn value(&mut self, text: &str);
}

/// Counts the part as it reads, not as it is encoded.
struct Capped<E> {
    encode: E,
    octets: usize,
}

impl<E> Capped<E> {
    fn count(&mut self, text: &str) -> Result<(), TooLong> {
        self.octets += text.len();
        if self.octets > OUTPUT_OCTETS_MAX { Err(TooLong) } else { Ok(()) }
    }
}

impl<E: Encode> Sink for Capped<E> {
    fn literal(&mut self, id: LiteralId, text: &str) -> Result<(), TooLong> {
        self.count(text)?;
        self.encode.literal(id);
        Ok(())
    }

    fn value(&mut self, text: &str) -> Result<(), TooLong> {
        self.count(text)?;
        self.encode.value(text);
        Ok(())
    }
}
