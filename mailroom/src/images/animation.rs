//! Moving GIFs stay as they are: a frame remade would be larger and worse. Only what is no picture is left out.

use domain::image::{Unfit, WIDTH_MAX};
use image::{AnimationDecoder, ImageDecoder, Limits, codecs::gif::GifDecoder};
use std::io::Cursor;

/// All frames together: about 2 s of decoding, in which nothing else is kept than one frame.
const PIXELS_MAX: u64 = 200_000_000;

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// How many frames there are, by the blocks alone.
pub fn frames(octets: &[u8]) -> Result<usize, Unfit> {
    Ok(Cleaned::of(octets)?.frames)
}

/// The same picture without comments, XMP and whatever stands behind its end.
pub fn clean(octets: &[u8], limits: Limits) -> Result<Vec<u8>, Unfit> {
    let cleaned = Cleaned::of(octets)?;
    let mut decoder = GifDecoder::new(Cursor::new(&cleaned.octets)).map_err(|_| Unfit::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width > WIDTH_MAX {
        return Err(Unfit::AnimationTooWide { width });
    }
    if u64::from(width) * u64::from(height) * cleaned.frames as u64 > PIXELS_MAX {
        return Err(Unfit::AnimationTooLong);
    }
    decoder.set_limits(limits).map_err(|_| Unfit::TooLarge { width, height })?;
    for frame in decoder.into_frames() {
        frame.map_err(|_| Unfit::Damaged)?;
    }
    Ok(cleaned.octets)
}

struct Cleaned {
    octets: Vec<u8>,
    frames: usize,
}

impl Cleaned {
    fn of(octets: &[u8]) -> Result<Self, Unfit> {
        let mut blocks = Blocks { octets, at: 0 };
        let mut cleaned = Self { octets: Vec::with_capacity(octets.len()), frames: 0 };
        cleaned.octets.extend_from_slice(blocks.head()?);
        loop {
            let begins = blocks.at;
            let is_kept = match blocks.take(1)?[0] {
                EXTENSION => blocks.extension()?,
                FRAME => {
                    blocks.frame()?;
                    cleaned.frames += 1;
                    true
                }
                TRAILER => break,
                _ => return Err(Unfit::Damaged),
            };
            if is_kept {
                cleaned.octets.extend_from_slice(&octets[begins..blocks.at]);
            }
        }
        cleaned.octets.push(TRAILER);
        if cleaned.frames == 0 { Err(Unfit::Damaged) } else { Ok(cleaned) }
    }
}

/// Reads GIF89a block by block; what is missing is damage.
struct Blocks<'a> {
    octets: &'a [u8],
    at: usize,
}

impl<'a> Blocks<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Unfit> {
        let taken = self.octets.get(self.at..self.at + n).ok_or(Unfit::Damaged)?;
        self.at += n;
        Ok(taken)
    }

    /// Signature, screen, global colours.
    fn head(&mut self) -> Result<&'a [u8], Unfit> {
        let flags = self.take(13)?[10];
        self.colours(flags)?;
        Ok(&self.octets[..self.at])
    }

    fn colours(&mut self, flags: u8) -> Result<(), Unfit> {
        if flags & 0x80 != 0 {
            self.take(3 << ((flags & 7) + 1))?;
        }
        Ok(())
    }

    fn frame(&mut self) -> Result<(), Unfit> {
        let flags = self.take(9)?[8];
        self.colours(flags)?;
        self.take(1)?;
        self.sub_blocks()
    }

    fn sub_blocks(&mut self) -> Result<(), Unfit> {
        loop {
            match self.take(1)?[0] {
                0 => return Ok(()),
                length => self.take(length.into())?,
            };
        }
    }

    /// Whether it says how the picture moves.
    fn extension(&mut self) -> Result<bool, Unfit> {
        let label = self.take(1)?[0];
        let name = self.octets.get(self.at + 1..self.at + 12).unwrap_or_default();
        self.sub_blocks()?;
        Ok(match label {
            GRAPHIC_CONTROL => true,
            APPLICATION => name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0",
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, frames};
    use domain::image::Unfit;
    use image::{Delay, Frame, Limits, RgbaImage, codecs::gif::GifEncoder, codecs::gif::Repeat};

    fn moving(n: u8, width: u32) -> Vec<u8> {
        let mut octets = vec![];
        let mut encoder = GifEncoder::new(&mut octets);
        encoder.set_repeat(Repeat::Infinite).unwrap();
        for k in 0..n {
            let picture = RgbaImage::from_pixel(width, 4, image::Rgba([k * 40, 0, 0, 255]));
            encoder.encode_frame(Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1))).unwrap();
        }
        drop(encoder);
        octets
    }

    #[test]
    fn a_comment_is_left_out_and_the_rest_stays_as_it_is() {
        let plain = moving(3, 8);
        let comment = b"\x21\xfe\x06secret\0";
        let mut told = plain[..plain.len() - 1].to_vec();
        told.extend_from_slice(comment);
        told.extend_from_slice(b"\x3band more");
        assert_eq!(frames(&told), Ok(3));
        assert_eq!(clean(&told, Limits::no_limits()), Ok(plain));
    }

    #[test]
    fn a_cut_one_and_one_that_is_too_wide_are_refused() {
        let octets = moving(2, 8);
        for cut in 6..octets.len() {
            assert_eq!(frames(&octets[..cut]), Err(Unfit::Damaged), "cut at {cut}");
        }
        let wide = clean(&moving(2, 1300), Limits::no_limits());
        assert_eq!(wide, Err(Unfit::AnimationTooWide { width: 1300 }));
    }
}
