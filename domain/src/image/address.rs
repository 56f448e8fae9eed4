/// Digits of the hash that a picture's name begins with.
pub const HASH_DIGITS: usize = 32;

/// Our pictures in this text, wherever they were to be found, under the address they have now. A base is what stands in
/// front of a picture's name: `https://mail.shop.example/i/`.
pub fn readdressed(text: &str, bases: &[String], now: &str) -> String {
    let mut text = text.to_owned();
    for base in bases.iter().filter(|base| *base != now && !base.is_empty()) {
        if text.contains(base.as_str()) {
            text = moved(&text, base, now);
        }
    }
    text
}

fn moved(text: &str, base: &str, now: &str) -> String {
    let mut pieces = text.split(base);
    let mut moved = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        moved.push_str(if begins_with_name(piece) { now } else { base });
        moved.push_str(piece);
    }
    moved
}

/// As names of pictures begin; whatever else lies under the same address stays there.
fn begins_with_name(text: &str) -> bool {
    let (digits, rest) = text.as_bytes().split_at(HASH_DIGITS.min(text.len()));
    let is_hash = digits.len() == HASH_DIGITS && digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    is_hash && matches!(rest.first(), Some(b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::readdressed;

    #[test]
    fn pictures_follow_their_store_and_nothing_else_does() {
        let hash = "0123456789abcdef0123456789abcdef";
        let (own, cdn) = ("https://mail.shop.example/i/", "https://cdn.shop.example/mail/");
        let bases = [own.to_owned(), cdn.to_owned(), String::new()];
        let html =
            |base: &str| format!("<a href='{own}'><img src=\"{base}{hash}.png\"><img src='{own}logo.png'>값</a>");
        assert_eq!(readdressed(&html(own), &bases, cdn), html(cdn));
        assert_eq!(readdressed(&html(cdn), &bases, own), html(own), "and back");
        assert_eq!(readdressed(&html(own), &bases, own), html(own));
        let cut = format!("{own}{}가", &hash[1..]);
        assert_eq!(readdressed(&cut, &bases, cdn), cut);
    }
}
