use super::{edition, letter, links, read, recipient, sample_links, stamp};
use crate::{
    compose::{Links, PreparedEdition, Stamp, compose, person::one_line},
    edition::Mailbox,
    template::{Problem, clean},
};
use mail_parser::HeaderName;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

const HEADERS: [&str; 11] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Id",
    "Precedence",
    "MIME-Version",
    "Content-Type",
];

fn head(mime: &[u8]) -> String {
    let text = String::from_utf8(mime.to_vec()).unwrap();
    text.split_once("\r\n\r\n").unwrap().0.to_owned()
}

fn names(head: &str) -> Vec<&str> {
    let begins = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    begins.map(|line| line.split_once(':').unwrap().0).collect()
}

#[test]
fn the_headers_are_those_a_mailbox_provider_asks_for() {
    let mime = letter(edition("Hello", "<p>x</p>", "x"), &recipient());
    let head = head(&mime);
    assert_eq!(names(&head), HEADERS);
    assert!(head.contains("\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\n"));
    assert!(head.contains("\r\nMessage-ID: <7.200.1.k3v9@mail.shop.example.com>\r\n"));
    assert!(head.contains(
        "\r\nList-Unsubscribe: <https://mail.shop.example.com/u/AQEBc7s200signature>,\r\n <mailto:unsub+AQEB@shop.example.com?subject=unsubscribe>\r\n"
    ));
    assert!(head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(head.contains("\r\nList-Id: <news.shop.example.com>\r\n"));
    assert!(head.contains("\r\nPrecedence: bulk\r\n"));
}

#[test]
fn replies_go_where_the_edition_says() {
    let mut edition = edition("Hello", "<p>x</p>", "x");
    edition.reply_to = Some(Mailbox { name: "고객센터".into(), address: "help@shop.example.com".parse().unwrap() });
    let mime = letter(edition, &recipient());
    assert_eq!(read(&mime).reply_to().unwrap().first().unwrap().address(), Some("help@shop.example.com"));
}

#[test]
fn a_person_without_a_name_is_addressed_by_the_address_alone() {
    let mut recipient = recipient();
    recipient.name = " \r\n ".into();
    assert!(head(&letter(edition("x", "x", "x"), &recipient)).contains("\r\nTo: <customer0001@mail.example.org>\r\n"));
}

#[test]
fn a_long_unsubscribe_link_stays_whole() {
    let unsubscribe = format!("https://mail.shop.example.com/u/{}", "A".repeat(300));
    let prepared = PreparedEdition::new(edition("x", "x", "x")).unwrap();
    let links = Links { unsubscribe: unsubscribe.clone(), ..sample_links() };
    let mime = compose(&prepared, &recipient(), &links, &stamp()).unwrap().mime;
    assert!(head(&mime).contains(&format!("<{unsubscribe}>\r\n")));
    let lines: Vec<_> = head(&mime).split("\r\n").map(str::to_owned).collect();
    assert!(lines.iter().all(|line| !line.trim().is_empty()), "{lines:?}");
}

#[test]
fn links_and_ids_that_would_break_a_header_are_refused() {
    let prepared = PreparedEdition::new(edition("x", "x", "x")).unwrap();
    for bad in
        ["https://a.example/\r\nBcc: all@example.com", "https://a.example/ x", "https://a.example/>,<b:", "nowhere", ""]
    {
        let links = Links { unsubscribe: bad.into(), ..sample_links() };
        refused(bad, compose(&prepared, &recipient(), &links, &stamp()).unwrap_err());
    }
    for bad in ["", "x", "a@b@c", "a b@c", "a@b\r\nBcc: x", "a@", "<a@b>"] {
        let stamp = Stamp { message_id: bad.into(), ..stamp() };
        refused(bad, compose(&prepared, &recipient(), &links(), &stamp).unwrap_err());
    }
    for bad in ["", "a b", "news\r\nBcc: x", "<a>", "뉴스"] {
        let mut edition = edition("x", "x", "x");
        edition.list_id = bad.into();
        refused(bad, PreparedEdition::new(edition).unwrap_err().remove(0));
    }
}

/// Told in both languages, with the words that are wrong.
fn refused(bad: &str, Problem { text, .. }: Problem) {
    let quoted = format!("{bad:?}");
    assert!(text.en.contains(&quoted) && text.ko.contains(&quoted) && text.en != text.ko, "{text:?}");
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[가-힣]{1,40}",
        "[a-zA-Z0-9]{1,90}",
        "[ -~]{0,20}",
        Just("\r\nBcc: all@example.com".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\u{0}\u{7f}\u{85}\u{2028}".to_owned()),
        Just("👨‍👩‍👧‍👦🏳️‍🌈".to_owned()),
        Just("=?utf-8?B?7JWI?=".to_owned()),
        Just("=?x?Q?".to_owned()),
        Just("\"\\,;:<>()@".to_owned()),
        Just("  ".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    let glue = prop_oneof![Just(" "), Just(""), Just("  ")];
    prop::collection::vec((word, glue), 0..8)
        .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn names_and_subjects_arrive_as_they_are_and_add_no_header(subject in words(), name in words(), from in words()) {
        let mut edition = edition("{{Line}}", "<p>x</p>", "x");
        edition.from.name = from.clone();
        let mut recipient = recipient();
        recipient.name = name.clone();
        recipient.merge.insert("Line".into(), subject.clone().into());
        let mime = letter(edition, &recipient);
        let head = head(&mime);
        assert_eq!(names(&head), HEADERS, "{head}");
        for line in head.split("\r\n") {
            let has_long_word = line.split(' ').any(|word| word.len() > 60);
            assert!(line.len() <= if has_long_word { 998 } else { 78 }, "{} {line}", line.len());
            assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line:?}");
            assert!(!line.trim().is_empty(), "{head}");
        }
        let mail = read(&mime);
        assert_eq!(mail.subject().unwrap_or_default(), one_line(&clean(&subject)), "{head}");
        let to = mail.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("customer0001@mail.example.org"));
        let short = |name: &str| one_line(name).chars().take(100).collect::<String>();
        assert_eq!(to.name().unwrap_or_default(), short(&name).trim(), "{head}");
        assert_eq!(mail.from().unwrap().first().unwrap().name().unwrap_or_default(), short(&from).trim(), "{head}");
        assert!(mail.header(HeaderName::Bcc).is_none());
    }
}
