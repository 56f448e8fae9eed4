//! The account letters leave through: what SES and DNS say of it, and what a button sets up there.

use crate::{
    doubles::{dns::DnsDouble, ses::SesDouble},
    house::House,
    ses::open,
};
use domain::{
    member::Role,
    sender::SenderEntry,
    sending_domain::{Purpose, RecordState},
    ses::{Enforcement, ReportsState, SesParts, Through, Verification},
};
use mailroom::{
    Error, Mailroom, Member,
    mailer::Mailer,
    senders,
    ses_account::{self, SesDesk},
};
use serde_json::json;

const TOPIC: &str = "arn:aws:sns:ap-northeast-2:123456789012:pabal";

async fn started() -> (House, SesDouble, Mailroom) {
    let (house, double) = (House::new().await, SesDouble::start().await);
    let Mailer::Ses(ses) = open(&double) else { panic!("that is no SES") };
    let mailroom = house.mailroom.clone().with_ses(Some(SesDesk { ses, topics: vec![TOPIC.into()] }));
    (house, double, mailroom)
}

async fn parts(mailroom: &Mailroom) -> SesParts {
    match ses_account::account(mailroom, &Member::operator()).await.unwrap().through {
        Through::Ses(parts) => *parts,
        other => panic!("not through SES: {other:?}"),
    }
}

async fn sender(mailroom: &Mailroom, address: &str) {
    let entry = SenderEntry { address: address.into(), company: "Dawn Shop".into(), ..SenderEntry::default() };
    senders::create(mailroom, &Member::operator(), &entry).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_says_how_it_stands_and_a_sandbox_gets_its_request() {
    let (_house, double, mailroom) = started().await;
    sender(&mailroom, "news@shop.example").await;
    double.log().account = json!({"ProductionAccessEnabled": false, "SendingEnabled": true, "EnforcementStatus": "PROBATION",
        "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 150.0},
        "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        "Details": {"ReviewDetails": {"Status": "PENDING", "CaseId": "7"}}});
    let found = parts(&mailroom).await;
    let account = found.account.unwrap();
    assert_eq!(
        (account.region.as_str(), account.is_production, account.left_today()),
        ("ap-northeast-2", false, Some(50))
    );
    assert_eq!((account.enforcement, account.suppresses.len()), (Enforcement::Probation, 2));
    assert_eq!(account.review, Some(domain::ses::Review::Pending));
    let request = found.request.unwrap();
    assert!(request.contains("Dawn Shop") && request.contains("shop.example"), "{request}");
    assert_eq!(found.reports.unwrap().state, ReportsState::Missing);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_part_fails_by_itself_and_says_why() {
    let (_house, double, mailroom) = started().await;
    let denied = "User: arn:aws:iam::1:user/pabal is not authorized to perform: ses:ListEmailIdentities";
    double.log().desk.refusals.push_back((403, "AccessDeniedException", denied));
    let found = parts(&mailroom).await;
    assert!(found.account.is_ok() && found.reports.is_ok());
    assert!(found.identities.unwrap_err().en.contains("ses:ListEmailIdentities"));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_questions_are_asked_again() {
    let (_house, double, mailroom) = started().await;
    double.log().desk.refusals.push_back((429, "TooManyRequestsException", "Too many requests"));
    assert!(parts(&mailroom).await.identities.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn identities_are_read_page_by_page() {
    let (_house, double, mailroom) = started().await;
    for n in 0..5 {
        ses_account::add_identity(&mailroom, &Member::operator(), &format!("shop{n}.example")).await.unwrap();
    }
    double.log().desk.page = Some(2);
    double.log().desk.verify("shop3.example");
    let identities = parts(&mailroom).await.identities.unwrap();
    assert_eq!(identities.len(), 5);
    assert_eq!((identities[3].verification, identities[3].is_sending), (Verification::Verified, true));
    assert_eq!((identities[4].verification, identities[4].is_sending), (Verification::Pending, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_is_added_and_its_records_are_looked_for_in_dns() {
    let (house, _double, mailroom) = started().await;
    let dns = DnsDouble::start(&[("TXT", "amazonses.com", "v=spf1 ip4:199.255.192.0/22 -all")]).await;
    let (mailroom, by) = (mailroom.with_dns(Some(dns.address)), Member::operator());
    assert_eq!(ses_account::add_identity(&mailroom, &by, " Shop.Example ").await.unwrap(), "shop.example");
    ses_account::set_mail_from(&mailroom, &by, "shop.example", "mail").await.unwrap();
    let before = ses_account::check(&mailroom, &by, "shop.example").await.unwrap();
    assert_eq!(before.identity.unwrap().unwrap().mail_from.unwrap().domain, "mail.shop.example");
    let states: Vec<_> = before.records.iter().map(|record| (record.purpose, record.state)).collect();
    let missing = RecordState::Missing;
    assert_eq!(
        states,
        [
            (Purpose::Dkim, missing),
            (Purpose::Dkim, missing),
            (Purpose::Dkim, missing),
            (Purpose::MailFromMx, missing),
            (Purpose::MailFromSpf, missing),
            (Purpose::Dmarc, missing)
        ]
    );
    // as they are shown, so they are entered
    for record in &before.records {
        dns.publish(&[(record.kind.as_str(), &record.name, &record.value)]);
    }
    for token in ["tokena", "tokenb", "tokenc"] {
        dns.publish(&[("TXT", &format!("{token}.dkim.amazonses.com"), "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB")]);
    }
    let after = ses_account::check(&mailroom, &by, "shop.example").await.unwrap();
    assert!(after.records.iter().all(|record| record.state == RecordState::Good), "{:#?}", after.records);
    let noted =
        "select string_agg(act || ' ' || subject_name, ', ' order by id) from audit_log where subject = 'identity'";
    assert_eq!(house.one::<String>(noted).await, "created shop.example, changed shop.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_name_server_is_told_apart_from_an_empty_zone() {
    let house = House::new().await;
    let nobody = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mailroom = house.mailroom.clone().with_dns(Some(nobody.local_addr().unwrap()));
    let check = ses_account::check(&mailroom, &Member::operator(), "shop.example").await.unwrap();
    assert!(check.records.iter().all(|record| record.state == RecordState::Unasked), "{:#?}", check.records);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_verified_by_a_mail_that_can_be_asked_for_again() {
    let (_house, double, mailroom) = started().await;
    let by = Member::operator();
    ses_account::add_identity(&mailroom, &by, "kim@gmail.example").await.unwrap();
    ses_account::add_identity(&mailroom, &by, "kim@gmail.example").await.unwrap();
    ses_account::verify_again(&mailroom, &by, "kim@gmail.example").await.unwrap();
    let asked = |method: &str| {
        let log = double.log();
        log.requests.iter().filter(|it| it.path.contains("/identities") && it.method.as_str() == method).count()
    };
    assert_eq!((asked("POST"), asked("DELETE")), (3, 1));
    double.log().desk.verify("kim@gmail.example");
    let refused = ses_account::verify_again(&mailroom, &by, "kim@gmail.example").await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(asked("DELETE"), 1, "a verified address was deleted");
    let check = ses_account::check(&mailroom, &by, "kim@gmail.example").await.unwrap();
    assert!(check.identity.unwrap().unwrap().line.is_sending && check.records.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_button_makes_reports_come() {
    let (house, double, mailroom) = started().await;
    let by = Member::operator();
    let state = async || parts(&mailroom).await.reports.unwrap().state;
    assert_eq!(state().await, ReportsState::Missing);
    let elsewhere = ses_account::send_reports_to(&mailroom, &by, "arn:aws:sns:us-east-1:123456789012:pabal").await;
    assert!(matches!(&elsewhere, Err(Error::Invalid(invalid)) if invalid.field == "topic"), "{elsewhere:?}");
    ses_account::send_reports_to(&mailroom, &by, TOPIC).await.unwrap();
    assert_eq!(state().await, ReportsState::Good);

    // somebody took kinds out, and the same button puts them back
    double.log().desk.sets.get_mut("pabal").unwrap()[0]["MatchingEventTypes"] = json!(["SEND"]);
    assert!(matches!(state().await, ReportsState::Lacks(kinds) if kinds.len() == 6));
    ses_account::send_reports_to(&mailroom, &by, TOPIC).await.unwrap();
    assert_eq!(state().await, ReportsState::Good);
    assert_eq!(double.log().desk.sets["pabal"].len(), 1);
    assert_eq!(house.one::<i64>("select count(*) from audit_log where subject = 'configuration_set'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_ses_the_senders_domain_is_looked_at_all_the_same() {
    let house = House::new().await;
    sender(&house.mailroom, "news@shop.example").await;
    let dns = DnsDouble::start(&[
        ("TXT", "shop.example", "v=spf1 ip4:203.0.113.0/28 ~all"),
        ("TXT", "k1._domainkey.shop.example", "v=DKIM1; p=MIGf"),
        ("TXT", "_dmarc.shop.example", "v=DMARC1; p=quarantine"),
    ])
    .await;
    let (mailroom, by) = (house.mailroom.clone().with_dns(Some(dns.address)), Member::operator());
    let account = ses_account::account(&mailroom, &by).await.unwrap();
    assert_eq!((account.through, account.senders.len()), (Through::Nobody, 1));
    let check = ses_account::check(&mailroom, &by, "shop.example").await.unwrap();
    assert!(check.identity.is_none());
    assert!(check.records.iter().all(|record| record.state == RecordState::Good), "{:#?}", check.records);
    let refused = ses_account::add_identity(&mailroom, &by, "shop.example").await;
    assert!(matches!(&refused, Err(Error::Refused(why)) if why.en.contains("--carrier ses")), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_admins_see_and_change_the_account() {
    let (house, double, mailroom) = started().await;
    let mia = house.member("mia@shop.example", Role::Marketer).await;
    assert!(matches!(ses_account::account(&mailroom, &mia).await, Err(Error::Refused(_))));
    assert!(matches!(ses_account::check(&mailroom, &mia, "shop.example").await, Err(Error::Refused(_))));
    assert!(matches!(ses_account::add_identity(&mailroom, &mia, "shop.example").await, Err(Error::Refused(_))));
    assert!(matches!(ses_account::verify_again(&mailroom, &mia, "a@b.example").await, Err(Error::Refused(_))));
    assert!(matches!(
        ses_account::set_mail_from(&mailroom, &mia, "shop.example", "mail").await,
        Err(Error::Refused(_))
    ));
    assert!(matches!(ses_account::send_reports_to(&mailroom, &mia, TOPIC).await, Err(Error::Refused(_))));
    assert!(double.log().requests.is_empty(), "SES was asked for somebody who may not");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_stands_between_a_sender_and_the_mailbox() {
    let (house, double, mailroom) = started().await;
    sender(&house.mailroom, "news@shop.example").await;
    let dns = DnsDouble::start(&[("TXT", "amazonses.com", "v=spf1 ip4:199.255.192.0/22 -all")]).await;
    let at = dns.address.to_string();
    let (endpoint, args) =
        (double.endpoint(), ["doctor", "--carrier", "ses", "--dns", &at, "--ses-configuration-set", "pabal"]);
    let doctor = async || house.pabal_in(&aws(&endpoint), &args).end().await;
    let said = doctor().await;
    assert_eq!(said.code(), 1, "{said:?}");
    for words in [
        "ok       sending account: production in ap-northeast-2, 100 of 50000 letters used",
        "problem  senders: no verified domain or address lets these send: news@shop.example",
        "problem  configuration set: there is no pabal",
    ] {
        assert!(said.stdout.contains(words), "{words}: {said:?}");
    }
    let by = Member::operator();
    ses_account::add_identity(&mailroom, &by, "shop.example").await.unwrap();
    ses_account::send_reports_to(&mailroom, &by, TOPIC).await.unwrap();
    let said = doctor().await;
    assert!(said.stdout.contains("CNAME tokena._domainkey.shop.example: missing"), "{said:?}");
    double.log().desk.verify("shop.example");
    for token in ["tokena", "tokenb", "tokenc"] {
        let kept = format!("{token}.dkim.amazonses.com");
        dns.publish(&[("CNAME", &format!("{token}._domainkey.shop.example"), &kept), ("TXT", &kept, "p=MIGf")]);
    }
    dns.publish(&[("TXT", "_dmarc.shop.example", "v=DMARC1; p=none")]);
    let said = doctor().await.fine();
    assert!(said.stdout.contains("ok       sender's domain: shop.example has 4 records"), "{said:?}");
}

fn aws(endpoint: &str) -> [(&'static str, &str); 4] {
    [
        ("AWS_REGION", "ap-northeast-2"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_ENDPOINT_URL_SESV2", endpoint),
    ]
}
