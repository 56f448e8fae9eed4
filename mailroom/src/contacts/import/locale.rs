/// The BCP 47 tag of a language as people and programs write it; `None` where it is unknown.
pub fn read(value: &str) -> Option<String> {
    match value.to_lowercase().as_str() {
        "한국어" | "한글" | "국문" | "korean" | "kr" => return Some("ko".into()),
        "영어" | "영문" | "english" => return Some("en".into()),
        "일본어" | "japanese" | "jp" => return Some("ja".into()),
        "중국어" | "chinese" | "cn" => return Some("zh".into()),
        _ => {}
    }
    let mut subtags = value.split(['-', '_']);
    let language = subtags.next().filter(|tag| is_letters(tag, 2..=3))?.to_ascii_lowercase();
    subtags.try_fold(language, |tag, subtag| Some(format!("{tag}-{}", spell(subtag)?)))
}

fn is_letters(tag: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&tag.len()) && tag.bytes().all(|octet| octet.is_ascii_alphabetic())
}

/// A script such as `Hant` or a region such as `KR` (RFC 5646, 2.1.1).
fn spell(subtag: &str) -> Option<String> {
    if is_letters(subtag, 2..=2) {
        return Some(subtag.to_ascii_uppercase());
    }
    is_letters(subtag, 4..=4).then(|| subtag[..1].to_ascii_uppercase() + &subtag[1..].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn languages_are_read_by_tag_or_by_name() {
        for (value, tag) in [
            ("ko", Some("ko")),
            ("ko_KR", Some("ko-KR")),
            ("EN-us", Some("en-US")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("한국어", Some("ko")),
            ("English", Some("en")),
            ("", None),
            ("Klingonese", None),
            ("ko-!", None),
        ] {
            assert_eq!(read(value).as_deref(), tag, "{value}");
        }
    }
}
