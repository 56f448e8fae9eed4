use super::{CheckedRecord, Purpose, RecordState as S, of_identity, of_sender};
use crate::{
    dns::{Answers, Found, Question, RecordKind as K},
    ses::{Dkim, Identity, IdentityLine, MailFrom, Verification},
};

const REGION: &str = "ap-northeast-2";
const MX: &str = "10 feedback-smtp.ap-northeast-2.amazonses.com.";
const SES: (K, &str, &[&str]) = (K::Txt, "amazonses.com", &["v=spf1 ip4:199.255.192.0/22 -all"]);
type Records<'a> = &'a [(K, &'a str, &'a [&'a str])];

fn settle<T>(records: Records<'_>, judge: impl Fn(&Answers) -> Result<T, Question>) -> T {
    let mut answers = Answers::default();
    loop {
        match judge(&answers) {
            Ok(judged) => return judged,
            Err(question) => {
                let known = records
                    .iter()
                    .chain([&SES])
                    .find(|(kind, name, _)| (*kind, *name) == (question.kind, &question.name));
                let answer = match known {
                    Some((.., ["silent"])) => Found::Unasked("timeout".into()),
                    Some((.., values)) => Found::Yes(values.iter().map(ToString::to_string).collect()),
                    None => Found::No,
                };
                answers.learn(question, answer);
            }
        }
    }
}

fn identity(is_own: bool) -> Identity {
    Identity {
        line: IdentityLine { name: "shop.example".into(), verification: Verification::Pending, is_sending: false },
        dkim: Dkim {
            status: Verification::Pending,
            tokens: vec!["abc".into()],
            zone: "dkim.amazonses.com".into(),
            is_own,
        },
        mail_from: Some(MailFrom { domain: "mail.shop.example".into(), status: Verification::Pending }),
        last_checked_at: None,
        problem: None,
    }
}

fn of(records: Records<'_>, purpose: Purpose) -> CheckedRecord {
    let all = settle(records, |answers| of_identity(answers, &identity(false), REGION));
    all.into_iter().find(|record| record.purpose == purpose).unwrap()
}

#[test]
fn an_empty_zone_is_told_what_to_enter() {
    let all = settle(&[], |answers| of_identity(answers, &identity(false), REGION));
    let shown: Vec<_> =
        all.iter().map(|it| (it.state, it.kind.as_str(), it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(
        shown,
        [
            (S::Missing, "CNAME", "abc._domainkey.shop.example", "abc.dkim.amazonses.com"),
            (S::Missing, "MX", "mail.shop.example", "10 feedback-smtp.ap-northeast-2.amazonses.com"),
            (S::Missing, "TXT", "mail.shop.example", "v=spf1 include:amazonses.com ~all"),
            (S::Missing, "TXT", "_dmarc.shop.example", "v=DMARC1; p=none"),
        ]
    );
    assert!(all.iter().all(|record| !record.says.en.is_empty() && !record.says.ko.is_empty()));
}

#[test]
fn dkim_names_lead_to_a_key() {
    const NAME: &str = "abc._domainkey.shop.example";
    const KEY: (K, &str, &[&str]) = (K::Txt, NAME, &["v=DKIM1; k=rsa; p=MIGf"]);
    const RIGHT: (K, &str, &[&str]) = (K::Cname, NAME, &["ABC.dkim.amazonses.com."]);
    let table: [(Records<'_>, S); 7] = [
        (&[RIGHT, KEY], S::Good),
        (&[RIGHT], S::Waiting),
        (&[RIGHT, (K::Txt, NAME, &["v=DKIM1; p="])], S::Waiting),
        (&[(K::Cname, NAME, &["other.dkim.amazonses.com"])], S::Wrong),
        (&[KEY], S::Wrong),
        (&[(K::Cname, "abc._domainkey.shop.example.shop.example", &["abc.dkim.amazonses.com"])], S::Wrong),
        (&[(K::Cname, NAME, &["silent"])], S::Unasked),
    ];
    for (records, expected) in table {
        let record = of(records, Purpose::Dkim);
        assert_eq!(record.state, expected, "{records:?}: {}", record.says);
    }
    let doubled = of(&[(K::Cname, "abc._domainkey.shop.example.shop.example", &["x"])], Purpose::Dkim);
    assert!(doubled.says.en.contains("‘abc._domainkey’"), "{}", doubled.says);
}

#[test]
fn the_envelope_has_one_mx_and_an_spf_record_that_amazon_passes() {
    const NAME: &str = "mail.shop.example";
    let mx: [(Records<'_>, S); 5] = [
        (&[(K::Mx, NAME, &[MX])], S::Good),
        (&[(K::Mx, NAME, &["5 feedback-smtp.ap-northeast-2.amazonses.com"])], S::Good),
        (&[(K::Mx, NAME, &[MX, "20 mx.shop.example"])], S::Wrong),
        (&[(K::Mx, NAME, &["10 feedback-smtp.us-east-1.amazonses.com"])], S::Wrong),
        (&[(K::Mx, NAME, &["silent"])], S::Unasked),
    ];
    for (records, expected) in mx {
        assert_eq!(of(records, Purpose::MailFromMx).state, expected, "{records:?}");
    }
    let spf: [(Records<'_>, S); 7] = [
        (&[(K::Txt, NAME, &["v=spf1 include:amazonses.com ~all"])], S::Good),
        (&[(K::Txt, NAME, &["other", "v=spf1 include:AmazonSES.com -all"])], S::Good),
        (&[(K::Txt, NAME, &["v=spf1 -all"])], S::Wrong),
        (&[(K::Txt, NAME, &["v=spf1 include:amazonses.co ~all"])], S::Wrong),
        (&[(K::Txt, NAME, &["v=spf1 include:amazonses.com ~all", "v=spf1 -all"])], S::Wrong),
        (&[(K::Txt, NAME, &["other"])], S::Missing),
        (&[(K::Txt, NAME, &["silent"])], S::Unasked),
    ];
    for (records, expected) in spf {
        let record = of(records, Purpose::MailFromSpf);
        assert_eq!(record.state, expected, "{records:?}: {}", record.says);
    }
}

#[test]
fn a_policy_is_found_at_the_domain_or_above_it() {
    const NAME: &str = "_dmarc.shop.example";
    let table: [(Records<'_>, S); 8] = [
        (&[(K::Txt, NAME, &["v=DMARC1; p=none; rua=mailto:d@shop.example"])], S::Good),
        (&[(K::Txt, NAME, &["v=DMARC1;p=reject"])], S::Good),
        (&[(K::Txt, NAME, &["v=DMARC1"])], S::Wrong),
        (&[(K::Txt, NAME, &["v=DMARC1; p=maybe"])], S::Wrong),
        (&[(K::Txt, NAME, &["v=DMARC1; p=none", "v=DMARC1; p=reject"])], S::Wrong),
        (&[(K::Txt, NAME, &["v=DMARC1; p=reject; aspf=s"])], S::Advice),
        (&[(K::Txt, NAME, &["v=DMARC1; p=reject; adkim=s"])], S::Good),
        (&[(K::Txt, NAME, &["silent"])], S::Unasked),
    ];
    for (records, expected) in table {
        let record = of(records, Purpose::Dmarc);
        assert_eq!(record.state, expected, "{records:?}: {}", record.says);
    }
    let above: Records<'_> = &[(K::Txt, NAME, &["v=DMARC1; p=none; adkim=s"])];
    let below = settle(above, |answers| of_sender(answers, "news.shop.example"));
    assert_eq!(below[2].state, S::Advice, "{}", below[2].says);
}

#[test]
fn a_domain_at_any_carrier_is_looked_at_too() {
    let table: [(Records<'_>, [S; 3]); 4] = [
        (&[], [S::Missing, S::Missing, S::Missing]),
        (
            &[
                (K::Txt, "shop.example", &["v=spf1 ip4:203.0.113.0/28 ~all"]),
                (K::Name, "_domainkey.shop.example", &[]),
                (K::Txt, "_dmarc.shop.example", &["v=DMARC1; p=quarantine"]),
            ],
            [S::Good, S::Good, S::Good],
        ),
        (&[(K::Txt, "shop.example", &["v=spf1 +all"])], [S::Wrong, S::Missing, S::Missing]),
        (&[(K::Txt, "shop.example", &["v=spf1 ip4:203.0.113.1"])], [S::Advice, S::Missing, S::Missing]),
    ];
    for (records, expected) in table {
        let states: Vec<S> =
            settle(records, |answers| of_sender(answers, "shop.example")).iter().map(|it| it.state).collect();
        assert_eq!(states, expected, "{records:?}");
    }
}

#[test]
fn a_key_of_ones_own_is_looked_for_where_it_is_kept() {
    let records: Records<'_> = &[(K::Txt, "abc._domainkey.shop.example", &["v=DKIM1; p=MIGf"])];
    let found = settle(records, |answers| of_identity(answers, &identity(true), REGION));
    assert_eq!((found[0].kind, found[0].state), (K::Txt, S::Good));
}
