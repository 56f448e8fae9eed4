//! Mail programs and their guards open every link of a letter before its reader does: that says nothing about anybody.

use crate::house::{House, Server, people, person, words};
use domain::{Audience, campaign::CampaignKind, consent::FormText, edition::Edition, tracking::Tracking};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    subscribing::{self, Application},
};
use reqwest::Method;
use std::fs;

const HTML: &str = "<html><body><p>Hello</p><a href=\"https://shop.example/sale\">Sale</a> \
    <a href=\"{{WebViewUrl}}\">View</a> <a href=\"{{KeepUrl}}\">Keep</a> \
    <a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a></body></html>";

const SCANNERS: [&str; 3] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
    "BarracudaCentral/1.0",
    "GoogleImageProxy",
];

/// Every public address of one letter, and the link that a public form sent.
async fn addresses(house: &House) -> Vec<String> {
    let (by, mailroom) = (Member::operator(), &house.mailroom);
    let tracking = Tracking { opens: true, clicks: true, utm: None };
    let words = Edition { html: HTML.into(), tracking, ..words(CampaignKind::Informational) };
    let audience = Audience::Import(house.import(&people(1)).await);
    let draft = Draft { name: "Spring".into(), kind: words.kind, audience, words };
    let campaign = campaigns::create(mailroom, &by, &draft).await.unwrap();
    campaigns::launch(mailroom, &by, campaign, "outbox").await.unwrap();
    house.resume("outbox").await.fine();
    let mut files = fs::read_dir(house.data.path().join("outbox")).unwrap().map(|file| file.unwrap().path());
    let letter = fs::read(files.find(|path| path.to_str().unwrap().contains(&person(1))).unwrap()).unwrap();
    let html = mail_parser::MessageParser::default().parse(&letter).unwrap().body_html(0).unwrap().into_owned();
    let path = |part: &str| part.strip_prefix("http://127.0.0.1:3000").map(str::to_owned);
    let mut found: Vec<String> = html.split('"').filter_map(path).collect();

    subscribing::set_open(mailroom, &by, true).await.unwrap();
    let asked = Application {
        address: "new@example.com".into(),
        name: String::new(),
        locale: "en".into(),
        topics: vec![],
        text: FormText { locale: "en".into(), words: "as the form said".into() },
        network: "203.0.113.0/24".into(),
        user_agent: "Firefox".into(),
    };
    subscribing::ask(mailroom, &asked).await.unwrap();
    let link: String = house.one("select facts->>'link' from notices").await;
    found.extend([link[link.find("/confirm/").unwrap()..].to_owned(), "/subscribe".into()]);
    found
}

/// All that anybody said and is known of them, and all that stays of it.
async fn state(house: &House) -> String {
    let tables = [
        "contacts",
        "consents",
        "consent_texts",
        "suppressions",
        "topic_choices",
        "topic_suppressions",
        "measuring_refusals",
        "subscription_requests",
        "notices",
        "receipts",
        "confirmations",
        "erasures",
        "audit_log",
    ];
    let rows = tables
        .map(|table| format!("(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t)"));
    house.one(&format!("select concat_ws(' ', {})", rows.join(", "))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_public_address_changes_anything_when_it_is_looked_at() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let addresses = addresses(&house).await;
    for room in ["/o/", "/c/", "/v/", "/k/", "/u/", "/confirm/", "/subscribe"] {
        assert!(addresses.iter().any(|address| address.starts_with(room)), "no {room} in {addresses:?}");
    }
    let (before, client) = (state(&house).await, server.stranger().client);
    for address in &addresses {
        for query in ["", "?lang=ko", "?act=everything&wanted=no", "?List-Unsubscribe=One-Click&agree=yes"] {
            for method in [Method::HEAD, Method::OPTIONS, Method::PUT, Method::PATCH, Method::DELETE] {
                let asked = client.request(method.clone(), format!("{}{address}{query}", server.at));
                let status = asked.send().await.unwrap().status();
                let is_read = method == Method::HEAD;
                assert_eq!(status.is_success() || status.is_redirection(), is_read, "{method} {address}: {status}");
            }
        }
    }
    assert_eq!(house.one::<i64>("select count(*) from readings").await, 0, "a HEAD opens nothing");
    for address in &addresses {
        for scanner in SCANNERS {
            let asked = client.get(format!("{}{address}", server.at)).header("user-agent", scanner);
            let status = asked.send().await.unwrap().status();
            assert!(status.is_success() || status.is_redirection(), "{address}: {status}");
        }
    }
    // what letters ask for by themselves takes no word of anybody
    for address in addresses.iter().filter(|address| ["/o/", "/c/", "/v/"].iter().any(|room| address.starts_with(room)))
    {
        let posted =
            client.post(format!("{}{address}", server.at)).body("List-Unsubscribe=One-Click").send().await.unwrap();
        assert_eq!(posted.status(), 405, "{address}");
    }
    house.until("select count(*) = 6 from readings").await;
    assert_eq!(state(&house).await, before);
}
