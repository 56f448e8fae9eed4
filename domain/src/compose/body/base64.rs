//! Base64 (RFC 2045, 6.8) in pieces. Three octets become four characters, and which three begin a literal depends
//! on the values before it: so each literal is encoded in all three alignments.

use super::Encode;
use crate::template::LiteralId;
use encodify::base64::MIME;
use std::borrow::Cow;

/// Shorter literals are encoded anew each time: lines of a few characters would cost more.
const ENCODED_ONCE_FROM: usize = 57;

pub(super) fn length(octets: usize) -> usize {
    MIME.encoded_len(octets)
}

/// A literal with CRLF line ends (the canonical form, RFC 2045, 6.8).
#[derive(Debug)]
pub(super) struct Aligned {
    text: String,
    /// Encoded without the first 0, 1 or 2 octets and without the odd ones at the end; whole lines.
    middles: [String; 3],
}

impl Aligned {
    pub fn new(text: &str) -> Self {
        let text = text.replace('\n', "\r\n");
        let middles = [0, 1, 2].map(|head| {
            if text.len() < ENCODED_ONCE_FROM { String::new() } else { MIME.encode(middle(&text, head).1) }
        });
        Self { text, middles }
    }

    pub fn octets(&self) -> usize {
        length(self.text.len())
    }
}

/// Head, middle and tail, where the middle is a multiple of three.
fn middle(text: &str, head: usize) -> (&[u8], &[u8], &[u8]) {
    let (head, rest) = text.as_bytes().split_at(head);
    let (middle, tail) = rest.split_at(rest.len() - rest.len() % 3);
    (head, middle, tail)
}

pub(super) struct Base64<'a> {
    literals: &'a [Aligned],
    out: &'a mut Vec<u8>,
    /// Octets not yet encoded.
    pending: Vec<u8>,
}

impl<'a> Base64<'a> {
    pub fn new(literals: &'a [Aligned], out: &'a mut Vec<u8>) -> Self {
        Self { literals, out, pending: Vec::with_capacity(256) }
    }

    /// What is left over, padded.
    pub fn finish(mut self) {
        self.flush();
    }

    fn flush(&mut self) {
        MIME.encode_append(&self.pending, self.out);
        self.pending.clear();
    }
}

impl Encode for Base64<'_> {
    fn literal(&mut self, id: LiteralId) {
        let literal = &self.literals[id.0];
        if literal.text.len() < ENCODED_ONCE_FROM {
            self.pending.extend_from_slice(literal.text.as_bytes());
            return;
        }
        let missing = (3 - self.pending.len() % 3) % 3;
        let (head, _, tail) = middle(&literal.text, missing);
        self.pending.extend_from_slice(head);
        self.flush();
        self.out.extend_from_slice(literal.middles[missing].as_bytes());
        self.pending.extend_from_slice(tail);
    }

    fn value(&mut self, text: &str) {
        let text = if text.contains('\n') { Cow::Owned(text.replace('\n', "\r\n")) } else { Cow::Borrowed(text) };
        self.pending.extend_from_slice(text.as_bytes());
    }
}
