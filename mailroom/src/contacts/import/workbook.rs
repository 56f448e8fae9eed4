//! A sheet of an Excel workbook, written out as comma-separated text: from there on it is a file like any other.
//!
//! A workbook is a zip of XML, so it can be small and hold gigabytes: everything is unpacked into nothing once,
//! and counted, before anybody reads it.

use super::{
    columns::{COLUMNS_MAX, refuse},
    reading::{open, unreadable},
};
use crate::Result;
use calamine::{Cell, DataRef, Reader, Xlsx, XlsxError};
use domain::{Invalid, import::SHEET_ROWS_MAX};
use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};
use zip::ZipArchive;

const PARTS_MAX: usize = 5_000;
/// No sheet has more, written on or not.
const EXCEL_ROWS: u32 = 1_048_576;
/// All of it, unpacked.
const UNPACKED_OCTETS_MAX: u64 = 400 * 1024 * 1024;
/// What is held in memory at once, unpacked.
const STRINGS_OCTETS_MAX: u64 = 100 * 1024 * 1024;
pub(super) const SHEETS_MAX: usize = 30;

type Workbook = Xlsx<BufReader<File>>;

pub(super) fn is_one(path: &Path) -> Result<bool> {
    let mut head = [0; 4];
    let read = open(path)?.read(&mut head).map_err(unreadable)?;
    Ok(head[..read] == *b"PK\x03\x04")
}

/// The names of its sheets, those that are no charts or macros.
pub(super) fn sheets(path: &Path) -> Result<Vec<String>> {
    check_size(path)?;
    let workbook = read(path)?;
    let all = workbook.sheets_metadata().iter();
    let names: Vec<_> = all
        .filter(|sheet| matches!(sheet.typ, calamine::SheetType::WorkSheet))
        .map(|sheet| sheet.name.clone())
        .take(SHEETS_MAX)
        .collect();
    if names.is_empty() {
        return Ok(refuse(("the workbook has no sheet", "통합 문서에 시트가 없습니다"))?);
    }
    Ok(names)
}

/// Writes the first `rows_max` rows that hold something; more than [`SHEET_ROWS_MAX`] are refused.
pub(super) fn write_out(path: &Path, sheet: &str, out: &Path, rows_max: usize) -> Result<()> {
    let mut workbook = read(path)?;
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
    let mut out =
        Out { file: BufWriter::new(File::create(out).map_err(unreadable)?), rows: 0, row: Vec::new(), at: 0, lines: 0 };
    let mut at_row = None;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        if at_row != Some(row) {
            at_row = Some(row);
            out.end_row()?;
            out.at = row;
            if out.rows > rows_max {
                break;
            }
        }
        out.put(column as usize, text(&cell))?;
    }
    out.end_row()?;
    out.file.flush().map_err(unreadable)
}

struct Out {
    file: BufWriter<File>,
    rows: usize,
    row: Vec<String>,
    /// Where the row stands in the sheet, and how many lines were written: a row keeps its number.
    at: u32,
    lines: u32,
}

impl Out {
    fn put(&mut self, column: usize, text: String) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS_MAX {
            return Ok(refuse((
                format!("the sheet has more than {COLUMNS_MAX} columns"),
                format!("시트에 열이 {COLUMNS_MAX}개가 넘습니다"),
            ))?);
        }
        if self.row.len() <= column {
            self.row.resize(column + 1, String::new());
        }
        self.row[column] = text;
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        if self.row.is_empty() {
            return Ok(());
        }
        self.rows += 1;
        // the names of the columns stand in a row too
        if self.rows > SHEET_ROWS_MAX + 1 || self.at >= EXCEL_ROWS {
            return Ok(refuse((
                format!("the sheet has more than {SHEET_ROWS_MAX} rows; save it as CSV UTF-8, which has no such limit"),
                format!("시트에 {SHEET_ROWS_MAX}행이 넘게 있습니다. 행 수 제한이 없는 CSV UTF-8로 저장하세요"),
            ))?);
        }
        while self.lines < self.at {
            self.lines += 1;
            writeln!(self.file).map_err(unreadable)?;
        }
        self.lines += 1;
        let row: Vec<_> = self.row.drain(..).map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        writeln!(self.file, "{}", row.join(",")).map_err(unreadable)
    }
}

/// As a person would have typed it. What is text stays text; a day is `2026-05-31`; a formula that failed says nothing.
fn text(cell: &Cell<DataRef<'_>>) -> String {
    match cell.get_value() {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_true) => if *is_true { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => moment(at),
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn moment(at: &calamine::ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (at.as_f64() < 1.0, time.as_str()) {
        // a time of day, without a day
        (true, _) => time,
        (false, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

fn read(path: &Path) -> Result<Workbook> {
    Workbook::new(BufReader::new(open(path)?)).map_err(|error| damaged(&error))
}

fn damaged(error: &XlsxError) -> crate::Error {
    tracing::info!(%error, "a workbook cannot be read");
    let words = match error {
        XlsxError::Password => {
            ("the workbook has a password; save it without one", "암호가 걸린 통합 문서입니다. 암호 없이 저장하세요")
        }
        _ => (
            "the workbook is damaged or no Excel workbook; open it, save it as .xlsx or as CSV UTF-8 and choose that file",
            "손상되었거나 Excel 통합 문서가 아닙니다. 파일을 열어 .xlsx나 CSV UTF-8로 다시 저장한 뒤 선택하세요",
        ),
    };
    Invalid::new("file", words).into()
}

fn check_size(path: &Path) -> Result<()> {
    let mut archive = ZipArchive::new(BufReader::new(open(path)?)).map_err(|error| damaged(&XlsxError::Zip(error)))?;
    if archive.len() > PARTS_MAX {
        return Ok(refuse(too_large())?);
    }
    let mut unpacked = 0;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| damaged(&XlsxError::Zip(error)))?;
        let is_held = !part.name().is_ok_and(|name| name.contains("worksheets/"));
        let allowed = if is_held { STRINGS_OCTETS_MAX } else { UNPACKED_OCTETS_MAX };
        let left = allowed.min(UNPACKED_OCTETS_MAX - unpacked);
        // what the zip says of its sizes may be a lie
        let octets =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| damaged(&XlsxError::Io(error)))?;
        if octets > left {
            return Ok(refuse(too_large())?);
        }
        unpacked += octets;
    }
    Ok(())
}

fn too_large() -> (String, String) {
    let megabytes = UNPACKED_OCTETS_MAX / 1024 / 1024;
    (
        format!("the workbook is larger than {megabytes} MB once unpacked; save its sheet as CSV UTF-8"),
        format!("통합 문서의 압축을 풀면 {megabytes} MB가 넘습니다. 시트를 CSV UTF-8로 저장하세요"),
    )
}
