//! In which letters a file is written, and reading them without ever guessing one.
//!
//! Decided over the whole file, in this order: a byte order mark; UTF-8 if at least half of the lines
//! with letters beyond ASCII are well-formed in it; CP949 likewise, if it also reads as Korean. What does
//! not fit the encoding after that is never replaced: its row is rejected.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use domain::import::TextEncoding;
use encoding_rs::{EUC_KR, UTF_8};
use memchr::memchr2;
use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

/// Octets of one line that are looked at together; a longer line is judged in pieces.
const LINE_OCTETS_MAX: usize = 256 * 1024;
/// Octets of text beyond ASCII shown to the detector; it is sure long before.
const SAMPLE_OCTETS: usize = 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16Le,
    Utf16Be,
    /// Windows' Korean code page, a superset of EUC-KR.
    Cp949,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with a byte order mark",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Cp949 => "CP949",
        }
    }

    /// What was guessed, where no mark says it.
    pub fn unmarked(self) -> Option<TextEncoding> {
        match self {
            Self::Utf8 => Some(TextEncoding::Utf8),
            Self::Cp949 => Some(TextEncoding::Cp949),
            Self::Utf8Marked | Self::Utf16Le | Self::Utf16Be => None,
        }
    }

    pub fn mark_octets(self) -> u64 {
        match self {
            Self::Utf8 | Self::Cp949 => 0,
            Self::Utf16Le | Self::Utf16Be => 2,
            Self::Utf8Marked => 3,
        }
    }

    /// The text of one field; `None` where its octets are no letters of this encoding.
    /// UTF-16 was turned into UTF-8 on its way in.
    pub fn decode(self, octets: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 | Self::Utf8Marked | Self::Utf16Le | Self::Utf16Be => {
                std::str::from_utf8(octets).ok().map(Cow::Borrowed)
            }
            Self::Cp949 => EUC_KR.decode_without_bom_handling_and_without_replacement(octets),
        }
    }

    /// For people to look at only: what cannot be read shows as `�`.
    pub fn show(self, octets: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 | Self::Utf8Marked | Self::Utf16Le | Self::Utf16Be => String::from_utf8_lossy(octets),
            Self::Cp949 => EUC_KR.decode_without_bom_handling(octets).0,
        }
    }
}

impl From<TextEncoding> for Encoding {
    fn from(said: TextEncoding) -> Self {
        match said {
            TextEncoding::Utf8 => Self::Utf8,
            TextEncoding::Cp949 => Self::Cp949,
        }
    }
}

/// The name of what it looks like instead, where it is none of ours.
pub(super) fn detect(file: impl Read) -> io::Result<Result<Encoding, &'static str>> {
    let mut input = BufReader::with_capacity(LINE_OCTETS_MAX, file);
    if let Some(marked) = marked(input.fill_buf()?) {
        return Ok(Ok(marked));
    }
    let mut evidence = Evidence::default();
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        evidence.weigh(&line);
    }
    Ok(evidence.verdict())
}

fn marked(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8Marked),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// One line, or a piece of a long one, ended by any of CR, LF; false at the end of the file.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    loop {
        let ahead = input.fill_buf()?;
        let ends_at = memchr2(b'\n', b'\r', ahead);
        let taken = ends_at.map_or(ahead.len(), |at| at + 1);
        line.extend_from_slice(&ahead[..taken]);
        input.consume(taken);
        if taken == 0 || ends_at.is_some() || line.len() >= LINE_OCTETS_MAX {
            return Ok(!line.is_empty());
        }
    }
}

/// What the lines with letters beyond ASCII say.
struct Evidence {
    lines: u64,
    malformed_in_utf8: u64,
    malformed_in_cp949: u64,
    sample_octets: usize,
    detector: EncodingDetector,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            lines: 0,
            malformed_in_utf8: 0,
            malformed_in_cp949: 0,
            sample_octets: 0,
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
        }
    }
}

impl Evidence {
    fn weigh(&mut self, line: &[u8]) {
        if line.is_ascii() {
            return;
        }
        self.lines += 1;
        if std::str::from_utf8(line).is_ok() {
            return;
        }
        self.malformed_in_utf8 += 1;
        if Encoding::Cp949.decode(line).is_none() {
            self.malformed_in_cp949 += 1;
        } else if self.sample_octets < SAMPLE_OCTETS {
            // the detector rules an encoding out at its first malformed letter: it sees none
            self.sample_octets += line.len();
            self.detector.feed(line, false);
        }
    }

    fn verdict(mut self) -> Result<Encoding, &'static str> {
        if self.malformed_in_utf8 * 2 <= self.lines {
            return Ok(Encoding::Utf8);
        }
        self.detector.feed(b"", true);
        let guess = self.detector.guess(Some(b"kr"), Utf8Detection::Deny);
        if guess == EUC_KR && self.malformed_in_cp949 * 2 <= self.lines {
            return Ok(Encoding::Cp949);
        }
        Err(if guess == UTF_8 || guess == EUC_KR { "damaged" } else { guess.name() })
    }
}
