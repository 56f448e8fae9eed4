use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

const BLOCK_OCTETS: usize = 64 * 1024;
/// No UTF-8 text holds this octet: a half surrogate pair becomes one, so that its row is rejected later.
const MALFORMED: u8 = 0xFF;

/// Reads UTF-16 as UTF-8; begins after the byte order mark.
pub(super) struct Utf16<R> {
    input: R,
    decoder: Decoder,
    block: Box<[u8]>,
    start: usize,
    end: usize,
    is_last: bool,
    is_over: bool,
}

impl<R: Read> Utf16<R> {
    pub fn little_endian(input: R) -> Self {
        Self::new(input, UTF_16LE)
    }

    pub fn big_endian(input: R) -> Self {
        Self::new(input, UTF_16BE)
    }

    fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        let block = vec![0; BLOCK_OCTETS].into_boxed_slice();
        Self { input, decoder, block, start: 0, end: 0, is_last: false, is_over: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.start = 0;
        self.end = self.input.read(&mut self.block)?;
        self.is_last = self.end == 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    /// `out` holds at least 8 octets.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let room = out.len().saturating_sub(1);
        while !self.is_over {
            if self.start == self.end && !self.is_last {
                self.refill()?;
            }
            let ahead = &self.block[self.start..self.end];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(ahead, &mut out[..room], self.is_last);
            self.start += read;
            match result {
                DecoderResult::InputEmpty => self.is_over = self.is_last,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    out[written] = MALFORMED;
                    return Ok(written + 1);
                }
            }
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
