//! What people type, as it may be kept. Control characters come along when something is copied, nobody means them, and
//! the database cannot hold all of them: a text with one is refused where it is typed, and looked for without.

use crate::{Invalid, Sentence};

/// One line with single blanks, of at most so many characters. Empty where nothing was typed.
pub fn line(field: &str, text: &str, most: usize) -> Result<String, Invalid> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    check(field, &line, most).map(|()| line)
}

/// The same of something that has to be there.
pub fn name(field: &str, text: &str, most: usize, missing: impl Into<Sentence>) -> Result<String, Invalid> {
    let line = line(field, text, most)?;
    if line.is_empty() { Err(Invalid::new(field, missing)) } else { Ok(line) }
}

/// A text that may have several lines, and is kept as it is.
pub fn check(field: &str, text: &str, most: usize) -> Result<(), Invalid> {
    if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        return Err(Invalid::new(
            field,
            ("it holds a control character; type it anew", "제어 문자가 들어 있습니다. 다시 입력하세요"),
        ));
    }
    if text.chars().count() > most {
        return Err(Invalid::new(
            field,
            (format!("longer than {most} characters; shorten it"), format!("{most}자를 넘습니다. 짧게 줄이세요")),
        ));
    }
    Ok(())
}

/// What is looked for; `None` where nothing that can be seen was typed.
pub fn sought(text: &str) -> Option<String> {
    Some(plain(text)).filter(|text| !text.is_empty())
}

/// Without control characters, and without blanks around it: names of files, keys that come back in an address.
pub fn plain(text: &str) -> String {
    let plain: String = text.chars().filter(|sign| !sign.is_control()).collect();
    plain.trim().to_owned()
}

/// As a message repeats it: the very letters, and a sign for what cannot be seen.
pub fn shown(text: &str) -> String {
    let visible = |sign: char| match sign {
        '\0'..'\x20' => char::from_u32(0x2400 + u32::from(sign)).unwrap_or('�'),
        '\x7f' => '␡',
        sign if sign.is_control() => '�',
        sign => sign,
    };
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, line, name, shown, sought};

    #[test]
    fn a_line_has_single_blanks_and_nothing_that_cannot_be_seen() {
        let table = [
            ("  Spring \t sale\n", Some("Spring sale")),
            ("봄 세일", Some("봄 세일")),
            ("", Some("")),
            ("Spring\0", None),
            ("Spring\u{1b}[31m", None),
            ("Spring\u{7f}", None),
            ("twelve signs", None),
        ];
        for (text, kept) in table {
            assert_eq!(line("name", text, 11).ok().as_deref(), kept, "{text:?}");
        }
        assert_eq!(name("title", " \n", 5, "say something").unwrap_err().reason.en, "say something");
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert!(check("words", "one\r\n\ttwo", 10).is_ok());
        let (control, long) =
            (check("words", "one\0", 10).unwrap_err(), check("words", "one two three", 10).unwrap_err());
        assert!(control.reason.en.contains("control character") && control.field == "words", "{control}");
        assert!(long.reason.en.contains("10 characters") && long.reason.ko.contains("10자"), "{long}");
    }

    #[test]
    fn what_cannot_be_seen_is_not_looked_for() {
        assert_eq!(sought(" a\0b\r\n").as_deref(), Some("ab"));
        assert_eq!((sought("\0"), sought("  ")), (None, None));
    }

    #[test]
    fn a_message_shows_the_letters_that_were_typed() {
        assert_eq!(shown("홍길동\0\r\n\u{7f}\u{85}é"), "홍길동␀␍␊␡�é");
    }
}
