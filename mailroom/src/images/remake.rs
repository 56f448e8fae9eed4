//! A file from anybody becomes a picture for letters: upright, not wider than needed, and nothing in it but the picture.

use super::{animation, kind, whole_jpeg};
use domain::image::{PIXELS_MAX, SIDE_MAX, Unfit, WIDTH_MAX};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as Rows, PngEncoder},
        webp::WebPDecoder,
    },
    metadata::Orientation,
};
use std::io::Cursor;

const DECODING_OCTETS_MAX: u64 = 128 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;
/// Twice as wide as a card of the list.
const THUMBNAIL_WIDTH: u32 = 480;
/// Names colours, not people: Display P3 takes 0.5 KB, sRGB 3 KB. Larger ones are for printers.
const COLOUR_PROFILE_OCTETS_MAX: usize = 4096;

/// A picture as it is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Remade {
    pub octets: Vec<u8>,
    pub extension: &'static str,
    pub width: u32,
    pub height: u32,
}

/// The picture, and a small one where that would be smaller.
#[derive(Debug, PartialEq, Eq)]
pub struct Pair {
    pub full: Remade,
    pub small: Option<Remade>,
}

/// Takes some time and up to a few hundred MB: not for a thread that others wait for, and not many at once.
pub fn remake(octets: &[u8]) -> Result<Pair, Unfit> {
    let format = kind::of(octets)?;
    if format == ImageFormat::Jpeg && !whole_jpeg::is_whole(octets) {
        // its size first: that of a bomb matters more than its end
        dimensions(octets, format)?;
        return Err(Unfit::Damaged);
    }
    let decoded = Decoded::of(octets, format)?;
    let small = |decoded: &Decoded| decoded.fitted(THUMBNAIL_WIDTH)?.encoded(format);
    if format == ImageFormat::Gif && animation::frames(octets)? > 1 {
        let (width, height) = (decoded.picture.width(), decoded.picture.height());
        let octets = animation::clean(octets, limits())?;
        let full = Remade { octets, extension: "gif", width, height };
        return Ok(Pair { small: Some(small(&decoded)?), full });
    }
    let fitted = decoded.fitted(WIDTH_MAX)?;
    let small = (fitted.picture.width() > THUMBNAIL_WIDTH).then(|| small(&fitted)).transpose()?;
    Ok(Pair { full: fitted.encoded(format)?, small })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODING_OCTETS_MAX);
    limits
}

/// Read from the head of the file, before anything is made room for.
fn dimensions(octets: &[u8], format: ImageFormat) -> Result<(u32, u32), Unfit> {
    let reader = ImageReader::with_format(Cursor::new(octets), format);
    let (width, height) = reader.into_dimensions().map_err(|_| Unfit::Damaged)?;
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Unfit::TooLarge { width, height });
    }
    Ok((width, height))
}

struct Decoded {
    picture: DynamicImage,
    colours: Option<Vec<u8>>,
}

impl Decoded {
    fn of(octets: &[u8], format: ImageFormat) -> Result<Self, Unfit> {
        let (width, height) = dimensions(octets, format)?;
        if format == ImageFormat::WebP
            && WebPDecoder::new(Cursor::new(octets)).is_ok_and(|decoder| decoder.has_animation())
        {
            return Err(Unfit::AnimatedWebp);
        }
        let unfit = |error| match error {
            image::ImageError::Limits(_) => Unfit::TooLarge { width, height },
            _ => Unfit::Damaged,
        };
        let mut reader = ImageReader::with_format(Cursor::new(octets), format);
        reader.limits(limits());
        let mut decoder = reader.into_decoder().map_err(unfit)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let colours = decoder.icc_profile().ok().flatten().filter(|profile| is_for_screens(profile));
        let mut picture = plain(DynamicImage::from_decoder(decoder).map_err(unfit)?);
        picture.apply_orientation(orientation);
        Ok(Self { picture, colours })
    }

    /// Not wider than this.
    fn fitted(&self, width_max: u32) -> Result<Self, Unfit> {
        let (width, height) = (self.picture.width(), self.picture.height());
        let colours = self.colours.clone();
        if width <= width_max {
            return Ok(Self { picture: self.picture.clone(), colours });
        }
        let height = (u64::from(height) * u64::from(width_max) / u64::from(width)).max(1) as u32;
        let mut picture = DynamicImage::new(width_max, height, self.picture.color());
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&self.picture, &mut picture, &options).map_err(|_| Unfit::Damaged)?;
        Ok(Self { picture, colours })
    }

    /// A photo as JPEG; what came as something else as PNG, unless JPEG takes less than half.
    fn encoded(&self, came_as: ImageFormat) -> Result<Remade, Unfit> {
        let (picture, is_opaque) = opaque(&self.picture);
        if came_as == ImageFormat::Jpeg {
            return self.jpeg(&picture);
        }
        let png = self.png(&picture)?;
        if !is_opaque {
            return Ok(png);
        }
        let jpeg = self.jpeg(&picture)?;
        Ok(if jpeg.octets.len() * 2 < png.octets.len() { jpeg } else { png })
    }

    fn jpeg(&self, picture: &DynamicImage) -> Result<Remade, Unfit> {
        let mut octets = Vec::new();
        self.write(JpegEncoder::new_with_quality(&mut octets, JPEG_QUALITY), picture)?;
        Ok(Remade { octets, extension: "jpg", width: picture.width(), height: picture.height() })
    }

    fn png(&self, picture: &DynamicImage) -> Result<Remade, Unfit> {
        let mut octets = Vec::new();
        self.write(PngEncoder::new_with_quality(&mut octets, CompressionType::Best, Rows::Adaptive), picture)?;
        Ok(Remade { octets, extension: "png", width: picture.width(), height: picture.height() })
    }

    fn write(&self, mut encoder: impl ImageEncoder, picture: &DynamicImage) -> Result<(), Unfit> {
        if let Some(colours) = &self.colours {
            // a format that cannot say it shows the colours as they are
            encoder.set_icc_profile(colours.clone()).ok();
        }
        picture.write_with_encoder(encoder).map_err(|_| Unfit::Damaged)
    }
}

/// Eight bits a channel: no mail program shows more.
fn plain(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => picture,
        DynamicImage::ImageLuma16(_) => picture.to_luma8().into(),
        _ if picture.color().has_alpha() => picture.to_rgba8().into(),
        _ => picture.to_rgb8().into(),
    }
}

/// Without an alpha channel that says nothing; and whether there is none now.
fn opaque(picture: &DynamicImage) -> (DynamicImage, bool) {
    match picture {
        DynamicImage::ImageRgba8(pixels) if pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX) => {
            (picture.to_rgb8().into(), true)
        }
        DynamicImage::ImageRgba8(_) => (picture.clone(), false),
        _ => (picture.clone(), true),
    }
}

/// ICC.1, 7.2: the colour space of the profile stands at octet 16. One for print does not fit what we make of it.
fn is_for_screens(profile: &[u8]) -> bool {
    profile.len() <= COLOUR_PROFILE_OCTETS_MAX && profile.get(16..20) == Some(b"RGB ")
}

#[cfg(test)]
mod tests;
