use super::{
    AccountFacts, Code, DomainFacts, Finding, Found, LetterFacts, OwnPicture, PeopleFacts, Seen, Severity, Somebody,
    Tally, account, law, letter, links, people, pictures, sender_domain, words,
};
use crate::{
    ContactId, SenderId,
    campaign::CampaignKind,
    compose::{PreparedEdition, Rendered, sample_edition},
    edition::Edition,
    sender::{Legal, SenderProfile},
};

const LINK: &str = "https://shop.example/u/token";

fn codes(found: &[Finding]) -> Vec<Code> {
    found.iter().map(|finding| finding.code).collect()
}

fn somebody(n: i64) -> Somebody {
    Somebody { id: ContactId(n), address: format!("p{n}@example.com").parse().unwrap() }
}

#[test]
fn subjects_and_previews_are_measured_as_inboxes_show_them() {
    let long = "봄".repeat(36);
    let table: [(&str, &str, &[Code]); 6] = [
        ("(광고) 봄 세일", "이번 주말까지", &[Code::WordsFine]),
        (&long, "x", &[Code::SubjectLong]),
        (&long[..105], "x", &[Code::WordsFine]),
        ("Re: your order", "x", &[Code::SubjectPretends]),
        ("Sale", " ", &[Code::PreheaderEmpty]),
        ("Sale", &"x".repeat(141), &[Code::PreheaderLong]),
    ];
    for (subject, preheader, expected) in table {
        assert_eq!(codes(&words(subject, preheader)), expected, "{subject} / {preheader}");
    }
}

fn shop() -> SenderProfile {
    SenderProfile {
        name: "예시상점".into(),
        address: "news@shop.example".parse().unwrap(),
        reply_to: None,
        list_id: "news.shop.example".into(),
        legal: Legal {
            company: "(주)예시".into(),
            representative: String::new(),
            postal_address: "서울시 중구 세종대로 110".into(),
            phone: "02-1234-5678".into(),
        },
    }
}

const FOOTER: &str = "(주)예시 | 02) 1234 5678 | 서울시  중구<br>세종대로 110 | NEWS@shop.example \
    <a href=\"https://shop.example/u/token\">수신 거부</a> <a href=\"https://shop.example/u/token\">Unsubscribe</a>";

fn judged(kind: CampaignKind, subject: &str, html: &str, text: &str, sender: &SenderProfile) -> Vec<Code> {
    let letter = Rendered { subject: subject.into(), preheader: String::new(), html: html.into(), text: text.into() };
    codes(&law(kind, &letter, &Seen::of(html), LINK, (SenderId(1), sender)))
}

#[test]
fn advertising_names_itself_its_sender_and_the_way_out() {
    use CampaignKind::{Advertising, Informational};
    let with_text = format!("… {LINK}");
    let ad = |subject: &str, html: &str, sender: &SenderProfile| judged(Advertising, subject, html, &with_text, sender);
    assert_eq!(ad("(광고) 봄", FOOTER, &shop()), [Code::LawFine]);
    for subject in ["[광고] 봄", "( 광고) 봄", " (광고) 봄", "봄 (광고)"] {
        assert_eq!(ad(subject, FOOTER, &shop()), [Code::MarkMissing], "{subject}");
    }
    assert_eq!(ad("(광고) 봄", &FOOTER.replace("02) 1234 5678", ""), &shop()), [Code::FooterLacks]);
    assert_eq!(ad("(광고) 봄", &FOOTER.replace("NEWS@shop.example", ""), &shop()), [Code::FooterLacks]);
    assert_eq!(ad("(광고) 봄", &FOOTER.replace("Unsubscribe", "여기"), &shop()), [Code::RefusalMissing]);
    assert_eq!(ad("(광고) 봄", &FOOTER.replace("수신 거부", "여기"), &shop()), [Code::RefusalMissing]);
    let unknown = SenderProfile { legal: Legal::default(), ..shop() };
    assert_eq!(ad("(광고) 봄", FOOTER, &unknown), [Code::SenderUnknown]);
    assert_eq!(judged(Advertising, "(광고) 봄", FOOTER, "no link", &shop()), [Code::UnsubscribeMissing]);
    assert_eq!(judged(Informational, "Notice", "<p>Hello</p>", "Hello", &shop()), [Code::UnsubscribeMissing]);
    assert_eq!(judged(Informational, "Notice", &format!("<a href='{LINK}'>out</a>"), LINK, &shop()), [Code::LawFine]);
}

#[test]
fn links_are_told_apart_by_where_they_lead() {
    let table = [
        ("https://shop.example/a?b=1&amp;c=2", Code::LinksFine),
        ("mailto:help@shop.example", Code::LinksFine),
        ("tel:0212345678", Code::LinksFine),
        ("http://shop.example", Code::LinkInsecure),
        ("#", Code::LinkUnfilled),
        ("", Code::LinkUnfilled),
        ("https://", Code::LinkUnfilled),
        ("/sale", Code::LinkBroken),
        ("www.shop.example", Code::LinkBroken),
        ("javascript:alert(1)", Code::LinkBroken),
        ("https://shop", Code::LinkBroken),
        ("https://shop.example/a b", Code::LinkBroken),
        ("http://localhost:3000", Code::LinkUnreachable),
        ("https://192.168.0.7/x", Code::LinkUnreachable),
        ("https://user@10.0.0.1:8443/", Code::LinkUnreachable),
        ("http://[::1]/", Code::LinkUnreachable),
        ("https://nas.local/", Code::LinkUnreachable),
    ];
    for (address, expected) in table {
        let html = format!("<p>x</p><A class=b HREF=\"{address}\" target=_blank>here</A>");
        assert_eq!(codes(&links(&Seen::of(&html), LINK)), [expected], "{address}");
    }
    assert_eq!(codes(&links(&Seen::of(""), "http://127.0.0.1:3000/u/x")), [Code::AddressLocal]);
    let in_a_browser = Seen::of("<a href='http://127.0.0.1:3000/v/x'>here</a>");
    assert_eq!(codes(&links(&in_a_browser, "http://127.0.0.1:3000/u/x")), [Code::AddressLocal]);
}

#[test]
fn comments_styles_and_broken_markup_do_not_confuse_the_reader() {
    let html = "<!--[if mso]><a href='#'>x</a><![endif]--><style>a{content:'<a href=\"#\">'}</style>\
        <a href=https://a.example/b>1</a><img src='https://a.example/c.png' alt><p a=\"<>\">Hi&nbsp;&amp; bye</p><a href=\"https://d.example";
    let seen = Seen::of(html);
    let hrefs: Vec<&str> = seen.anchors.iter().map(|anchor| anchor.href.as_str()).collect();
    assert_eq!(hrefs, ["https://a.example/b", "https://d.example"]);
    assert_eq!(seen.pictures[0].alt.as_deref(), Some(""));
    assert!(seen.text.contains("Hi & bye"), "{}", seen.text);
    for broken in ["<", "<a", "<a =", "<a href=", "</", "<!--", "<style", "<a ==== >", "<한 글=\"x", "<a/>"] {
        Seen::of(broken);
    }
}

#[test]
fn pictures_must_be_reachable_and_say_something() {
    let own = [
        OwnPicture { address: "https://shop.example/i/a.png".into(), octets: Some(2_000_000) },
        OwnPicture { address: "http://127.0.0.1/i/gone.png".into(), octets: None },
    ];
    let judged = |html: &str, own: &[OwnPicture]| codes(&pictures(&Seen::of(html), own));
    assert_eq!(judged("", &[]), [Code::PicturesFine]);
    assert_eq!(judged("<img src='https://a.example/x.png' alt=''>", &[]), [Code::PicturesFine]);
    assert_eq!(judged("<img src='https://a.example/x.png'>", &[]), [Code::AltMissing]);
    assert_eq!(judged("<img src='http://a.example/x.png' alt=x>", &[]), [Code::PictureInsecure]);
    assert_eq!(judged("<img src='x.png' alt=x>", &[]), [Code::PictureBroken]);
    assert_eq!(judged("<img src='data:image/png;base64,AA' alt=x>", &[]), [Code::PictureEmbedded]);
    assert_eq!(judged("<img src='https://shop.example/i/a.png' alt=x>", &own[..1]), [Code::PicturesHeavy]);
    assert_eq!(judged("<img src='http://127.0.0.1/i/gone.png' alt=x>", &own[1..]), [Code::PictureGone]);
}

#[test]
fn the_account_says_what_it_allows() {
    let fine = AccountFacts {
        account: Some("ses".into()),
        is_outbox: false,
        rate_per_second: Some(14.0),
        left_today: Some(50_000),
        sandbox: false,
        sending_enabled: true,
        mailed: 200,
    };
    assert_eq!(codes(&account(&fine)), [Code::AccountFine]);
    assert!(account(&fine)[0].says.en.contains("about 1 min"));
    assert_eq!(codes(&account(&AccountFacts { account: None, ..fine.clone() })), [Code::NothingSends]);
    assert_eq!(codes(&account(&AccountFacts { is_outbox: true, ..fine.clone() })), [Code::NothingLeaves]);
    assert_eq!(codes(&account(&AccountFacts { left_today: Some(199), ..fine.clone() })), [Code::QuotaShort]);
    let poor = AccountFacts { sandbox: true, sending_enabled: false, ..fine };
    assert_eq!(codes(&account(&poor)), [Code::SendingDisabled, Code::Sandbox]);
}

#[test]
fn what_dns_did_not_answer_is_never_fine() {
    let facts = |spf, dkim, dmarc| DomainFacts { domain: "shop.example".into(), spf, dkim, dmarc };
    let yes = facts(Found::Yes(1), Found::Yes(()), Found::Yes(1));
    assert_eq!(codes(&sender_domain(&yes)), [Code::DomainFine]);
    let none = facts(Found::No, Found::No, Found::No);
    assert_eq!(codes(&sender_domain(&none)), [Code::SpfMissing, Code::DkimMissing, Code::DmarcMissing]);
    let silent = facts(Found::Unasked("timeout".into()), Found::Yes(()), Found::Yes(2));
    let found = sender_domain(&silent);
    assert_eq!(codes(&found), [Code::DomainUnasked, Code::RecordTwice]);
    assert!(found.iter().all(|finding| finding.severity() == Severity::Warn));
}

#[test]
fn what_is_remembered_of_people_names_one_of_them() {
    let edition = sample_edition("{{Grade}}", "", "en").unwrap();
    let edition = PreparedEdition::new(Edition { subject: "{{Namme}}".into(), ..edition }).unwrap();
    let mut tally = Tally { checked: 3, ..Tally::default() };
    assert_eq!(codes(&letter(LetterFacts { tally: &tally, edition: &edition })), [Code::ValuesFine]);
    for n in 1..=3 {
        tally.lacks("Namme", &somebody(n));
        tally.weighs(1000 * n as usize, &somebody(n));
    }
    tally.lacks("Grade", &somebody(2));
    let found = letter(LetterFacts { tally: &tally, edition: &edition });
    assert_eq!(codes(&found), [Code::ValueEmpty, Code::ValueUnknown, Code::SizeFine]);
    assert!(found[0].says.ko.contains("p2@example.com"));
    assert!(found[1].says.en.contains("used in: subject;"), "{}", found[1].says.en);
    assert!(found[1].says.ko.contains("사용된 곳: 제목."), "{}", found[1].says.ko);
    let sized = |octets: usize| {
        let mut tally = Tally { checked: 1, ..Tally::default() };
        tally.weighs(octets, &somebody(1));
        codes(&letter(LetterFacts { tally: &tally, edition: &edition }))[1]
    };
    assert_eq!(
        [80 * 1024, 80 * 1024 + 1, 100 * 1024, 100 * 1024 + 1].map(sized),
        [Code::SizeFine, Code::LetterLarge, Code::LetterLarge, Code::LetterClipped]
    );
    tally.cannot_be_made(&somebody(9));
    assert!(codes(&letter(LetterFacts { tally: &tally, edition: &edition })).contains(&Code::LetterTooLong));
}

#[test]
fn an_audience_that_nobody_would_get_blocks() {
    let facts = |people, suppressed, lately| PeopleFacts { people, suppressed, lately, unasked: 0 };
    let table = [
        (facts(0, 0, 0), vec![Code::AudienceEmpty]),
        (facts(5, 5, 0), vec![Code::EverybodySuppressed]),
        (facts(5, 1, 0), vec![Code::SomeSuppressed]),
        (facts(5, 0, 2), vec![Code::SentLately]),
        (facts(5, 0, 0), vec![Code::AudienceFine]),
    ];
    for (facts, expected) in table {
        assert_eq!(codes(&people(CampaignKind::Advertising, facts)), expected, "{facts:?}");
    }
}

#[test]
fn advertising_to_people_who_never_agreed_is_told_and_other_letters_need_no_consent() {
    let facts = PeopleFacts { people: 5, unasked: 2, ..PeopleFacts::default() };
    let found = people(CampaignKind::Advertising, facts);
    assert_eq!(codes(&found), [Code::ConsentUnknown]);
    assert!(found[0].says.en.contains("for 2 of these people"), "{found:?}");
    assert_eq!(codes(&people(CampaignKind::Informational, facts)), [Code::AudienceFine]);
}
