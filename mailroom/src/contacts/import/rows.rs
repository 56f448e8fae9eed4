//! From a record of the file to a person, or to a reason why not, written as a line of Postgres' COPY.
//!
//! Values stay text: `010…` keeps its zero. Blanks around them go. An empty field says nothing: it makes
//! no attribute and erases none.

use super::{
    columns::Columns,
    consent, date,
    encoding::Encoding,
    locale,
    records::{Fault, RECORD_OCTETS_MAX, Record},
    source::SourceRow,
};
use domain::{
    EmailAddress, Invalid, Sentence,
    import::{ColumnRole, ColumnUse},
};
use jiff::Timestamp;
use memchr::memchr;
use std::borrow::Cow;

/// Characters of a rejected record that are kept.
pub const RAW_CHARS_MAX: usize = 300;
/// Rejected records kept of one import; all of them are counted.
pub const REJECTIONS_KEPT_MAX: u64 = 100_000;

/// Turns records into lines of the staging table:
/// record, address, name, locale, attributes, consents, consented_at, raw, reason, reason_ko.
pub(super) struct Rows {
    columns: Vec<Column>,
    encoding: Encoding,
    /// The attributes of the record at hand, as JSON without its braces.
    attributes: Vec<u8>,
    /// Consent of the future is a mistake.
    now: Timestamp,
    pub read: u64,
    pub rejected: u64,
}

struct Column {
    of: ColumnUse,
    /// `"등급":`, ready for JSON.
    key: Option<Vec<u8>>,
}

impl Rows {
    pub fn new(columns: &Columns, encoding: Encoding, now: Timestamp) -> Self {
        let columns = columns.iter().map(|of| Column { of: of.clone(), key: of.attribute.as_deref().map(json_key) });
        Self { columns: columns.collect(), encoding, attributes: Vec::new(), now, read: 0, rejected: 0 }
    }

    pub fn write(&mut self, record: &Record<'_>, lines: &mut Vec<u8>) {
        self.read += 1;
        match self.person(record) {
            Ok(person) => self.write_person(record.row, &person, lines),
            Err(reason) => self.write_rejection(record, &reason, lines),
        }
    }

    /// A row of a source: the one of this number, which it calls `key`.
    pub fn write_row(&mut self, record: u64, row: &SourceRow, lines: &mut Vec<u8>) {
        self.read += 1;
        match self.person_of(row) {
            Ok(person) => self.write_person(record, &person, lines),
            Err(reason) => self.reject(record, &row.to_string(), &reason, lines),
        }
    }

    fn person_of<'r>(&mut self, row: &'r SourceRow) -> Result<Person<'r>, Sentence> {
        let octets: usize = row.values.iter().flatten().map(String::len).sum();
        if octets > RECORD_OCTETS_MAX {
            return Err(too_long());
        }
        if row.values.iter().flatten().any(|value| value.contains('\0')) {
            return Err(NUL.into());
        }
        let values = row.values.iter().zip(&self.columns);
        let values: Result<Vec<_>, _> = values
            .map(|(value, column)| value.as_deref().map(str::trim).map_err(|fault| fault.of(&column.of)))
            .collect();
        self.learn(values?.into_iter().map(Cow::Borrowed).map(Ok))
    }

    fn person<'r>(&mut self, record: &Record<'r>) -> Result<Person<'r>, Sentence> {
        let fields = record.fields.map_err(explain)?;
        if memchr(0, record.raw).is_some() {
            return Err(NUL.into());
        }
        let encoding = self.encoding;
        self.learn(fields.iter().map(|field| record.text(field, encoding).ok_or(encoding)))
    }

    fn learn<'r>(
        &mut self,
        values: impl Iterator<Item = Result<Cow<'r, str>, Encoding>>,
    ) -> Result<Person<'r>, Sentence> {
        let mut person = Person::default();
        self.attributes.clear();
        for (column, value) in self.columns.iter().zip(values) {
            let value = value.map_err(|encoding| unreadable(&column.of, encoding))?;
            person.learn(column, value, self.now, &mut self.attributes)?;
        }
        let early = || ("the record ends before the address", "주소가 나오기 전에 행이 끝납니다").into();
        person.address.is_some().then_some(person).ok_or_else(early)
    }

    fn write_person(&self, row: u64, person: &Person<'_>, lines: &mut Vec<u8>) {
        push_number(lines, row);
        push_value(lines, person.address.as_ref().map(EmailAddress::as_str));
        push_value(lines, Some(&person.name));
        push_value(lines, person.locale.as_deref());
        lines.extend_from_slice(b"\t{");
        push_escaped(lines, &self.attributes);
        lines.push(b'}');
        push_value(lines, person.consents.map(|yes| if yes { "t" } else { "f" }));
        match person.consented_at {
            Some(at) => push_value(lines, Some(&at.to_string())),
            None => push_value(lines, None),
        }
        lines.extend_from_slice(b"\t\\N\t\\N\t\\N\n");
    }

    fn write_rejection(&mut self, record: &Record<'_>, reason: &Sentence, lines: &mut Vec<u8>) {
        let head = &record.raw[..record.raw.len().min(RAW_CHARS_MAX * 4)];
        self.reject(record.row, &self.encoding.show(head), reason, lines);
    }

    fn reject(&mut self, row: u64, raw: &str, reason: &Sentence, lines: &mut Vec<u8>) {
        self.rejected += 1;
        if self.rejected > REJECTIONS_KEPT_MAX {
            return;
        }
        let raw: String = raw.chars().take(RAW_CHARS_MAX).map(visible).collect();
        push_number(lines, row);
        lines.extend_from_slice(b"\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N");
        push_value(lines, Some(&raw));
        push_value(lines, Some(&reason.en));
        push_value(lines, Some(&reason.ko));
        lines.push(b'\n');
    }
}

#[derive(Default)]
struct Person<'r> {
    address: Option<EmailAddress>,
    name: Cow<'r, str>,
    locale: Option<String>,
    consents: Option<bool>,
    consented_at: Option<Timestamp>,
}

impl<'r> Person<'r> {
    fn learn(
        &mut self,
        column: &Column,
        value: Cow<'r, str>,
        now: Timestamp,
        attributes: &mut Vec<u8>,
    ) -> Result<(), Sentence> {
        match column.of.role {
            ColumnRole::Address => {
                let address: EmailAddress = value.parse().map_err(|invalid: Invalid| invalid.reason)?;
                push_attribute(attributes, column, address.as_str());
                self.address = Some(address);
                return Ok(());
            }
            ColumnRole::Consent => self.hear(said(&column.of, &value)?),
            ColumnRole::Refusal => self.hear(said(&column.of, &value)?.filter(|refuses| *refuses).map(|_| false)),
            ColumnRole::ConsentedAt => self.consented_at = day(&column.of, &value, now)?,
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

fn said(column: &ColumnUse, value: &str) -> Result<Option<bool>, Sentence> {
    if value.is_empty() {
        return Ok(None);
    }
    let unclear = || {
        Sentence::new(
            format!("‘{}’ in ‘{}’ is neither yes nor no", shorten(value), column.header),
            format!("‘{}’ 열의 값 ‘{}’만으로는 동의인지 거부인지 알 수 없습니다", column.header, shorten(value)),
        )
    };
    consent::read(value).map(Some).ok_or_else(unclear)
}

fn day(column: &ColumnUse, value: &str, now: Timestamp) -> Result<Option<Timestamp>, Sentence> {
    if value.is_empty() {
        return Ok(None);
    }
    let (shown, header) = (shorten(value), &column.header);
    let unclear = || {
        Sentence::new(
            format!("‘{shown}’ in ‘{header}’ is not a date; write it as 2026-05-31"),
            format!("‘{header}’ 열의 값이 날짜가 아닙니다: ‘{shown}’. 2026-05-31처럼 적으세요"),
        )
    };
    match date::read(value).ok_or_else(unclear)? {
        at if at > now => Err(Sentence::new(
            format!("‘{shown}’ in ‘{header}’ is in the future"),
            format!("‘{header}’ 열의 날짜가 아직 오지 않았습니다: ‘{shown}’"),
        )),
        at => Ok(Some(at)),
    }
}

fn unreadable(column: &ColumnUse, encoding: Encoding) -> Sentence {
    let (header, encoding) = (&column.header, encoding.name());
    Sentence::new(
        format!("‘{header}’ cannot be read: the file is {encoding}, and these are no letters of it"),
        format!("‘{header}’ 열을 읽을 수 없습니다. 파일은 {encoding}인데 거기에 없는 글자입니다"),
    )
}

fn explain(fault: Fault) -> Sentence {
    match fault {
        Fault::QuoteNeverCloses => {
            Sentence::new("a quotation mark opens a field and never closes it", "따옴표가 열린 뒤 닫히지 않았습니다")
        }
        Fault::TextAfterQuote => Sentence::new(
            "text follows a closing quotation mark; write a quotation mark inside a field twice, or close the one before",
            "닫는 따옴표 뒤에 글자가 있습니다. 칸 안의 따옴표는 두 번 쓰고, 앞의 따옴표는 닫으세요",
        ),
        Fault::TooLong => Sentence::new(
            format!(
                "the record is longer than {} KiB; perhaps a quotation mark opens a field and never closes it",
                RECORD_OCTETS_MAX / 1024
            ),
            format!("한 행이 {} KiB를 넘습니다. 따옴표가 열린 뒤 닫히지 않았는지 확인하세요", RECORD_OCTETS_MAX / 1024),
        ),
    }
}

const NUL: (&str, &str) = ("it holds a NUL character, which no text has", "글자가 아닌 NUL 문자가 들어 있습니다");

fn too_long() -> Sentence {
    Sentence::new(
        format!("the row is longer than {} KiB", RECORD_OCTETS_MAX / 1024),
        format!("한 행이 {} KiB를 넘습니다", RECORD_OCTETS_MAX / 1024),
    )
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
