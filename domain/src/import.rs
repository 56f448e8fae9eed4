//! A file of people on its way in: what its columns are for, and how far it has come.

use crate::{ImportId, Sentence, campaign::words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Octets of a file of people.
pub const FILE_OCTETS_MAX: u64 = 200 * 1024 * 1024;
/// Rows of a workbook's sheet.
pub const SHEET_ROWS_MAX: usize = 200_000;
/// Rows shown before an import begins.
pub const PEEK_ROWS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    Address,
    Name,
    Locale,
    /// Yes is consent, no is a refusal.
    Consent,
    /// When consent was given, where it was.
    ConsentedAt,
    /// Yes is a refusal, no says nothing.
    Refusal,
    Attribute,
    LeftOut,
}

words!(ColumnRole, "a use of a column",
    "address" => Address, "name" => Name, "locale" => Locale, "consent" => Consent, "consented_at" => ConsentedAt,
    "refusal" => Refusal, "attribute" => Attribute, "left_out" => LeftOut);

impl ColumnRole {
    pub const ALL: [Self; 8] = [
        Self::Address,
        Self::Name,
        Self::Locale,
        Self::Consent,
        Self::ConsentedAt,
        Self::Refusal,
        Self::Attribute,
        Self::LeftOut,
    ];

    /// At most one column of a file is it.
    pub fn is_once(self) -> bool {
        match self {
            Self::Address | Self::Name | Self::Locale | Self::ConsentedAt => true,
            Self::Consent | Self::Refusal | Self::Attribute | Self::LeftOut => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// As in the file.
    pub header: String,
    pub role: ColumnRole,
    /// Under which name templates find it.
    pub attribute: Option<String>,
}

/// The letters of a text file that bears no mark of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    Utf8,
    /// Windows' Korean code page, a superset of EUC-KR.
    Cp949,
}

words!(TextEncoding, "an encoding", "UTF-8" => Utf8, "CP949" => Cp949);

/// What may stand between the fields of a line.
pub const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// How a person says a text file is to be read, where it was guessed wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// `None` where a mark in the file says it.
    pub encoding: Option<TextEncoding>,
    /// One of [`DELIMITERS`].
    pub delimiter: char,
}

/// What a person sees of a file before it comes in: one sheet, or several of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peek {
    /// `UTF-8`, `CP949`, `XLSX`.
    pub format: String,
    /// Of a text file that bears no mark of its letters: what they were taken for.
    #[serde(default)]
    pub encoding: Option<TextEncoding>,
    /// `None` in a workbook.
    pub delimiter: Option<char>,
    pub sheets: Vec<Sheet>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Empty in a text file.
    pub name: String,
    pub columns: Vec<ColumnUse>,
    /// The first [`PEEK_ROWS`], cut where they are long.
    pub rows: Vec<Vec<String>>,
    /// Why it cannot be imported, where it cannot.
    pub problem: Option<Sentence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is here; what its columns are for is still to be said.
    Waiting,
    Running,
    Done,
    /// Nothing of it came in.
    Failed,
}

words!(ImportState, "a state of an import",
    "waiting" => Waiting, "running" => Running, "done" => Done, "failed" => Failed);

/// `rows_read` = `added` + `updated` + `unchanged` + `repeated` + `rejected`, once it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    pub id: ImportId,
    pub file_name: String,
    pub state: ImportState,
    /// Why nothing came in.
    pub failed_because: Option<Sentence>,
    /// The file is kept, so that it can be tried again.
    pub is_file_here: bool,
    pub octets: i64,
    pub octets_read: i64,
    /// Everything is read; the people become contacts.
    pub is_merging: bool,
    pub rows_read: i64,
    pub added: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub repeated: i64,
    pub rejected: i64,
    pub refused: i64,
    /// Who brought it, as they are called now.
    pub by: Option<String>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl ImportSummary {
    /// It is done, and there was nobody in it whom we could take.
    pub fn brought_nobody(&self) -> bool {
        self.state == ImportState::Done && self.added + self.updated + self.unchanged == 0
    }
}

/// A record that could not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// As a spreadsheet shows the file: the names of the columns stand in row 1, and an empty line is a row too.
    pub row: u64,
    /// The beginning of the record, as far as it can be read.
    pub raw: String,
    pub reason: Sentence,
}
