//! Records of comma-separated text (RFC 4180) and its cousins, one at a time, in one buffer of fixed size.
//!
//! Works on octets: no octet of a UTF-8 or CP949 letter is a quote, a line end or one of our delimiters.
//! Ours and not a crate's, because a quote that never closes must cost its own line and not the rest of the file.

use super::encoding::Encoding;
use memchr::{memchr, memchr2, memchr3};
use std::{
    borrow::Cow,
    io::{self, Read},
    ops::Range,
};

/// Octets of one record, all its lines.
pub const RECORD_OCTETS_MAX: usize = 256 * 1024;
const BUFFER_OCTETS: usize = 4 * RECORD_OCTETS_MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    QuoteNeverCloses,
    TextAfterQuote,
    TooLong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    span: Range<usize>,
    /// Holds `""`, which stands for `"`.
    has_doubled_quotes: bool,
}

/// One record as it stands in the file. Of a broken one, its first line.
pub(super) struct Record<'r> {
    /// As a spreadsheet counts: the first is 1, an empty line is a row, a field of several lines makes no more of them.
    pub row: u64,
    pub raw: &'r [u8],
    pub fields: Result<&'r [Field], Fault>,
}

impl<'r> Record<'r> {
    /// A field without the blanks around it; `None` where it cannot be read.
    pub fn text(&self, field: &Field, encoding: Encoding) -> Option<Cow<'r, str>> {
        let text = match encoding.decode(&self.raw[field.span.clone()])? {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Some(if field.has_doubled_quotes { text.replace("\"\"", "\"").into() } else { text })
    }
}

pub(super) struct Records<R> {
    input: R,
    delimiter: u8,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    is_last: bool,
    /// The beginning of a line was given up, its end is still to come.
    is_inside_line: bool,
    row: u64,
    /// A line feed that follows ends no line of its own.
    is_after_return: bool,
    fields: Vec<Field>,
    octets_taken: u64,
}

impl<R: Read> Records<R> {
    pub fn new(input: R, delimiter: u8) -> Self {
        let buffer = vec![0; BUFFER_OCTETS].into_boxed_slice();
        Self {
            input,
            delimiter,
            buffer,
            start: 0,
            end: 0,
            is_last: false,
            is_inside_line: false,
            row: 1,
            is_after_return: false,
            fields: Vec::new(),
            octets_taken: 0,
        }
    }

    /// Octets of the input up to here; of UTF-16, as UTF-8.
    pub fn octets_read(&self) -> u64 {
        self.octets_taken - (self.end - self.start) as u64
    }

    /// The next record that is not an empty line.
    pub fn read(&mut self) -> io::Result<Option<Record<'_>>> {
        self.skip_rest_of_line()?;
        self.skip_empty_lines()?;
        if self.start == self.end {
            return Ok(None);
        }
        self.is_after_return = false;
        loop {
            let ahead = &self.buffer[self.start..self.end];
            let fault = match split(ahead, self.delimiter, self.is_last, &mut self.fields) {
                Split::Record { octets } if octets <= RECORD_OCTETS_MAX => {
                    let raw = self.start..self.start + octets;
                    self.start += octets;
                    return Ok(Some(Record { row: self.row, raw: &self.buffer[raw], fields: Ok(&self.fields) }));
                }
                Split::Unfinished if ahead.len() <= RECORD_OCTETS_MAX => {
                    self.refill()?;
                    continue;
                }
                Split::Record { .. } | Split::Unfinished => Fault::TooLong,
                Split::Broken(fault) => fault,
            };
            return Ok(Some(self.give_up_line(fault)));
        }
    }

    fn skip_empty_lines(&mut self) -> io::Result<()> {
        loop {
            match self.buffer[self.start..self.end].first() {
                Some(end @ (b'\r' | b'\n')) => {
                    self.row += u64::from(!(self.is_after_return && *end == b'\n'));
                    self.is_after_return = *end == b'\r';
                    self.start += 1;
                }
                Some(_) => return Ok(()),
                None if self.is_last => return Ok(()),
                None => self.refill()?,
            }
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        while self.end < self.buffer.len() && !self.is_last {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.is_last = true,
                Ok(octets) => {
                    self.end += octets;
                    self.octets_taken += octets as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reading goes on after the first line of a broken record: what follows it may be whole.
    fn give_up_line(&mut self, fault: Fault) -> Record<'_> {
        let ahead = &self.buffer[self.start..self.end];
        let line_end = memchr2(b'\n', b'\r', ahead);
        let raw = self.start..self.start + line_end.unwrap_or(ahead.len());
        self.start = raw.end;
        self.is_inside_line = line_end.is_none();
        Record { row: self.row, raw: &self.buffer[raw], fields: Err(fault) }
    }

    fn skip_rest_of_line(&mut self) -> io::Result<()> {
        while self.is_inside_line && !(self.is_last && self.start == self.end) {
            let line_end = memchr2(b'\n', b'\r', &self.buffer[self.start..self.end]);
            self.is_inside_line = line_end.is_none();
            self.start = line_end.map_or(self.end, |octets| self.start + octets);
            if self.start == self.end {
                self.refill()?;
            }
        }
        Ok(())
    }
}

enum Split {
    Record { octets: usize },
    Unfinished,
    Broken(Fault),
}

/// Splits the first record of `ahead` into fields; spans count from its beginning.
fn split(ahead: &[u8], delimiter: u8, is_last: bool, fields: &mut Vec<Field>) -> Split {
    fields.clear();
    let mut at = 0;
    loop {
        let (field, after) = match field_at(ahead, at, delimiter, is_last) {
            Ok(found) => found,
            Err(stopped) => return stopped,
        };
        fields.push(field);
        match ahead.get(after) {
            Some(octet) if *octet == delimiter => at = after + 1,
            Some(_) => return Split::Record { octets: after },
            None if is_last => return Split::Record { octets: after },
            None => return Split::Unfinished,
        }
    }
}

/// A field and where it ends: at a delimiter, a line end or the end of `ahead`.
fn field_at(ahead: &[u8], at: usize, delimiter: u8, is_last: bool) -> Result<(Field, usize), Split> {
    if ahead.get(at) == Some(&b'"') {
        return quoted_field(ahead, at + 1, delimiter, is_last);
    }
    let length = memchr3(delimiter, b'\n', b'\r', &ahead[at..]).unwrap_or(ahead.len() - at);
    Ok((Field { span: at..at + length, has_doubled_quotes: false }, at + length))
}

fn quoted_field(ahead: &[u8], at: usize, delimiter: u8, is_last: bool) -> Result<(Field, usize), Split> {
    let unclosed = || if is_last { Split::Broken(Fault::QuoteNeverCloses) } else { Split::Unfinished };
    let mut has_doubled_quotes = false;
    let mut from = at;
    loop {
        let quote = from + memchr(b'"', &ahead[from..]).ok_or_else(unclosed)?;
        if ahead.get(quote + 1) == Some(&b'"') {
            has_doubled_quotes = true;
            from = quote + 2;
            continue;
        }
        let blanks = ahead[quote + 1..].iter().take_while(|octet| **octet == b' ').count();
        let after = quote + 1 + blanks;
        return match ahead.get(after) {
            Some(octet) if *octet != delimiter && !matches!(octet, b'\r' | b'\n') => {
                Err(Split::Broken(Fault::TextAfterQuote))
            }
            Some(_) | None => Ok((Field { span: at..quote, has_doubled_quotes }, after)),
        };
    }
}
