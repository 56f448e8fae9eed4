use super::{Remade, remake};
use domain::image::Unfit;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage, RgbaImage};
use std::io::Cursor;

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut octets = vec![];
    picture.into().write_to(&mut Cursor::new(&mut octets), format).unwrap();
    octets
}

/// Like a photo: soft, with the grain of a sensor.
fn photo(width: u32, height: u32) -> RgbImage {
    let grain = |x: u32, y: u32, k: u32| (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(k) >> 7 & 15;
    let sign = |x, y, k| (((x / 5 + y / 3) * k / 4) % 200 + grain(x, y, k)) as u8;
    RgbImage::from_fn(width, height, |x, y| image::Rgb([sign(x, y, 3), sign(x, y, 5), sign(x, y, 7)]))
}

fn decoded(remade: &Remade) -> DynamicImage {
    image::load_from_memory(&remade.octets).unwrap()
}

#[test]
fn a_large_photo_is_made_as_wide_as_letters_need_it() {
    let pair = remake(&file(photo(2400, 1200), ImageFormat::Jpeg)).unwrap();
    assert_eq!((pair.full.extension, pair.full.width, pair.full.height), ("jpg", 1200, 600));
    assert_eq!((decoded(&pair.full).width(), decoded(&pair.full).height()), (1200, 600));
    let small = pair.small.unwrap();
    assert_eq!((small.width, small.height), (480, 240));
}

#[test]
fn the_same_file_makes_the_same_picture() {
    let octets = file(photo(700, 300), ImageFormat::Png);
    assert_eq!(remake(&octets), remake(&octets));
}

#[test]
fn what_can_be_seen_through_stays_so() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let picture = RgbaImage::from_fn(600, 40, |x, _| image::Rgba([200, 10, 10, (x % 256) as u8]));
        let full = remake(&file(picture, format)).unwrap().full;
        assert_eq!(full.extension, "png", "{format:?}");
        assert_eq!(decoded(&full).to_rgba8().get_pixel(30, 2).0[3], 30, "{format:?}");
    }
}

#[test]
fn a_drawing_stays_png_and_a_photo_becomes_jpeg() {
    let drawing =
        RgbImage::from_fn(600, 300, |x, _| if x % 60 < 30 { image::Rgb([0; 3]) } else { image::Rgb([255; 3]) });
    assert_eq!(remake(&file(drawing, ImageFormat::Png)).unwrap().full.extension, "png");
    assert_eq!(remake(&file(photo(600, 300), ImageFormat::Png)).unwrap().full.extension, "jpg");
}

#[test]
fn a_turned_photo_stands_upright_and_says_nothing_of_its_camera() {
    let mut octets = file(RgbImage::from_pixel(40, 20, image::Rgb([9, 9, 9])), ImageFormat::Jpeg);
    octets.splice(2..2, turned_by_exif());
    let full = remake(&octets).unwrap().full;
    assert_eq!((full.width, full.height), (20, 40));
    let mut decoder = ImageReader::with_format(Cursor::new(&full.octets), ImageFormat::Jpeg).into_decoder().unwrap();
    assert_eq!(decoder.exif_metadata().unwrap(), None);
}

/// An APP1 segment: TIFF with the one entry `Orientation` = 6, a quarter to the right.
fn turned_by_exif() -> Vec<u8> {
    let tiff = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let length = (tiff.len() as u16 + 2).to_be_bytes();
    [&[0xff, 0xe1][..], &length, tiff].concat()
}

#[test]
fn too_many_pixels_are_refused_by_the_head_of_the_file() {
    let mut bomb = file(RgbImage::new(1, 1), ImageFormat::Png);
    // IHDR: width and height at 16, and the checksum of it at 29
    bomb[16..24].copy_from_slice(&[0, 0, 0x1f, 0x40, 0, 0, 0x1f, 0x40]);
    let checksum = checksum(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&checksum);
    assert_eq!(remake(&bomb).unwrap_err(), Unfit::TooLarge { width: 8000, height: 8000 });
}

/// CRC-32 as PNG has it.
fn checksum(octets: &[u8]) -> u32 {
    !octets.iter().fold(u32::MAX, |sum, octet| {
        (0..8).fold(sum ^ u32::from(*octet), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[test]
fn a_cut_file_is_damaged_in_every_format() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let octets = file(photo(300, 200), format);
        assert!(remake(&octets).is_ok(), "{format:?}");
        assert_eq!(remake(&octets[..octets.len() * 2 / 3]).unwrap_err(), Unfit::Damaged, "{format:?}");
    }
}
