//! What is sent is what is previewed: the encoded parts decode to what `render` shows.

use super::{edition, letter, links, read, recipient, stamp};
use crate::{
    compose::{PreparedEdition, compose, render},
    template::OUTPUT_OCTETS_MAX,
};
use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn check(html: &str, text: &str, values: &[String]) {
    let mut recipient = recipient();
    for (index, value) in values.iter().enumerate() {
        recipient.merge.insert(format!("v{index}"), value.clone().into());
    }
    recipient.merge.insert("list".into(), values.to_vec().into());
    let prepared = PreparedEdition::new(edition("x", html, text)).unwrap();
    let mime = compose(&prepared, &recipient, &links(), &stamp()).unwrap().mime;
    let shown = render(&prepared, &recipient, &links()).unwrap();
    let mail = read(&mime);
    assert_eq!(lines(&part(&mail, 1)), shown.text, "{}", String::from_utf8_lossy(&mime));
    assert_eq!(lines(&part(&mail, 2)), shown.html, "{}", String::from_utf8_lossy(&mime));
    assert_eq!(mail.parts.len(), 3);
    for line in mime.split(|byte| *byte == b'\n') {
        assert_eq!(line.last().copied().unwrap_or(b'\r'), b'\r', "a line feed without a carriage return");
    }
    let text = String::from_utf8_lossy(&mime);
    for line in text.split_once("\r\n\r\n").unwrap().1.split("\r\n") {
        assert!(line.len() <= 76, "{} {line}", line.len());
    }
    assert!(mime.iter().all(|byte| byte.is_ascii()), "not seven bits");
}

fn part(mail: &mail_parser::Message<'_>, number: usize) -> String {
    mail.parts[number].text_contents().unwrap_or_default().to_owned()
}

#[test]
fn pieces_of_any_length_join_in_both_encodings() {
    for sign in ["a", "가", "=", "a\n", " "] {
        for before in [0, 1, 2, 3, 18, 19, 25, 56, 57, 58, 59, 74, 75, 76, 77, 200] {
            for after in [0, 1, 56, 57, 75, 76, 100] {
                let html = format!("{}{{{{v0}}}}{}{{{{v1}}}}", sign.repeat(before), sign.repeat(after));
                check(&html, &html, &["b".repeat(after), "나 \n".repeat(before % 4)]);
            }
        }
    }
}

#[test]
fn an_empty_part_is_still_a_part() {
    check("", "", &[]);
    check("{{v0}}", "{{v0}}", &["".into()]);
}

#[test]
fn korean_is_sent_in_the_shorter_encoding() {
    let korean = letter(edition("x", &"<p>안녕하세요</p>".repeat(9), "안녕하세요"), &recipient());
    let english = letter(edition("x", &"<p>Good morning</p>".repeat(9), "Good morning"), &recipient());
    assert_eq!(String::from_utf8(korean).unwrap().matches("encoding: base64".to_uppercase().as_str()).count(), 0);
    assert_eq!(String::from_utf8(english).unwrap().matches("Content-Transfer-Encoding: quoted-printable").count(), 2);
}

#[test]
fn a_part_that_grows_too_long_is_refused_with_its_name() {
    let mut recipient = recipient();
    recipient.merge.insert("Long".into(), "x".repeat(OUTPUT_OCTETS_MAX).into());
    let prepared = PreparedEdition::new(edition("x", "<p>{{Long}}</p>", "x")).unwrap();
    let problem = compose(&prepared, &recipient, &links(), &stamp()).unwrap_err();
    assert!(problem.text.en.starts_with("HTML: ") && problem.text.ko.starts_with("HTML: "), "{problem:?}");
}

fn piece() -> impl Strategy<Value = String> {
    let words = prop_oneof!["[a-zA-Z0-9=. \t]{0,100}", "[가-힣 ]{0,60}", "[ -~\n]{0,40}"];
    prop_oneof![
        3 => words.prop_map(|words| words.replace(['{', '\\'], "")),
        1 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\n.\n".to_owned()),
        1 => Just("\nFrom x".to_owned()),
        1 => Just("--=_7.200.1.k3v9.mail.shop.example.com--".to_owned()),
        1 => Just("😀".repeat(30)),
        1 => Just("{{v0}}".to_owned()),
        1 => Just("{{v1}}".to_owned()),
        1 => Just("{{#each list}}{{this}},{{/each}}".to_owned()),
        1 => Just("{{#if v0}} {{v0}} {{/if}}".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_sent_is_what_is_previewed(
        html in prop::collection::vec(piece(), 0..10),
        text in prop::collection::vec(piece(), 0..10),
        values in prop::collection::vec(prop_oneof![".{0,30}", "[가-힣\r\n\t ]{0,90}"], 0..3),
    ) {
        check(&html.concat(), &text.concat(), &values);
    }
}
