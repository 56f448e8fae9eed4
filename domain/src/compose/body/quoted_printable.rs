//! Quoted-printable (RFC 2045, 6.7) in pieces: a soft line break joins two of them.

use super::Encode;
use crate::template::LiteralId;
use encodify::qp::BODY;

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

    fn begin_line(&mut self) {
        if !self.out.ends_with(b"\r\n") {
            self.out.extend_from_slice(b"=\r\n");
        }
    }
}

impl Encode for QuotedPrintable<'_> {
    fn literal(&mut self, id: LiteralId) {
        self.begin_line();
        self.out.extend_from_slice(self.literals[id.0].as_bytes());
    }

    fn value(&mut self, text: &str) {
        if !text.is_empty() {
            self.begin_line();
            BODY.encode_append(text, self.out);
        }
    }
}
