//! What somebody probably meant who typed `kim@gmial.com`. A hint, never a refusal: every one of them could be a domain.

/// Where most addresses are.
const KNOWN: [&str; 17] = [
    "gmail.com",
    "naver.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
    "nate.com",
    "korea.com",
    "dreamwiz.com",
    "yahoo.com",
    "yahoo.co.kr",
    "hotmail.com",
    "outlook.com",
    "outlook.kr",
    "live.com",
    "icloud.com",
    "me.com",
    "googlemail.com",
];

/// Real ones that look like a slip.
const REAL: [&str; 10] = [
    "mail.com",
    "email.com",
    "ymail.com",
    "live.co.kr",
    "cloud.com",
    "love.com",
    "life.com",
    "gmail.co.kr",
    "hotmail.co.kr",
    "nave.com",
];

/// Ends that no domain has.
const ENDS: [(&str, &str); 12] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cim", "com"),
    ("ent", "net"),
    ("nte", "net"),
    ("nett", "net"),
    ("met", "net"),
];

/// The right name under a wrong end.
const SWAPPED: [(&str, &str); 4] = [
    ("naver.net", "naver.com"),
    ("gmail.net", "gmail.com"),
    ("hanmail.com", "hanmail.net"),
    ("kakao.net", "kakao.com"),
];

/// The whole address as it was probably meant; `None` where nothing looks like a slip.
pub fn did_you_mean(typed: &str) -> Option<String> {
    let (local, domain) = typed.trim().rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let meant = meant(&domain)?;
    (!local.is_empty() && meant != domain).then(|| format!("{local}@{meant}"))
}

fn meant(domain: &str) -> Option<String> {
    if KNOWN.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    if let Some((_, meant)) = SWAPPED.iter().find(|(typed, _)| *typed == domain) {
        return Some((*meant).to_owned());
    }
    let mended = with_real_end(domain);
    let wanted = mended.as_deref().unwrap_or(domain);
    let near = KNOWN.iter().find(|known| **known == wanted || is_one_slip_from(wanted, known));
    near.map(|known| (*known).to_owned()).or(mended)
}

fn with_real_end(domain: &str) -> Option<String> {
    let (name, end) = domain.rsplit_once('.')?;
    let (_, meant) = ENDS.iter().find(|(typed, _)| *typed == end)?;
    (!name.is_empty()).then(|| format!("{name}.{meant}"))
}

/// One letter too many, too few or another, or two neighbours the wrong way round. Of short names only the latter: too
/// many of them exist.
fn is_one_slip_from(typed: &str, known: &str) -> bool {
    let (one, other) = (typed.as_bytes(), known.as_bytes());
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let is_swapped =
        matches!((one, other), ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others);
    let is_changed = match (one, other) {
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, others @ ..]) => one == others,
        _ => false,
    };
    is_swapped || (is_changed && known.len() > "live.com".len())
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn slips_in_well_known_domains_are_noticed() {
        let table = [
            ("kim@gmial.com", "kim@gmail.com"),
            ("kim@gmai.com", "kim@gmail.com"),
            ("kim@gmaill.com", "kim@gmail.com"),
            ("kim@gmail.con", "kim@gmail.com"),
            ("kim@gmial.con", "kim@gmail.com"),
            ("kim@gmail.co", "kim@gmail.com"),
            ("kim@naver.con", "kim@naver.com"),
            ("kim@naver.cm", "kim@naver.com"),
            ("kim@navre.com", "kim@naver.com"),
            ("kim@naber.com", "kim@naver.com"),
            ("kim@naver.net", "kim@naver.com"),
            ("kim@daum.ent", "kim@daum.net"),
            ("kim@duam.net", "kim@daum.net"),
            ("kim@hanmail.com", "kim@hanmail.net"),
            ("kim@hamail.net", "kim@hanmail.net"),
            ("Kim.Lee@GMIAL.com", "Kim.Lee@gmail.com"),
            (" kim@outlok.com ", "kim@outlook.com"),
            ("kim@yahoo.co.rk", "kim@yahoo.co.kr"),
            ("kim@shop.con", "kim@shop.com"),
        ];
        for (typed, meant) in table {
            assert_eq!(did_you_mean(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_may_well_be_right_is_left_alone() {
        let table = [
            "kim@gmail.com",
            "kim@naver.com",
            "kim@daum.net",
            "kim@mail.com",
            "kim@email.com",
            "kim@ymail.com",
            "kim@example.com",
            "kim@shop.co.kr",
            "kim@mate.com",
            "kim@me.co",
            "kim@love.com",
            "@gmial.com",
            "kim",
            "",
            "kim@",
            "김@한국.kr",
        ];
        for typed in table {
            assert_eq!(did_you_mean(typed), None, "{typed}");
        }
    }
}
