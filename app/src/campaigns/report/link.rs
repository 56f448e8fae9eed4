use percent_encoding::percent_decode_str;

/// A link as people read it: decoded, and without what only counts visits.
pub fn readable(href: &str) -> String {
    let (rest, fragment) = href.split_once('#').map_or((href, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    let mut link = path.to_owned();
    if !kept.is_empty() {
        link.push('?');
        link.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(fragment);
    }
    decoded(&link).unwrap_or(link)
}

/// `None` where it would not be words: it stays as it is written.
fn decoded(link: &str) -> Option<String> {
    let plain = percent_decode_str(link).decode_utf8().ok()?;
    let is_word = |c: char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    plain.chars().all(is_word).then(|| plain.into_owned())
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_link_is_shown_as_people_read_it() {
        let table = [
            (
                "https://shop.example/sale?a=1&utm_source=shop&b=2&utm_medium=email#top",
                "https://shop.example/sale?a=1&b=2#top",
            ),
            ("https://shop.example/%EA%B0%80%EC%9D%84?utm_campaign=%EA%B0%80", "https://shop.example/가을"),
            ("https://shop.example/{{Name}}", "https://shop.example/{{Name}}"),
            ("https://shop.example/%FF", "https://shop.example/%FF"),
            ("https://shop.example/%0Ahidden", "https://shop.example/%0Ahidden"),
            ("https://shop.example/%E2%80%AEmoc", "https://shop.example/%E2%80%AEmoc"),
        ];
        for (href, shown) in table {
            assert_eq!(readable(href), shown);
        }
    }
}
