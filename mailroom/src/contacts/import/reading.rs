//! The file side of an import, on a thread of its own: what the file is, then its rows in chunks.

use super::{
    columns::{self, Columns, refuse},
    encoding::{self, Encoding},
    records::{Fault, Record, Records},
    rows::Rows,
    utf16::Utf16,
};
use crate::{Error, Result};
use domain::{
    Invalid,
    import::{DELIMITERS, PEEK_ROWS, ReadAs},
};
use jiff::Timestamp;
use memchr::memchr;
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};
use tokio::sync::mpsc;

const CHUNK_OCTETS: usize = 256 * 1024;
const HEAD_OCTETS: u64 = 8 * 1024;
/// Characters of a field that are shown before an import begins.
const PEEK_CHARS_MAX: usize = 80;

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
    let (octets, encoding) = letters(path)?;
    let (delimiter, columns) = header(path, encoding, Columns::guess)?;
    Ok(Shape { octets, encoding, delimiter, columns })
}

/// Where a person will say which column is the address.
pub(super) fn shape_loosely(path: &Path) -> Result<Shape> {
    if let Ok(shape) = shape(path) {
        return Ok(shape);
    }
    let (octets, encoding) = letters(path)?;
    let (delimiter, columns) = header(path, encoding, guess_names)?;
    Ok(Shape { octets, encoding, delimiter, columns })
}

/// As a person says it is.
pub(super) fn shape_as(path: &Path, said: ReadAs) -> Result<Shape> {
    let (octets, guessed) = letters(path)?;
    let encoding = guessed.unmarked().and(said.encoding).map_or(guessed, Encoding::from);
    if !DELIMITERS.contains(&said.delimiter) {
        return Err(Invalid::new("delimiter", NO_DELIMITER).into());
    }
    let delimiter = said.delimiter as u8;
    let Some(names) = column_names(path, encoding, delimiter)? else { return Ok(refuse(EMPTY)?) };
    Ok(Shape { octets, encoding, delimiter, columns: Columns::guess_loosely(&names?)? })
}

/// A sheet that was written out as comma-separated UTF-8.
pub(super) fn shape_of_sheet(path: &Path) -> Result<Shape> {
    let octets = open(path)?.metadata().map_err(unreadable)?.len();
    let (encoding, delimiter) = (Encoding::Utf8, b',');
    let Some(names) = column_names(path, encoding, delimiter)? else { return Ok(refuse(EMPTY)?) };
    let columns = guess_names(&names?)?;
    Ok(Shape { octets, encoding, delimiter, columns })
}

fn guess_names(names: &[String]) -> Result<Columns, Invalid> {
    let columns = Columns::guess_loosely(names)?;
    if columns::is_person(names) { refuse(columns::no_column_names()) } else { Ok(columns) }
}

fn letters(path: &Path) -> Result<(u64, Encoding)> {
    let mut file = open(path)?;
    let octets = file.metadata().map_err(unreadable)?.len();
    check_is_text(&mut file)?;
    file.rewind().map_err(unreadable)?;
    let encoding = encoding::detect(file).map_err(unreadable)?.or_else(unknown_encoding)?;
    Ok((octets, encoding))
}

/// The first rows, as people read them.
pub(super) fn peek(path: &Path, shape: &Shape) -> Result<Vec<Vec<String>>> {
    let mut records = records(path, shape.encoding, shape.delimiter)?;
    let mut rows = Vec::with_capacity(PEEK_ROWS);
    records.read().map_err(unreadable)?;
    while rows.len() < PEEK_ROWS {
        let Some(record) = records.read().map_err(unreadable)? else { break };
        let fields = record.fields.unwrap_or_default().iter().take(shape.columns.len());
        let shown = |field| {
            let text = record.text(field, shape.encoding).unwrap_or_else(|| "�".into());
            text.chars().take(PEEK_CHARS_MAX).collect()
        };
        rows.push(fields.map(shown).collect());
    }
    Ok(rows)
}

/// Sends every row of the file; stops early when nobody listens any more.
pub(super) fn read(path: &Path, shape: &Shape, chunks: &mpsc::Sender<Chunk>) -> Result<()> {
    let mut records = records(path, shape.encoding, shape.delimiter)?;
    let mut rows = Rows::new(&shape.columns, shape.encoding, Timestamp::now());
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

const NO_DELIMITER: (&str, &str) =
    ("choose a comma, a semicolon, a tab or a bar", "쉼표, 세미콜론, 탭, 세로줄 가운데에서 선택하세요");
const EMPTY: (&str, &str) = ("the file is empty", "파일이 비어 있습니다");

/// The delimiter is the one with which the first record makes sense, and has the most columns.
fn header(path: &Path, encoding: Encoding, guess: fn(&[String]) -> Result<Columns, Invalid>) -> Result<(u8, Columns)> {
    let mut guesses = Vec::new();
    for delimiter in DELIMITERS.map(|delimiter| delimiter as u8) {
        let Some(names) = column_names(path, encoding, delimiter)? else { return Ok(refuse(EMPTY)?) };
        guesses.push((delimiter, names.and_then(|names| guess(&names))));
    }
    let (delimiter, columns) = best(guesses);
    Ok((delimiter, columns?))
}

/// `None` in an empty file.
fn column_names(path: &Path, encoding: Encoding, delimiter: u8) -> Result<Option<Result<Vec<String>, Invalid>>> {
    let mut records = records(path, encoding, delimiter)?;
    Ok(records.read().map_err(unreadable)?.map(|record| names(&record, encoding)))
}

type Guess = (u8, Result<Columns, Invalid>);

fn best(guesses: Vec<Guess>) -> Guess {
    let columns = |guess: &Guess| guess.1.as_ref().map_or(0, |columns| columns.len());
    let better = |best: Guess, next: Guess| if columns(&next) > columns(&best) { next } else { best };
    guesses.into_iter().reduce(better).unwrap_or_else(|| (b',', refuse(EMPTY)))
}

fn names(record: &Record<'_>, encoding: Encoding) -> Result<Vec<String>, Invalid> {
    let fields = match record.fields {
        Ok(fields) => fields,
        Err(Fault::TooLong) => {
            return refuse((
                "the first row, which names the columns, never ends; save the file with one person a line",
                "열 이름이 있는 첫 행이 너무 깁니다. 한 줄에 한 사람씩 저장하세요",
            ));
        }
        Err(Fault::QuoteNeverCloses | Fault::TextAfterQuote) => {
            return refuse((
                "the first row, which names the columns, has a quotation mark that never closes",
                "열 이름이 있는 첫 행에 닫히지 않은 따옴표가 있습니다",
            ));
        }
    };
    if memchr(0, record.raw).is_some() {
        return refuse(NOT_TEXT);
    }
    let name = |field| record.text(field, encoding).map(String::from);
    match fields.iter().map(name).collect() {
        Some(names) => Ok(names),
        None => refuse((
            format!(
                "the first row, which names the columns, cannot be read as {}; save the file as CSV UTF-8",
                encoding.name()
            ),
            format!(
                "열 이름이 있는 첫 행을 읽을 수 없습니다(문자 인코딩: {}). CSV UTF-8로 저장하세요",
                encoding.name()
            ),
        )),
    }
}

const NOT_TEXT: (&str, &str) = (
    "this is not a text file; choose a CSV file or an Excel workbook (.xlsx)",
    "텍스트 파일이 아닙니다. CSV 파일이나 Excel 통합 문서(.xlsx)를 선택하세요",
);

fn check_is_text(file: &mut File) -> Result<()> {
    let mut head = Vec::new();
    file.take(HEAD_OCTETS).read_to_end(&mut head).map_err(unreadable)?;
    let refusal = match head.as_slice() {
        [] => EMPTY,
        [b'P', b'K', 3, 4, ..] => (
            "this is an Excel workbook; import it on the page of imports, or save it as CSV UTF-8",
            "Excel 통합 문서입니다. 가져오기 페이지에서 가져오거나 CSV UTF-8로 저장하세요",
        ),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => (
            "this is an Excel workbook of the old kind (.xls), or one with a password; save it as .xlsx or CSV UTF-8 without a password",
            "옛 형식(.xls)이거나 암호가 걸린 Excel 통합 문서입니다. 암호 없이 .xlsx 또는 CSV UTF-8로 저장하세요",
        ),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Ok(()),
        head if memchr(0, head).is_some() => (
            "this is not a text file; choose a CSV file (one in UTF-16 begins with a byte order mark) or an Excel workbook (.xlsx)",
            "텍스트 파일이 아닙니다. CSV 파일(UTF-16이면 바이트 순서 표시로 시작합니다)이나 Excel 통합 문서(.xlsx)를 선택하세요",
        ),
        _ => return Ok(()),
    };
    Ok(refuse(refusal)?)
}

fn unknown_encoding<T>(looks_like: &'static str) -> Result<T> {
    Ok(refuse((
        format!("the file is neither UTF-8, UTF-16 nor CP949 (it looks like {looks_like}); save it as CSV UTF-8"),
        format!("파일의 문자 인코딩을 읽을 수 없습니다(추정: {looks_like}). CSV UTF-8로 저장하세요"),
    ))?)
}

pub(super) fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(unreadable)
}

pub(super) fn unreadable(error: io::Error) -> Error {
    let words = (format!("the file cannot be read: {error}"), format!("파일을 읽을 수 없습니다: {error}"));
    Invalid::new("file", words).into()
}
