use super::{ADDRESS_OCTETS_MAX, EmailAddress, LOCAL_PART_OCTETS_MAX};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

fn read(text: &str) -> Result<String, String> {
    text.parse::<EmailAddress>().map(String::from).map_err(|invalid| invalid.reason.en)
}

#[test]
fn an_address_has_one_spelling() {
    let table = [
        ("ok1@example.com", "ok1@example.com"),
        ("  OK1@Example.COM\t", "ok1@example.com"),
        ("ok4@한글도메인.kr", "ok4@xn--bj0bj3i97fq8o5lq.kr"),
        ("ok4@XN--BJ0BJ3I97FQ8O5LQ.KR", "ok4@xn--bj0bj3i97fq8o5lq.kr"),
        ("ok@한글도메인。kr", "ok@xn--bj0bj3i97fq8o5lq.kr"),
        ("ok@Ｅｘａｍｐｌｅ.com", "ok@example.com"),
        ("ok@bücher.example", "ok@xn--bcher-kva.example"),
        ("first.last+tag@mail.shop.example.co.kr", "first.last+tag@mail.shop.example.co.kr"),
        ("o'brien!#$%&*-/=?^_`{|}~@example.com", "o'brien!#$%&*-/=?^_`{|}~@example.com"),
        ("1@2.example", "1@2.example"),
        ("\u{feff}ok@example.com", "ok@example.com"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_cannot_be_mailed_is_refused_with_the_reason() {
    let table = [
        ("", "empty"),
        (" \t\n", "empty"),
        ("no-at-sign.example.com", "no @"),
        ("two@@example.com", "more than one @"),
        ("a@b@example.com", "more than one @"),
        ("@example.com", "before the @"),
        ("a@", "after the @"),
        ("a@b", "full domain"),
        ("a@localhost", "full domain"),
        ("홍길동@example.com", "Latin letters"),
        ("josé@example.com", "Latin letters"),
        ("😀@example.com", "Latin letters"),
        ("a＠example.com", "no @"),
        ("\"quoted\"@example.com", "not allowed"),
        ("\"unterminated@example.com", "not allowed"),
        ("a b@example.com", "not allowed"),
        ("a\u{0}b@example.com", "not allowed"),
        ("a\r\nBcc:b@example.com", "not allowed"),
        ("a,b@example.com", "not allowed"),
        ("<a@example.com>", "in brackets: use only a@example.com"),
        ("Kim <a@example.com>", "a name and an address: use only a@example.com"),
        ("홍길동 <hong@example.com> ", "a name and an address: use only hong@example.com"),
        ("\"Kim, Ann\" <A@example.com>", "a name and an address: use only a@example.com"),
        ("Kim <a@b>", "not allowed"),
        ("Kim <a@b <a@example.com>", "use only a@example.com"),
        ("a(b@example.com", "‘(’ is not allowed"),
        ("a\u{1}b@example.com", "‘␁’ is not allowed"),
        ("김 철수\0@example.com", "‘김 철수␀’ before the @"),
        ("a@exa\0mple.com", "‘exa␀mple.com’ is not a domain"),
        (".a@example.com", "dot"),
        ("a.@example.com", "dot"),
        ("a..b@example.com", "dot"),
        ("a@example.com.", "dot"),
        ("a@.example.com", "not a domain"),
        ("a@example..com", "not a domain"),
        ("a@-example.com", "not a domain"),
        ("a@example-.com", "not a domain"),
        ("a@exa mple.com", "not a domain"),
        ("a@exam_ple.com", "not a domain"),
        ("a@example.com\r\nBcc: b", "not a domain"),
        ("a@[127.0.0.1]", "not a domain"),
        ("a@127.0.0.1", "number"),
        ("a@example.123", "number"),
        ("a@example.com, b", "not a domain"),
        ("a@😀", "domain"),
    ];
    for (text, words) in table {
        let reason = read(text).expect_err(text);
        assert!(reason.contains(words), "{text:?}: {reason}");
    }
}

#[test]
fn lengths_end_where_the_rfc_ends_them() {
    let local = |length: usize| format!("{}@example.com", "a".repeat(length));
    assert!(read(&local(LOCAL_PART_OCTETS_MAX)).is_ok());
    assert!(read(&local(LOCAL_PART_OCTETS_MAX + 1)).unwrap_err().contains("64"));
    let whole = |length: usize| {
        let domain = format!("{}.{}.{}.", "b".repeat(63), "c".repeat(63), "d".repeat(63));
        let rest = length - 2 - domain.len();
        format!("a@{domain}{}", "e".repeat(rest))
    };
    assert_eq!(read(&whole(ADDRESS_OCTETS_MAX)).unwrap().len(), ADDRESS_OCTETS_MAX);
    assert!(read(&whole(ADDRESS_OCTETS_MAX + 1)).is_err());
    assert!(read(&format!("a@{}.example", "b".repeat(64))).unwrap_err().contains("not a domain"));
}

#[test]
fn its_two_sides_can_be_asked_for() {
    let address: EmailAddress = "Kim@Shop.Example".parse().unwrap();
    assert_eq!((address.local_part(), address.domain()), ("kim", "shop.example"));
}

#[test]
fn json_cannot_smuggle_a_bad_one_in() {
    assert!(serde_json::from_str::<EmailAddress>("\"two@@example.com\"").is_err());
    let address: EmailAddress = serde_json::from_str("\" OK@example.com\"").unwrap();
    assert_eq!(serde_json::to_string(&address).unwrap(), "\"ok@example.com\"");
}

fn like_an_address() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        Just("a"),
        Just("가"),
        Just("@"),
        Just("."),
        Just("-"),
        Just("xn--"),
        Just("example"),
        Just(".com"),
        Just(" "),
        Just("\""),
        Just("\r\n"),
        Just("＠"),
        Just("。"),
        Just("ß"),
        Just("İ"),
        Just("\u{200d}"),
        Just("1"),
        Just("_"),
    ];
    let bits = prop::collection::vec(bit, 0..12).prop_map(|bits| bits.concat());
    prop_oneof![bits, ".{0,30}@.{0,30}", any::<String>()]
}

proptest! {
    #[test]
    fn what_is_read_once_reads_as_itself_and_fits_a_header(text in like_an_address()) {
        if let Ok(address) = text.parse::<EmailAddress>() {
            let written = address.to_string();
            assert_eq!(written.parse::<EmailAddress>().unwrap(), address, "{text:?}");
            assert!(written.len() <= ADDRESS_OCTETS_MAX);
            assert!(written.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\",;:\\()[]".contains(&byte)), "{written}");
            assert_eq!(written.matches('@').count(), 1);
            assert!(!written.bytes().any(|byte| byte.is_ascii_uppercase()));
        }
    }
}

#[test]
fn what_the_server_wrote_is_read_as_it_is() {
    for text in ["Kim@Example.com", "kim@예시.한국", " kim@example.com"] {
        let kept: EmailAddress = text.parse().unwrap();
        assert_eq!(super::written_by_us(kept.to_string()), Ok(kept));
    }
    for text in ["", "kim", "Kim@example.com", "kim@예시.한국", "k im@example.com"] {
        assert!(super::written_by_us(text.to_owned()).is_err(), "{text}");
    }
}

#[test]
fn a_masked_address_shows_its_first_letter_only() {
    let masked = |address: &str| address.parse::<EmailAddress>().unwrap().masked();
    assert_eq!(masked("Hong.Gildong@example.com"), "h•••@example.com");
    assert_eq!(masked("a@example.com"), "a•••@example.com");
}
