//! The mark that Korean law wants before the subject of advertising (Network Act article 50 (4), enforcement decree
//! appendix 6): exactly `(광고)`, nothing in between, nothing before. Signs inside it and other brackets are how filters
//! are dodged, and are forbidden by name.

pub const MARK: &str = "(광고)";

const OPENING: [char; 16] = ['(', '[', '{', '<', '（', '［', '｛', '＜', '【', '〔', '〈', '《', '「', '『', '❲', '⟨'];
const CLOSING: [char; 16] = [')', ']', '}', '>', '）', '］', '｝', '＞', '】', '〕', '〉', '》', '」', '』', '❳', '⟩'];
/// As some systems write the same word: its letters one by one.
const IN_PARTS: &str = "\u{1100}\u{116a}\u{11bc}\u{1100}\u{1169}";
/// The longest attempt, such as `[ * 광 - 고 * ]`.
const ATTEMPT_CHARACTERS_MAX: usize = 24;

pub fn is_marked(subject: &str) -> bool {
    subject.starts_with(MARK)
}

/// The subject with the mark in front; attempts at it give way, wherever they stand: `[ 광 고 ]`, `（광고）`, behind a name.
pub fn marked(subject: &str) -> String {
    if is_marked(subject) {
        return subject.to_owned();
    }
    let rest = without_attempts(subject);
    let rest = rest.trim_start_matches(is_blank);
    format!("{MARK} {rest}").trim_end().to_owned()
}

fn without_attempts(subject: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(subject.len()), subject);
    while let Some(sign) = rest.chars().next() {
        // a placeholder's braces are its own
        let skipped = match rest.strip_prefix("{{") {
            Some(inner) => inner.find("}}").map_or(rest.len(), |end| end + 4),
            None => sign.len_utf8(),
        };
        let is_first = kept.chars().all(is_blank);
        if !rest.starts_with("{{")
            && let Some(length) = attempt(rest, is_first)
        {
            rest = &rest[length..];
            // of the blanks around it, those before it stay
            if is_first || kept.ends_with(is_blank) {
                rest = rest.trim_start_matches(is_blank);
            }
            continue;
        }
        kept.push_str(&rest[..skipped]);
        rest = &rest[skipped..];
    }
    kept
}

/// How many octets an attempt at the mark takes here. In English only at the very start: further on, `(AD)` may be
/// anything.
fn attempt(text: &str, is_first: bool) -> Option<usize> {
    let inner = text.strip_prefix(OPENING)?;
    let (end, closing) = inner.char_indices().take(ATTEMPT_CHARACTERS_MAX).find(|(_, sign)| CLOSING.contains(sign))?;
    let word: String = inner[..end].chars().filter(|sign| sign.is_alphanumeric()).collect();
    let is_korean = word == "광고" || word == IN_PARTS;
    let is_english = is_first && ["ad", "advertisement"].iter().any(|known| known.eq_ignore_ascii_case(&word));
    (is_korean || is_english).then(|| text.len() - inner.len() + end + closing.len_utf8())
}

/// Signs that show nothing count too: a joiner before the mark is still something before it.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{3164}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::{is_marked, marked};

    #[test]
    fn the_mark_is_put_in_front_once() {
        let table = [
            ("주말 특가", "(광고) 주말 특가"),
            ("(광고) 주말 특가", "(광고) 주말 특가"),
            ("(광고)주말 특가", "(광고)주말 특가"),
            (" (광고) 주말 특가", "(광고) 주말 특가"),
            ("\u{200b}(광고) 주말", "(광고) 주말"),
            ("\u{feff}주말", "(광고) 주말"),
            ("[광고] 주말", "(광고) 주말"),
            ("( 광 고 ) 주말", "(광고) 주말"),
            ("(광 고) 주말", "(광고) 주말"),
            ("(광\u{200b}고) 주말", "(광고) 주말"),
            ("(광.고)주말", "(광고) 주말"),
            ("(광/고) 주말", "(광고) 주말"),
            ("(*광고*) 주말", "(광고) 주말"),
            ("('광고') 주말", "(광고) 주말"),
            ("（광고）주말", "(광고) 주말"),
            ("［광고］ 주말", "(광고) 주말"),
            ("【광고】주말", "(광고) 주말"),
            ("〈광고〉 주말", "(광고) 주말"),
            ("「광고」주말", "(광고) 주말"),
            ("{광고} 주말", "(광고) 주말"),
            ("<광고> 주말", "(광고) 주말"),
            ("(광고] 주말", "(광고) 주말"),
            ("(\u{1100}\u{116a}\u{11bc}\u{1100}\u{1169}) 주말", "(광고) 주말"),
            ("[AD] Sale", "(광고) Sale"),
            ("(Advertisement) Sale", "(광고) Sale"),
            ("봄 (광고) 세일", "(광고) 봄 세일"),
            ("봄 세일 (광고)", "(광고) 봄 세일"),
            ("봄 세일[광고]", "(광고) 봄 세일"),
            ("{{Name}}님 (광고) 세일", "(광고) {{Name}}님 세일"),
            ("{{Name}} (광고)", "(광고) {{Name}}"),
            ("{{default Name \"(광고)\"}} 세일", "(광고) {{default Name \"(광고)\"}} 세일"),
            ("{{#ko}}(광고) 봄{{else}}Spring{{/ko}}", "(광고) {{#ko}} 봄{{else}}Spring{{/ko}}"),
            ("[광고] (광고) 봄", "(광고) 봄"),
            ("Museum (AD) tour", "(광고) Museum (AD) tour"),
            ("(봄) 주말", "(광고) (봄) 주말"),
            ("(광고주 모집) 봄", "(광고) (광고주 모집) 봄"),
            ("{{Name", "(광고) {{Name"),
            ("", "(광고)"),
        ];
        for (subject, expected) in table {
            let made = marked(subject);
            assert_eq!(made, expected, "{subject}");
            assert!(is_marked(&made));
            assert_eq!(marked(&made), made);
        }
    }

    #[test]
    fn nothing_but_the_mark_itself_is_one() {
        let others = [
            "[광고] 봄",
            "(광 고) 봄",
            " (광고) 봄",
            "\u{200b}(광고) 봄",
            "（광고）봄",
            "봄 (광고)",
            "{{Name}} (광고)",
            "광고 봄",
        ];
        for subject in others {
            assert!(!is_marked(subject), "{subject}");
        }
    }
}
