use super::compose;
use crate::{
    compose::Stamp,
    notice::{Notice, NoticeKind},
    sender::{Legal, SenderProfile},
};
use mail_parser::{HeaderValue, Message, MessageParser};

const KINDS: [NoticeKind; 4] =
    [NoticeKind::ConfirmSubscription, NoticeKind::Refused, NoticeKind::Agreed, NoticeKind::Reconfirm];

fn notice(kind: NoticeKind, locale: &str) -> Notice {
    Notice {
        kind,
        to: "ann@shop.example".parse().unwrap(),
        locale: Some(locale.into()),
        sender: None,
        // eight in the evening in London, the next day in Seoul
        at: "2026-11-21T20:00:00Z".parse().unwrap(),
        topics: vec![],
        link: "https://shop.example/u/token?a=1&b=2".into(),
    }
}

fn sender() -> SenderProfile {
    SenderProfile {
        name: "R&D <Shop>".into(),
        address: "news@shop.example".parse().unwrap(),
        reply_to: None,
        list_id: "news.shop.example".into(),
        legal: Legal { representative: "Ye-si Kim".into(), phone: "02-123-4567".into(), ..Legal::default() },
    }
}

fn octets(notice: &Notice) -> Vec<u8> {
    let stamp = Stamp { message_id: "notice.1@shop.example".into(), at: notice.at };
    compose(notice, &sender(), &stamp).mime
}

fn read(octets: &[u8]) -> Message<'_> {
    MessageParser::default().parse(octets).unwrap()
}

#[test]
fn every_notice_says_who_when_and_where_in_both_languages() {
    for kind in KINDS {
        for (locale, day) in [("ko", "2026년 11월 22일"), ("en-GB", "November 22, 2026"), ("fr", "November 22, 2026")]
        {
            let octets = octets(&notice(kind, locale));
            let letter = read(&octets);
            let (text, html) = (letter.body_text(0).unwrap(), letter.body_html(0).unwrap());
            for part in [day, "02-123-4567", "news@shop.example"] {
                assert!(text.contains(part) && html.contains(part), "{kind:?} {locale}: {part} in\n{text}\n{html}");
            }
            assert!(text.contains("https://shop.example/u/token?a=1&b=2"), "{text}");
            assert!(html.contains(r#"href="https://shop.example/u/token?a=1&amp;b=2""#), "{html}");
            assert!(html.contains("R&amp;D &lt;Shop&gt;") && !html.contains("<Shop>"), "{html}");
            let head = if locale == "ko" { "| 대표 Ye-si Kim |" } else { "| Representative Ye-si Kim |" };
            assert!(text.contains(head), "{text}");
            assert!(letter.subject().unwrap().contains("R&D <Shop>"));
        }
    }
}

#[test]
fn a_notice_is_written_by_a_program_and_is_of_no_list() {
    let octets = octets(&notice(NoticeKind::Refused, "ko"));
    let letter = read(&octets);
    assert_eq!(letter.header("Auto-Submitted").and_then(HeaderValue::as_text), Some("auto-generated"));
    assert!(letter.header("List-Unsubscribe").is_none());
}

#[test]
fn topics_are_named() {
    let about = Notice { topics: vec!["Sales".into(), "News".into()], ..notice(NoticeKind::Refused, "en") };
    let octets = octets(&about);
    assert!(read(&octets).subject().unwrap().contains("e-mail about Sales, News"));
}
