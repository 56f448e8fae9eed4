//! What a file is by its content: its name may say anything.

use domain::image::Unfit;
use image::ImageFormat;

/// How far in a web page may begin.
const LOOKED_AT: usize = 1024;

/// # Errors
/// What it is instead, where that is known.
pub fn of(octets: &[u8]) -> Result<ImageFormat, Unfit> {
    if octets.is_empty() {
        return Err(Unfit::Empty);
    }
    match image::guess_format(octets) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => Ok(format),
        Ok(_) | Err(_) => Err(instead(octets)),
    }
}

fn instead(octets: &[u8]) -> Unfit {
    if let Some(format) = foreign(octets) {
        return Unfit::Foreign(format.into());
    }
    let beginning = String::from_utf8_lossy(&octets[..octets.len().min(LOOKED_AT)]).to_lowercase();
    let says = |word| beginning.contains(word);
    if says("<svg") {
        Unfit::Svg
    } else if says("<html") || says("<!doctype") || says("<body") {
        Unfit::WebPage
    } else {
        Unfit::NoPicture
    }
}

fn foreign(octets: &[u8]) -> Option<&'static str> {
    let brand = octets.get(4..12);
    Some(match octets {
        _ if brand.is_some_and(|b| [&b"ftypheic"[..], b"ftypheix", b"ftypmif1", b"ftyphevc"].contains(&b)) => "HEIC",
        _ if brand.is_some_and(|b| [&b"ftypavif"[..], b"ftypavis"].contains(&b)) => "AVIF",
        [b'B', b'M', ..] => "BMP",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'8', b'B', b'P', b'S', ..] => "Photoshop",
        [0, 0, 1, 0, ..] => "ICO",
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', ..] => "JPEG XL",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::of;
    use domain::image::Unfit;
    use image::ImageFormat;

    #[test]
    fn the_content_tells() {
        let table: [(&[u8], Result<ImageFormat, Unfit>); 10] = [
            (b"\xff\xd8\xff\xe0....", Ok(ImageFormat::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Ok(ImageFormat::Png)),
            (b"GIF89a....", Ok(ImageFormat::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Ok(ImageFormat::WebP)),
            (b"", Err(Unfit::Empty)),
            (b"<html><script>alert(1)</script></html>", Err(Unfit::WebPage)),
            (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"\">", Err(Unfit::Svg)),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Err(Unfit::Foreign("HEIC".into()))),
            (b"%PDF-1.7", Err(Unfit::Foreign("PDF".into()))),
            (b"MZ\x90\0", Err(Unfit::NoPicture)),
        ];
        for (octets, expected) in table {
            assert_eq!(of(octets), expected, "{:?}", String::from_utf8_lossy(octets));
        }
    }
}
