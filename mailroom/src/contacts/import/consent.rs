const YES: &[&str] = &[
    "true",
    "t",
    "yes",
    "y",
    "1",
    "on",
    "o",
    "subscribed",
    "optin",
    "agree",
    "agreed",
    "예",
    "네",
    "동의",
    "동의함",
    "수신",
    "수신동의",
    "허용",
    "구독",
    "구독중",
];
const NO: &[&str] = &[
    "false",
    "f",
    "no",
    "n",
    "0",
    "off",
    "x",
    "unsubscribed",
    "optout",
    "disagree",
    "아니오",
    "아니요",
    "거부",
    "거부함",
    "수신거부",
    "미동의",
    "비동의",
    "동의안함",
    "동의하지않음",
    "거절",
    "철회",
    "해지",
    "구독취소",
    "미수신",
];

/// Yes or no as people and programs write it, in any case; `None` where it is neither.
pub(super) fn read(value: &str) -> Option<bool> {
    let plain: String =
        value.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        yes if YES.contains(&yes) => Some(true),
        no if NO.contains(&no) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn yes_and_no_are_read_as_people_write_them() {
        for yes in ["true", "TRUE", "Y", "yes", "1", "예", "동의", " 동의함 ", "O"] {
            assert_eq!(read(yes), Some(true), "{yes}");
        }
        for no in ["false", "False", "N", "no", "0", "아니오", "거부", "동의 안함", "opt-out", "X"] {
            assert_eq!(read(no), Some(false), "{no}");
        }
        for neither in ["maybe", "2", "?", "", "동의?"] {
            assert_eq!(read(neither), None, "{neither}");
        }
    }
}
