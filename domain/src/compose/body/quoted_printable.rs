//! Quoted-printable (RFC 2045, 6.7) in pieces, joined by soft line breaks where a line would become too long.

use super::Encode;
use crate::template::LiteralId;
use encodify::qp::BODY;

/// Characters, the soft line break's `=` included.
const LINE_MAX: usize = 76;
const SOFT_BREAK: &[u8; 3] = b"=\r\n";

/// At most so many octets.
pub(super) fn length(text: &str) -> usize {
    BODY.encoded_len(text)
}

/// Encoded: line breaks as CRLF, blanks before them and at the end escaped.
#[derive(Debug)]
pub(super) struct Quoted {
    text: String,
    lines: Lines,
}

impl Quoted {
    pub fn new(text: &str) -> Self {
        let text = BODY.encode(text);
        Self { lines: Lines::of(text.as_bytes()), text }
    }

    pub fn octets(&self) -> usize {
        self.text.len()
    }
}

/// What joining needs to know of a piece.
#[derive(Clone, Copy, Debug)]
struct Lines {
    first: usize,
    /// The length of its last line, where that is not the first.
    last: Option<usize>,
}

impl Lines {
    fn of(piece: &[u8]) -> Self {
        let end = |octet: &u8| *octet == b'\n';
        Self {
            first: piece.iter().position(|octet| *octet == b'\r').unwrap_or(piece.len()),
            last: piece.iter().rposition(end).map(|at| piece.len() - at - 1),
        }
    }
}

pub(super) struct QuotedPrintable<'a> {
    literals: &'a [Quoted],
    out: &'a mut Vec<u8>,
    /// Characters already on the present line.
    column: usize,
}

impl<'a> QuotedPrintable<'a> {
    pub fn new(literals: &'a [Quoted], out: &'a mut Vec<u8>) -> Self {
        Self { literals, out, column: 0 }
    }

    /// Whether a soft line break must stand before such a piece; it then counts as written.
    fn breaks_before(&mut self, piece: Lines) -> bool {
        let breaks = self.column > 0 && self.column + piece.first >= LINE_MAX;
        let begin = if breaks { 0 } else { self.column };
        self.column = piece.last.unwrap_or(begin + piece.first);
        breaks
    }
}

impl Encode for QuotedPrintable<'_> {
    fn literal(&mut self, id: LiteralId) {
        let literal = &self.literals[id.0];
        if self.breaks_before(literal.lines) {
            self.out.extend_from_slice(SOFT_BREAK);
        }
        self.out.extend_from_slice(literal.text.as_bytes());
    }

    fn value(&mut self, text: &str) {
        let at = self.out.len();
        BODY.encode_append(text, self.out);
        if self.breaks_before(Lines::of(&self.out[at..])) {
            self.out.splice(at..at, *SOFT_BREAK);
        }
    }
}
