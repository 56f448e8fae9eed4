//! Quoted-printable (RFC 2045, 6.7) in pieces, joined by soft line breaks where a line would become too long.

use super::Encode;
use crate::template::LiteralId;
use encodify::qp::BODY;

/// Characters, the soft line break's `=` included.
const LINE_MAX: usize = 76;

/// Line breaks become CRLF, blanks before them and at the end are encoded.
pub(super) fn encode(text: &str) -> String {
    BODY.encode(text)
}

/// At most so many octets.
pub(super) fn length(text: &str) -> usize {
    BODY.encoded_len(text)
}

pub(super) struct QuotedPrintable<'a> {
    literals: &'a [String],
    out: &'a mut Vec<u8>,
}

impl<'a> QuotedPrintable<'a> {
    pub fn new(literals: &'a [String], out: &'a mut Vec<u8>) -> Self {
        Self { literals, out }
    }

    /// Breaks the line softly before the octets from `at` on if they would make it too long.
    fn join(&mut self, at: usize) {
        let (line, piece) = self.out.split_at(at);
        let column = line.iter().rev().take(LINE_MAX).position(|octet| *octet == b'\n').unwrap_or(LINE_MAX);
        let first = piece.iter().take(LINE_MAX).position(|octet| *octet == b'\r').unwrap_or(piece.len());
        if column > 0 && column + first >= LINE_MAX {
            self.out.splice(at..at, *b"=\r\n");
        }
    }
}

impl Encode for QuotedPrintable<'_> {
    fn literal(&mut self, id: LiteralId) {
        let literal = self.literals[id.0].as_bytes();
        let at = self.out.len();
        let short = &literal[..literal.len().min(LINE_MAX)];
        self.out.extend_from_slice(short);
        self.join(at);
        self.out.extend_from_slice(&literal[short.len()..]);
    }

    fn value(&mut self, text: &str) {
        let at = self.out.len();
        BODY.encode_append(text, self.out);
        self.join(at);
    }
}
