//! The mark that Korean law wants before the subject of advertising (Network Act article 50, enforcement decree
//! appendix 6): exactly `(광고)`, nothing in between, nothing before.

pub const MARK: &str = "(광고)";

pub fn is_marked(subject: &str) -> bool {
    subject.starts_with(MARK)
}

/// The subject with the mark in front; an attempt at it, such as `[ 광 고 ]`, gives way.
pub fn marked(subject: &str) -> String {
    if is_marked(subject) {
        return subject.to_owned();
    }
    let rest = subject.trim_start();
    let rest = without_attempt(rest).unwrap_or(rest);
    format!("{MARK} {}", rest.trim_start()).trim_end().to_owned()
}

fn without_attempt(subject: &str) -> Option<&str> {
    let inner = subject.strip_prefix(['(', '[', '（', '【', '<'])?;
    let end = inner.find([')', ']', '）', '】', '>'])?;
    let word: String = inner[..end].chars().filter(|sign| sign.is_alphanumeric()).collect();
    let rest = &inner[end..];
    matches!(word.as_str(), "광고" | "AD" | "ad" | "Ad").then(|| rest.get(rest.chars().next()?.len_utf8()..))?
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
            ("[광고] 주말", "(광고) 주말"),
            ("( 광 고 ) 주말", "(광고) 주말"),
            ("（광고）주말", "(광고) 주말"),
            ("[AD] Sale", "(광고) Sale"),
            ("(봄) 주말", "(광고) (봄) 주말"),
            ("", "(광고)"),
        ];
        for (subject, expected) in table {
            let made = marked(subject);
            assert_eq!(made, expected, "{subject}");
            assert!(is_marked(&made));
        }
    }
}
