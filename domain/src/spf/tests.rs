use super::{Client, LOOKUPS_MAX, Outcome, check, macros, permits, record::Record, walk};
use crate::dns::{Answers, Found, Question, RecordKind, reverse_name};
use Outcome::{Fail, Neutral, None as NoRecord, Pass, PermError, SoftFail, TempError};
use RecordKind::{A, Aaaa, Mx, Ptr, Txt};

/// A zone file: what it does not name does not exist.
struct Zone(Vec<(RecordKind, String, Vec<String>)>);

impl Zone {
    fn new(records: &[(RecordKind, &str, &[&str])]) -> Self {
        let own = |(kind, name, values): &(RecordKind, &str, &[&str])| {
            (*kind, (*name).to_owned(), values.iter().map(ToString::to_string).collect())
        };
        Self(records.iter().map(own).collect())
    }

    fn answer(&self, question: &Question) -> Found<Vec<String>> {
        if question.name.ends_with("silent.example") {
            return Found::Unasked("timeout".into());
        }
        let found = self.0.iter().find(|(kind, name, _)| *kind == question.kind && *name == question.name);
        found.map_or(Found::No, |(.., values)| Found::Yes(values.clone()))
    }

    /// Asks whatever is asked for, as the driver does.
    fn settle<T>(&self, judge: impl Fn(&Answers) -> Result<T, Question>) -> T {
        let mut answers = Answers::default();
        loop {
            match judge(&answers) {
                Ok(verdict) => return verdict,
                Err(question) => {
                    let answer = self.answer(&question);
                    answers.learn(question, answer);
                }
            }
        }
    }

    fn check(&self, domain: &str, ip: &str, sender: &str) -> Outcome {
        let client = Client { ip: ip.parse().unwrap(), sender };
        self.settle(|answers| check(answers, domain, client)).outcome
    }
}

/// RFC 7208, appendix A.
fn example_com() -> Vec<(RecordKind, &'static str, &'static [&'static str])> {
    vec![
        (A, "example.com", &["192.0.2.10", "192.0.2.11"]),
        (A, "amy.example.com", &["192.0.2.65"]),
        (A, "bob.example.com", &["192.0.2.66"]),
        (A, "mail-a.example.com", &["192.0.2.129"]),
        (A, "mail-b.example.com", &["192.0.2.130"]),
        (Mx, "example.com", &["10 mail-a.example.com", "20 mail-b.example.com"]),
        (Mx, "example.org", &["10 mail-c.example.org"]),
        (A, "mail-c.example.org", &["192.0.2.140"]),
        (Ptr, "10.2.0.192.in-addr.arpa", &["example.com"]),
        (A, "mary.mobile-users._spf.example.com", &["127.0.0.2"]),
        (A, "15.15.168.192.joel.remote-users._spf.example.com", &["127.0.0.2"]),
    ]
}

#[test]
fn the_examples_of_the_rfc() {
    for (record, ip, expected) in [
        ("v=spf1 +all", "192.0.2.129", Pass),
        ("v=spf1 a -all", "192.0.2.10", Pass),
        ("v=spf1 a -all", "192.0.2.65", Fail),
        ("v=spf1 a:example.org -all", "192.0.2.10", Fail),
        ("v=spf1 mx -all", "192.0.2.129", Pass),
        ("v=spf1 mx -all", "192.0.2.10", Fail),
        ("v=spf1 mx:example.org -all", "192.0.2.140", Pass),
        ("v=spf1 mx mx:example.org -all", "192.0.2.130", Pass),
        ("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.131", Pass),
        ("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.143", Pass),
        ("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.144", Fail),
        ("v=spf1 ptr -all", "192.0.2.10", Pass),
        ("v=spf1 ptr -all", "192.0.2.65", Fail),
        ("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.65", Fail),
        ("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.129", Pass),
    ] {
        let mut records = example_com();
        let texts: [&str; 1] = [record];
        records.push((Txt, "example.com", Box::leak(Box::new(texts))));
        assert_eq!(
            Zone::new(&records).check("example.com", ip, "strong-bad@example.com"),
            expected,
            "{record} from {ip}"
        );
    }
}

#[test]
fn users_are_told_apart_by_macros() {
    let mut records = example_com();
    records.push((
        Txt,
        "example.com",
        &["v=spf1 mx include:mobile-users._spf.%{d} include:remote-users._spf.%{d} -all"],
    ));
    records.push((Txt, "mobile-users._spf.example.com", &["v=spf1 exists:%{l1r+}.%{d}"]));
    records.push((Txt, "remote-users._spf.example.com", &["v=spf1 exists:%{ir}.%{l1r+}.%{d}"]));
    let zone = Zone::new(&records);
    for (ip, sender, expected) in [
        ("203.0.113.1", "mary@example.com", Pass),
        ("203.0.113.1", "mary+news@example.com", Pass),
        ("192.168.15.15", "joel@example.com", Pass),
        ("192.168.15.16", "joel@example.com", Fail),
        ("203.0.113.1", "fred@example.com", Fail),
    ] {
        assert_eq!(zone.check("example.com", ip, sender), expected, "{sender} from {ip}");
    }
}

/// RFC 7208, 7.4.
#[test]
fn macros_expand_as_the_rfc_says() {
    let v4 = Client { ip: "192.0.2.3".parse().unwrap(), sender: "strong-bad@email.example.com" };
    let v6 = Client { ip: "2001:db8::cb01".parse().unwrap(), ..v4 };
    let domain = "email.example.com";
    for (text, client, expected) in [
        ("%{s}", v4, "strong-bad@email.example.com"),
        ("%{o}", v4, "email.example.com"),
        ("%{d4}", v4, "email.example.com"),
        ("%{d3}", v4, "email.example.com"),
        ("%{d2}", v4, "example.com"),
        ("%{d1}", v4, "com"),
        ("%{dr}", v4, "com.example.email"),
        ("%{d2r}", v4, "example.email"),
        ("%{l}", v4, "strong-bad"),
        ("%{l-}", v4, "strong.bad"),
        ("%{lr-}", v4, "bad.strong"),
        ("%{l1r-}", v4, "strong"),
        ("%{ir}.%{v}._spf.%{d2}", v4, "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", v4, "bad.strong.lp._spf.example.com"),
        ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", v4, "3.2.0.192.in-addr.strong.lp._spf.example.com"),
        ("%{d2}.trusted-domains.example.net", v4, "example.com.trusted-domains.example.net"),
        (
            "%{ir}.%{v}._spf.%{d2}",
            v6,
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com",
        ),
        ("%{S}", v4, "strong-bad%40email.example.com"),
        ("100%%%_x%-.com", v4, "100% x%20.com"),
    ] {
        assert_eq!(macros::expand(text, domain, client), expected, "{text}");
    }
}

#[test]
fn one_wrong_term_spoils_the_record() {
    for record in [
        "v=spf1 ip4:192.0.2.1/33 -all",
        "v=spf1 ip4:192.0.2 -all",
        "v=spf1 ip4:192.0.2.01 -all",
        "v=spf1 ip4:192.0.2.1/08 -all",
        "v=spf1 ip4 -all",
        "v=spf1 ip6:2001:db8::/129 -all",
        "v=spf1 ip6:::1::1 -all",
        "v=spf1 a:example.com/33 -all",
        "v=spf1 a/24//129 -all",
        "v=spf1 a: -all",
        "v=spf1 a:example -all",
        "v=spf1 a:example.42 -all",
        "v=spf1 include -all",
        "v=spf1 include: -all",
        "v=spf1 include:%{x}.example.com -all",
        "v=spf1 include:%{d0}.example.com -all",
        "v=spf1 include:%(d).example.com -all",
        "v=spf1 include:%{d.example.com -all",
        "v=spf1 exists:%{t}.example.com -all",
        "v=spf1 all:example.com",
        "v=spf1 -all.",
        "v=spf1 unknown:example.com -all",
        "v=spf1 include=example.com a: -all",
        "v=spf1 -redirect=example.com",
        "v=spf1 redirect=a.example.com redirect=b.example.com",
        "v=spf1 exp=a.example.com exp=b.example.com -all",
        "v=spf1 redirect=",
        "v=spf1 ptr/24 -all",
        "v=spf1\u{a0}-all -all.",
        "v=spf1 include:회사.example -all",
    ] {
        assert!(Record::parse(record).is_err(), "{record}");
    }
    for record in [
        "v=spf1",
        "v=spf1  a   -all  ",
        "V=SPF1 A MX/24//64 -ALL",
        "v=spf1 a:example.com/24//64 ?all",
        "v=spf1 a//64 mx:%{d}/28",
        "v=spf1 ip6:2001:db8::/32 ip6:::ffff:192.0.2.1 ~all",
        "v=spf1 moo=%{d}.x redirect=_spf.example.com",
        "v=spf1 exists:%{i}._spf.%{d2}",
        "v=spf1 include:%{d}",
        "v=spf1 a:example.com. include:_spf.xn--3e0b707e",
    ] {
        assert!(Record::parse(record).is_ok(), "{record}: {:?}", Record::parse(record));
    }
}

#[test]
fn records_lead_to_each_other_within_limits() {
    let chain: Vec<(RecordKind, String, String)> = (0..20)
        .map(|n| (Txt, format!("c{n}.example"), format!("v=spf1 include:c{}.example -all", n + 1)))
        .chain([(Txt, "c20.example".into(), "v=spf1 ip4:198.51.100.1 -all".into())])
        .collect();
    let mut zone = Zone(chain.into_iter().map(|(kind, name, text)| (kind, name, vec![text])).collect());
    let more = Zone::new(&[
        (Txt, "good.example", &["v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all"]),
        (Txt, "fails.example", &["v=spf1 -all"]),
        (Txt, "includes.example", &["v=spf1 include:good.example -all"]),
        (Txt, "passes-over.example", &["v=spf1 include:fails.example ?all"]),
        (Txt, "broken.example", &["v=spf1 include:gone.example -all"]),
        (Txt, "early.example", &["v=spf1 ip4:198.51.100.9 include:gone.example -all"]),
        (Txt, "twice.example", &["v=spf1 -all", "v=spf1 +all", "other"]),
        (Txt, "other.example", &["v=spf10 -all", "google-site-verification=x"]),
        (Txt, "redirects.example", &["v=spf1 redirect=good.example"]),
        (Txt, "redirects-nowhere.example", &["v=spf1 redirect=gone.example"]),
        (Txt, "all-first.example", &["v=spf1 ?all redirect=good.example"]),
        (Txt, "asks-silent.example", &["v=spf1 include:silent.example -all"]),
        (Txt, "loops.example", &["v=spf1 include:loops.example -all"]),
        (Txt, "voids.example", &["v=spf1 a:x1.example a:x2.example a:x3.example -all"]),
        (Txt, "two-voids.example", &["v=spf1 a:x1.example mx:x2.example -all"]),
        (Txt, "six.example", &["v=spf1 a:v6.example -all"]),
        (Aaaa, "v6.example", &["2001:db8::7"]),
        (Txt, "many-mx.example", &["v=spf1 mx -all"]),
        (
            Mx,
            "many-mx.example",
            &["1 a.x", "1 b.x", "1 c.x", "1 d.x", "1 e.x", "1 f.x", "1 g.x", "1 h.x", "1 i.x", "1 j.x", "1 k.x"],
        ),
        (Mx, "null-mx.example", &["0 ."]),
        (Txt, "null-mx.example", &["v=spf1 mx ~all"]),
    ]);
    zone.0.extend(more.0);
    for (domain, ip, expected) in [
        ("good.example", "198.51.100.7", Pass),
        ("good.example", "::ffff:198.51.100.7", Pass),
        ("good.example", "203.0.113.1", SoftFail),
        ("good.example", "2001:db8:ffff::1", Pass),
        ("includes.example", "198.51.100.7", Pass),
        ("includes.example", "203.0.113.1", Fail),
        ("passes-over.example", "203.0.113.1", Neutral),
        ("broken.example", "198.51.100.7", PermError),
        ("early.example", "198.51.100.9", Pass),
        ("twice.example", "198.51.100.7", PermError),
        ("other.example", "198.51.100.7", NoRecord),
        ("gone.example", "198.51.100.7", NoRecord),
        ("localhost", "198.51.100.7", NoRecord),
        ("redirects.example", "198.51.100.7", Pass),
        ("redirects.example", "203.0.113.1", SoftFail),
        ("redirects-nowhere.example", "198.51.100.7", PermError),
        ("all-first.example", "198.51.100.7", Neutral),
        ("asks-silent.example", "198.51.100.7", TempError),
        ("silent.example", "198.51.100.7", TempError),
        ("loops.example", "198.51.100.7", PermError),
        ("voids.example", "198.51.100.7", PermError),
        ("two-voids.example", "198.51.100.7", Fail),
        ("six.example", "2001:db8::7", Pass),
        ("six.example", "198.51.100.7", Fail),
        ("many-mx.example", "198.51.100.7", PermError),
        ("null-mx.example", "198.51.100.7", SoftFail),
        // ten includes are allowed, the eleventh is one too many
        ("c10.example", "198.51.100.1", Pass),
        ("c9.example", "198.51.100.1", PermError),
    ] {
        assert_eq!(zone.check(domain, ip, &format!("me@{domain}")), expected, "{domain} from {ip}");
    }
}

#[test]
fn a_record_is_tried_with_the_networks_of_its_carrier() {
    let zone = Zone::new(&[
        (Txt, "amazonses.com", &["v=spf1 ip4:199.255.192.0/22 ip4:54.240.0.0/18 ip6:2001:db8:5::/48 -all"]),
        (Txt, "good.example", &["v=spf1 include:amazonses.com ~all"]),
        (Txt, "some.example", &["v=spf1 ip4:199.255.192.0/22 -all"]),
        (Txt, "late.example", &["v=spf1 -all include:amazonses.com"]),
        (Txt, "typo.example", &["v=spf1 include:amazonse.com ~all"]),
        (Txt, "long.example", &["v=spf1 a:a.x.example a:b.x.example include:amazonses.com ~all"]),
        (A, "a.x.example", &["203.0.113.1"]),
        (A, "b.x.example", &["203.0.113.1"]),
    ]);
    for (domain, expected, lookups) in [
        ("good.example", Pass, 1),
        ("some.example", Fail, 0),
        ("late.example", Fail, 0),
        ("typo.example", PermError, 1),
        ("long.example", Pass, 3),
        ("none.example", NoRecord, 0),
    ] {
        let verdict = zone.settle(|answers| permits(answers, domain, "amazonses.com"));
        assert_eq!((verdict.outcome, verdict.lookups), (expected, lookups), "{domain}: {verdict:?}");
    }
    let unknown = zone.settle(|answers| permits(answers, "good.example", "carrier.silent.example"));
    assert_eq!(unknown.outcome, TempError);
    assert!(zone.settle(|answers| walk(answers, "long.example")).lookups <= LOOKUPS_MAX);
}

#[test]
fn a_name_proves_itself_backwards_and_forwards() {
    let reverse: &'static str = Box::leak(reverse_name("203.0.113.7".parse().unwrap()).into_boxed_str());
    let zone = Zone::new(&[
        (Txt, "shop.example", &["v=spf1 ptr -all"]),
        (Ptr, reverse, &["liar.shop.example", "mail.shop.example"]),
        (A, "liar.shop.example", &["203.0.113.8"]),
        (A, "mail.shop.example", &["203.0.113.7"]),
    ]);
    assert_eq!(zone.check("shop.example", "203.0.113.7", "me@shop.example"), Pass);
    assert_eq!(zone.check("shop.example", "203.0.113.8", "me@shop.example"), Fail);
}
