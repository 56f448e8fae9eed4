//! The file side of an import, on a thread of its own: what the file is, then its rows in chunks.

use super::{
    columns::{Columns, refuse},
    encoding::{self, Encoding},
    records::{Record, Records},
    rows::Rows,
    utf16::Utf16,
};
use crate::{Error, Result};
use domain::Invalid;
use memchr::memchr;
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};
use tokio::sync::mpsc;

const CHUNK_OCTETS: usize = 256 * 1024;
const HEAD_OCTETS: u64 = 8 * 1024;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What was learnt of a file before its first row.
#[derive(Debug)]
pub(super) struct Shape {
    pub octets: u64,
    pub encoding: Encoding,
    pub delimiter: u8,
    pub columns: Columns,
}

/// Lines for the staging table, and how far reading got with them.
pub(super) struct Chunk {
    pub lines: Vec<u8>,
    pub rows_read: u64,
    pub rejected: u64,
    pub octets_read: u64,
}

pub(super) fn shape(path: &Path) -> Result<Shape> {
    let mut file = open(path)?;
    let octets = file.metadata().map_err(unreadable)?.len();
    check_is_text(&mut file)?;
    file.rewind().map_err(unreadable)?;
    let encoding = encoding::detect(file).map_err(unreadable)?.or_else(unknown_encoding)?;
    let (delimiter, columns) = header(path, encoding)?;
    Ok(Shape { octets, encoding, delimiter, columns })
}

/// Sends every row of the file; stops early when nobody listens any more.
pub(super) fn read(path: &Path, shape: &Shape, chunks: &mpsc::Sender<Chunk>) -> Result<()> {
    let mut records = records(path, shape.encoding, shape.delimiter)?;
    let mut rows = Rows::new(&shape.columns, shape.encoding);
    let mut lines = Vec::with_capacity(CHUNK_OCTETS * 2);
    records.read().map_err(unreadable)?;
    while let Some(record) = records.read().map_err(unreadable)? {
        rows.write(&record, &mut lines);
        if lines.len() >= CHUNK_OCTETS {
            let full = std::mem::replace(&mut lines, Vec::with_capacity(CHUNK_OCTETS * 2));
            if chunks.blocking_send(chunk(full, &rows, &records)).is_err() {
                return Ok(());
            }
        }
    }
    let _nobody_listens = chunks.blocking_send(chunk(lines, &rows, &records));
    Ok(())
}

fn chunk(lines: Vec<u8>, rows: &Rows, records: &Records<Input>) -> Chunk {
    Chunk { lines, rows_read: rows.read, rejected: rows.rejected, octets_read: records.octets_read() }
}

enum Input {
    Octets(File),
    Utf16(Utf16<File>),
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Octets(file) => file.read(out),
            Self::Utf16(file) => file.read(out),
        }
    }
}

fn records(path: &Path, encoding: Encoding, delimiter: u8) -> Result<Records<Input>> {
    let mut file = open(path)?;
    file.seek(SeekFrom::Start(encoding.mark_octets())).map_err(unreadable)?;
    let input = match encoding {
        Encoding::Utf8 | Encoding::Utf8Marked | Encoding::Cp949 => Input::Octets(file),
        Encoding::Utf16Le => Input::Utf16(Utf16::little_endian(file)),
        Encoding::Utf16Be => Input::Utf16(Utf16::big_endian(file)),
    };
    Ok(Records::new(input, delimiter))
}

/// The delimiter is the one with which the first record has an address column, and the most columns.
fn header(path: &Path, encoding: Encoding) -> Result<(u8, Columns)> {
    let mut guesses = Vec::new();
    for delimiter in DELIMITERS {
        let mut records = records(path, encoding, delimiter)?;
        let Some(record) = records.read().map_err(unreadable)? else {
            return Ok(refuse("the file is empty")?);
        };
        guesses.push((delimiter, names(&record, encoding).and_then(|names| Columns::guess(&names))));
    }
    let (delimiter, columns) = best(guesses);
    Ok((delimiter, columns?))
}

type Guess = (u8, Result<Columns, Invalid>);

fn best(guesses: Vec<Guess>) -> Guess {
    let columns = |guess: &Guess| guess.1.as_ref().map_or(0, |columns| columns.iter().count());
    let better = |best: Guess, next: Guess| if columns(&next) > columns(&best) { next } else { best };
    guesses.into_iter().reduce(better).unwrap_or_else(|| (b',', refuse("the file is empty")))
}

fn names(record: &Record<'_>, encoding: Encoding) -> Result<Vec<String>, Invalid> {
    let Ok(fields) = record.fields else {
        return refuse("the first row, which names the columns, has a quotation mark that never closes");
    };
    if memchr(0, record.raw).is_some() {
        return refuse("this is not a text file; choose a CSV file");
    }
    let name = |field| record.text(field, encoding).map(String::from);
    match fields.iter().map(name).collect() {
        Some(names) => Ok(names),
        None => refuse(format!("the first row, which names the columns, cannot be read as {}", encoding.name())),
    }
}

fn check_is_text(file: &mut File) -> Result<()> {
    let mut head = Vec::new();
    file.take(HEAD_OCTETS).read_to_end(&mut head).map_err(unreadable)?;
    let refusal = match head.as_slice() {
        [] => "the file is empty",
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            "this is an Excel workbook, which cannot be imported yet; save it as CSV UTF-8 and choose that file"
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Ok(()),
        head if memchr(0, head).is_some() => {
            "this is not a text file; choose a CSV file (one in UTF-16 begins with a byte order mark)"
        }
        _ => return Ok(()),
    };
    Ok(refuse(refusal)?)
}

fn unknown_encoding<T>(looks_like: &'static str) -> Result<T> {
    Ok(refuse(format!(
        "the file is neither UTF-8, UTF-16 nor CP949 (it looks like {looks_like}); save it as CSV UTF-8"
    ))?)
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(unreadable)
}

fn unreadable(error: io::Error) -> Error {
    Invalid::new("file", format!("the file cannot be read: {error}")).into()
}
