//! Whether a JPEG ends as one does. The decoder fills what is missing of a cut one with grey, which nobody wants to send.

const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Walks from marker to marker (ISO/IEC 10918-1, B.1.1).
pub fn is_whole(octets: &[u8]) -> bool {
    let mut at = 2;
    while let Some(marker) = next_marker(octets, &mut at) {
        match marker {
            END_OF_IMAGE => return true,
            // stuffed zeros and restarts stand inside of a scan and have no length
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            _ => {
                let Some(&[high, low]) = octets.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([high, low]));
                if marker != START_OF_SCAN && octets.get(at) != Some(&0xff) {
                    return false;
                }
            }
        }
    }
    false
}

fn next_marker(octets: &[u8], at: &mut usize) -> Option<u8> {
    let rest = octets.get(*at..)?;
    let begins = memchr::memchr(0xff, rest)?;
    let fill = rest[begins..].iter().take_while(|octet| **octet == 0xff).count();
    let marker = *rest.get(begins + fill)?;
    *at += begins + fill + 1;
    Some(marker)
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn a_cut_one_is_told_wherever_it_was_cut() {
        let mut whole = vec![];
        let picture = image::RgbImage::from_fn(40, 40, |x, y| image::Rgb([x as u8 * 6, y as u8 * 6, 99]));
        picture.write_to(&mut std::io::Cursor::new(&mut whole), image::ImageFormat::Jpeg).unwrap();
        assert!(is_whole(&whole));
        for cut in 2..whole.len() {
            assert!(!is_whole(&whole[..cut]), "cut at {cut} of {}", whole.len());
        }
        whole.extend_from_slice(b"what some cameras add");
        assert!(is_whole(&whole));
    }
}
