//! The letter as it travels after `DATA`: a dot doubled at each line's start, `CRLF.CRLF` at its end,
//! and never a bare CR or LF, which servers disagree about (SMTP smuggling).

use memchr::memmem;
use std::{borrow::Cow, io::IoSlice, sync::LazyLock};

static LINE_THEN_DOT: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"\r\n."));

pub struct Content<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where a dot begins a line.
    dots: Vec<usize>,
    end: &'static [u8],
}

impl<'a> Content<'a> {
    /// Borrows unless a bare CR or LF has to be mended.
    pub fn of(mime: &'a [u8]) -> Self {
        let bytes = if has_bare_line_ends(mime) { Cow::Owned(with_crlf(mime)) } else { Cow::Borrowed(mime) };
        let first = bytes.starts_with(b".").then_some(0);
        let dots = first.into_iter().chain(LINE_THEN_DOT.find_iter(&bytes).map(|at| at + 2)).collect();
        let end: &[u8] = if bytes.ends_with(b"\r\n") { b".\r\n" } else { b"\r\n.\r\n" };
        Self { bytes, dots, end }
    }

    /// Octets as the server counts them for `SIZE` (RFC 1870): without the doubled dots and the final one.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    pub fn is_ascii(&self) -> bool {
        self.bytes.is_ascii()
    }

    /// Octets on the wire before the final dot.
    pub fn before_dot(&self) -> usize {
        self.bytes.len() + self.dots.len() + self.end.len() - 3
    }

    pub fn pieces(&self) -> Vec<IoSlice<'_>> {
        let mut pieces = Vec::with_capacity(2 * self.dots.len() + 2);
        let mut start = 0;
        for &dot in &self.dots {
            pieces.push(IoSlice::new(&self.bytes[start..dot]));
            pieces.push(IoSlice::new(b"."));
            start = dot;
        }
        pieces.push(IoSlice::new(&self.bytes[start..]));
        pieces.push(IoSlice::new(self.end));
        pieces
    }
}

/// Branchless over the whole letter, so that the compiler makes it one pass of SIMD.
fn has_bare_line_ends(mime: &[u8]) -> bool {
    let (Some(first), Some(last)) = (mime.first(), mime.last()) else { return false };
    let unpaired =
        mime.iter().zip(&mime[1..]).fold(0, |found, (&a, &b)| found | u8::from((a == b'\r') != (b == b'\n')));
    unpaired != 0 || *first == b'\n' || *last == b'\r'
}

fn with_crlf(mime: &[u8]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(mime.len() + mime.len() / 32);
    let mut bytes = mime.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                mended.extend_from_slice(b"\r\n");
            }
            b'\n' => mended.extend_from_slice(b"\r\n"),
            other => mended.push(other),
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::Content;
    use proptest::prelude::*;

    fn wire(mime: &[u8]) -> Vec<u8> {
        Content::of(mime).pieces().iter().flat_map(|piece| piece.to_vec()).collect()
    }

    #[test]
    fn dots_are_doubled_and_the_end_is_marked() {
        for (mime, expected) in [
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            ("", "\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            (".\r\n..\r\na.\r\n", "..\r\n...\r\na.\r\n.\r\n"),
            ("a\r\n.\r\nMAIL FROM:<x>\r\n", "a\r\n..\r\nMAIL FROM:<x>\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8(wire(mime.as_bytes())).unwrap(), expected);
        }
    }

    #[test]
    fn a_bare_cr_or_lf_never_reaches_the_wire() {
        for mime in ["a\n.\nb", "a\r.\rb", "\na", "a\r", "a\n\r\nb", "\r\r\n\n", "a\n.\r\nb"] {
            assert!(!bare(&wire(mime.as_bytes())), "{mime:?} became {:?}", String::from_utf8(wire(mime.as_bytes())));
        }
    }

    fn bare(wire: &[u8]) -> bool {
        let text = String::from_utf8_lossy(wire).replace("\r\n", "");
        text.contains(['\r', '\n'])
    }

    proptest! {
        #[test]
        fn any_bytes_end_once_and_come_back(mime in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), Just(b'a')], 0..40)) {
            let wire = wire(&mime);
            prop_assert!(!bare(&wire));
            let text = String::from_utf8(wire.clone()).unwrap();
            let ends: Vec<_> = format!("\r\n{text}").match_indices("\r\n.\r\n").map(|(at, _)| at).collect();
            prop_assert_eq!(ends, vec![text.len() - 3]);
            let content = Content::of(&mime);
            prop_assert_eq!(&wire[content.before_dot()..], b".\r\n");
            let received: String = text[..text.len() - 3].split_inclusive("\r\n").map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
            prop_assert!(received.as_bytes().starts_with(&content.bytes));
        }
    }
}
