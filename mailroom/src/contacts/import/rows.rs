//! From a record of the file to a person, or to a reason why not, written as a line of Postgres' COPY.
//!
//! Values stay text: `010…` keeps its zero. Blanks around them go. An empty field says nothing: it makes
//! no attribute and erases none.

use super::{
    columns::{ColumnRole, ColumnUse, Columns},
    consent,
    encoding::Encoding,
    locale,
    records::{Fault, RECORD_OCTETS_MAX, Record},
};
use domain::{EmailAddress, Invalid};
use memchr::memchr;
use std::borrow::Cow;

/// Characters of a rejected record that are kept.
pub const RAW_CHARS_MAX: usize = 300;
/// Rejected records kept of one import; all of them are counted.
pub const REJECTIONS_KEPT_MAX: u64 = 100_000;

/// Turns records into lines of the staging table:
/// record, address, name, locale, attributes, consents, raw, reason.
pub(super) struct Rows {
    columns: Vec<Column>,
    encoding: Encoding,
    /// The attributes of the record at hand, as JSON without its braces.
    attributes: Vec<u8>,
    pub read: u64,
    pub rejected: u64,
}

struct Column {
    of: ColumnUse,
    /// `"등급":`, ready for JSON.
    key: Option<Vec<u8>>,
}

impl Rows {
    pub fn new(columns: &Columns, encoding: Encoding) -> Self {
        let columns = columns.iter().map(|of| Column { of: of.clone(), key: of.attribute.as_deref().map(json_key) });
        Self { columns: columns.collect(), encoding, attributes: Vec::new(), read: 0, rejected: 0 }
    }

    pub fn write(&mut self, record: &Record<'_>, lines: &mut Vec<u8>) {
        self.read += 1;
        match self.person(record) {
            Ok(person) => self.write_person(&person, lines),
            Err(reason) => self.write_rejection(record, &reason, lines),
        }
    }

    fn person<'r>(&mut self, record: &Record<'r>) -> Result<Person<'r>, String> {
        let fields = record.fields.map_err(explain)?;
        if memchr(0, record.raw).is_some() {
            return Err("it holds a NUL character, which no text has".into());
        }
        let mut person = Person::default();
        self.attributes.clear();
        for (column, field) in self.columns.iter().zip(fields) {
            let value = record.text(field, self.encoding).ok_or_else(|| unreadable(&column.of, self.encoding))?;
            person.learn(column, value, &mut self.attributes)?;
        }
        person.address.is_some().then_some(person).ok_or_else(|| "the record ends before the address".into())
    }

    fn write_person(&self, person: &Person<'_>, lines: &mut Vec<u8>) {
        push_number(lines, self.read);
        push_value(lines, person.address.as_ref().map(EmailAddress::as_str));
        push_value(lines, Some(&person.name));
        push_value(lines, person.locale.as_deref());
        lines.extend_from_slice(b"\t{");
        push_escaped(lines, &self.attributes);
        lines.push(b'}');
        push_value(lines, person.consents.map(|yes| if yes { "t" } else { "f" }));
        lines.extend_from_slice(b"\t\\N\t\\N\n");
    }

    fn write_rejection(&mut self, record: &Record<'_>, reason: &str, lines: &mut Vec<u8>) {
        self.rejected += 1;
        if self.rejected > REJECTIONS_KEPT_MAX {
            return;
        }
        let head = &record.raw[..record.raw.len().min(RAW_CHARS_MAX * 4)];
        let raw: String = self.encoding.show(head).chars().take(RAW_CHARS_MAX).map(visible).collect();
        push_number(lines, self.read);
        lines.extend_from_slice(b"\t\\N\t\\N\t\\N\t\\N\t\\N");
        push_value(lines, Some(&raw));
        push_value(lines, Some(reason));
        lines.push(b'\n');
    }
}

#[derive(Default)]
struct Person<'r> {
    address: Option<EmailAddress>,
    name: Cow<'r, str>,
    locale: Option<String>,
    consents: Option<bool>,
}

impl<'r> Person<'r> {
    fn learn(&mut self, column: &Column, value: Cow<'r, str>, attributes: &mut Vec<u8>) -> Result<(), String> {
        match column.of.role {
            ColumnRole::Address => {
                let address: EmailAddress = value.parse().map_err(|invalid: Invalid| invalid.reason.en)?;
                push_attribute(attributes, column, address.as_str());
                self.address = Some(address);
                return Ok(());
            }
            ColumnRole::Consent => self.hear(said(&column.of, &value)?),
            ColumnRole::Refusal => self.hear(said(&column.of, &value)?.filter(|refuses| *refuses).map(|_| false)),
            ColumnRole::Locale => self.locale = locale::read(&value),
            ColumnRole::Name | ColumnRole::Attribute | ColumnRole::LeftOut => {}
        }
        push_attribute(attributes, column, &value);
        if column.of.role == ColumnRole::Name {
            self.name = value;
        }
        Ok(())
    }

    /// Of two columns that differ the refusal counts.
    fn hear(&mut self, said: Option<bool>) {
        self.consents = match (self.consents, said) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (before, None) => before,
            (_, Some(true)) => Some(true),
        };
    }
}

fn said(column: &ColumnUse, value: &str) -> Result<Option<bool>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    let unclear = || format!("`{}` in `{}` is neither yes nor no", shorten(value), column.header);
    consent::read(value).map(Some).ok_or_else(unclear)
}

fn unreadable(column: &ColumnUse, encoding: Encoding) -> String {
    format!("`{}` cannot be read: the file is {}, and these are no letters of it", column.header, encoding.name())
}

fn explain(fault: Fault) -> String {
    match fault {
        Fault::QuoteNeverCloses => "a quotation mark opens a field and never closes it".into(),
        Fault::TextAfterQuote => {
            "text follows a closing quotation mark; write a quotation mark inside a field twice, or close the one before".into()
        }
        Fault::TooLong => format!(
            "the record is longer than {} KiB; perhaps a quotation mark opens a field and never closes it",
            RECORD_OCTETS_MAX / 1024
        ),
    }
}

fn shorten(value: &str) -> String {
    value.chars().take(40).collect()
}

fn visible(c: char) -> char {
    if c == '\0' { '␀' } else { c }
}

fn json_key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    push_json(&mut key, name);
    key.push(b':');
    key
}

fn push_attribute(attributes: &mut Vec<u8>, column: &Column, value: &str) {
    let Some(key) = &column.key else { return };
    if value.is_empty() {
        return;
    }
    if !attributes.is_empty() {
        attributes.push(b',');
    }
    attributes.extend_from_slice(key);
    push_json(attributes, value);
}

/// A JSON string (RFC 8259, 7).
fn push_json(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for &octet in text.as_bytes() {
        match octet {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', octet]),
            0..0x20 => out.extend_from_slice(format!("\\u{octet:04x}").as_bytes()),
            _ => out.push(octet),
        }
    }
    out.push(b'"');
}

fn push_number(lines: &mut Vec<u8>, number: u64) {
    lines.extend_from_slice(number.to_string().as_bytes());
}

fn push_value(lines: &mut Vec<u8>, value: Option<&str>) {
    lines.push(b'\t');
    match value {
        Some(text) => push_escaped(lines, text.as_bytes()),
        None => lines.extend_from_slice(b"\\N"),
    }
}

/// As COPY's text format wants it: <https://www.postgresql.org/docs/current/sql-copy.html>.
fn push_escaped(lines: &mut Vec<u8>, text: &[u8]) {
    for &octet in text {
        match octet {
            b'\\' => lines.extend_from_slice(b"\\\\"),
            b'\t' => lines.extend_from_slice(b"\\t"),
            b'\n' => lines.extend_from_slice(b"\\n"),
            b'\r' => lines.extend_from_slice(b"\\r"),
            _ => lines.push(octet),
        }
    }
}
