//! A template out of somebody else's file.

use domain::template::{Markup, SOURCE_OCTETS_MAX, library::ImportRefused};
use encoding_rs::{EUC_KR, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// In UTF-16 a source of Latin letters takes twice its octets.
pub const IMPORT_OCTETS_MAX: usize = 2 * SOURCE_OCTETS_MAX;

/// The markup a file's name says, and its source as Unicode.
pub fn read_file(name: &str, octets: &[u8]) -> Result<(Markup, String), ImportRefused> {
    let markup = markup_of(name).ok_or(ImportRefused::Ending)?;
    if octets.len() > IMPORT_OCTETS_MAX {
        return Err(ImportRefused::TooLarge);
    }
    let source = decode(octets)?;
    if source.len() > SOURCE_OCTETS_MAX {
        return Err(ImportRefused::TooLarge);
    }
    match source.trim().is_empty() {
        true => Err(ImportRefused::Empty),
        false => Ok((markup, source)),
    }
}

fn markup_of(name: &str) -> Option<Markup> {
    match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(Markup::Html),
        "mjml" => Some(Markup::Mjml),
        _ => None,
    }
}

/// A byte order mark, or UTF-8, or Windows' Korean code page; never a guess that loses letters.
fn decode(octets: &[u8]) -> Result<String, ImportRefused> {
    let marked = [(&[0xff, 0xfe], UTF_16LE), (&[0xfe, 0xff], UTF_16BE)];
    if let Some((mark, encoding)) = marked.into_iter().find(|(mark, _)| octets.starts_with(*mark)) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&octets[mark.len()..]);
        return text.map(Cow::into_owned).ok_or(ImportRefused::Encoding(1));
    }
    if octets.contains(&0) {
        return Err(ImportRefused::NotText);
    }
    match std::str::from_utf8(octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets)) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => korean(octets).ok_or_else(|| ImportRefused::Encoding(line_at(octets, error.valid_up_to()))),
    }
}

/// Also says UTF-8 from now on: the letters are Unicode now, whatever the file said of itself.
fn korean(octets: &[u8]) -> Option<String> {
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(octets)?;
    let beyond_ascii = text.chars().filter(|sign| !sign.is_ascii()).count();
    let hangul = text.chars().filter(|sign| ('가'..='힣').contains(sign)).count();
    // other code pages decode to something too, but not to Korean
    if hangul * 2 < beyond_ascii {
        return None;
    }
    Some(["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "CP949"].iter().fold(text.into_owned(), |text, name| {
        text.replace(&format!("charset={name}"), "charset=utf-8")
            .replace(&format!("charset=\"{name}\""), "charset=\"utf-8\"")
    }))
}

fn line_at(octets: &[u8], offset: usize) -> usize {
    octets[..offset.min(octets.len())].iter().filter(|octet| **octet == b'\n').count() + 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step is a failed test")]
mod tests {
    use super::read_file;
    use domain::template::{Markup, SOURCE_OCTETS_MAX, library::ImportRefused};

    #[test]
    fn files_are_read_in_the_encodings_people_save_them_in() {
        let utf16 = [0xff, 0xfe].into_iter().chain("<p>한</p>".encode_utf16().flat_map(u16::to_le_bytes));
        let table: [(&str, Vec<u8>, &str); 5] = [
            ("a.html", "<p>한</p>".into(), "<p>한</p>"),
            ("a.HTM", b"\xef\xbb\xbf<p>\xed\x95\x9c</p>".to_vec(), "<p>한</p>"),
            ("a.html", utf16.collect(), "<p>한</p>"),
            (
                "a.html",
                b"<meta charset=\"euc-kr\"><p>\xc7\xd1\xb1\xdb</p>".to_vec(),
                "<meta charset=\"utf-8\"><p>한글</p>",
            ),
            ("a.html", b"<p>plain</p>".to_vec(), "<p>plain</p>"),
        ];
        for (name, octets, source) in table {
            assert_eq!(read_file(name, &octets), Ok((Markup::Html, source.to_owned())), "{source}");
        }
        assert_eq!(read_file("b.mjml", b"<mjml/>").unwrap().0, Markup::Mjml);
    }

    #[test]
    fn what_is_no_template_is_refused_with_its_reason() {
        let large = vec![b'a'; SOURCE_OCTETS_MAX + 1];
        let table: [(&str, &[u8], ImportRefused); 6] = [
            ("a.html", b" \n", ImportRefused::Empty),
            ("a.html", &large, ImportRefused::TooLarge),
            ("a.html", b"\x89PNG\r\n\x1a\n\0\0", ImportRefused::NotText),
            ("a.html", b"<p>\n<p>caf\xe9 \xfc\xff</p>", ImportRefused::Encoding(2)),
            ("a.html", b"<p>na\xefve caf\xe9</p>", ImportRefused::Encoding(1)),
            ("a.docx", b"x", ImportRefused::Ending),
        ];
        for (name, octets, refused) in table {
            assert_eq!(read_file(name, octets), Err(refused), "{name}");
        }
    }
}
