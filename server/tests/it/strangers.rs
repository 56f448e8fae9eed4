//! What is no page is for members too, and says no in the words of whoever asks.

use crate::house::{House, Server, Visitor};
use reqwest::{Response, header};

const FOR_MEMBERS: [&str; 12] = [
    "/campaigns/9999/people.csv",
    "/campaigns/9999/people/1/letter",
    "/campaigns/9999/people/1/letter.eml",
    "/live/campaigns/9999",
    "/failed-sends.csv",
    "/people/export.csv",
    "/people/9999/export.json",
    "/people/imports/9999/rejected.csv",
    "/templates/9999/thumbnail",
    "/templates/9999/source",
    "/templates/9999/html",
    "/templates/starters/none/en",
];

async fn browse(visitor: &Visitor, path: &str, language: &str) -> Response {
    let request = visitor.client.get(visitor.url(path)).header(header::ACCEPT, "text/html,*/*;q=0.8");
    request.header(header::ACCEPT_LANGUAGE, language).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_script_is_told_to_sign_in_and_their_browser_is_led_there() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let stranger = server.stranger();
    for path in FOR_MEMBERS {
        assert_eq!(stranger.get(path).await.status(), 401, "{path}");
        let answer = browse(&stranger, path, "en").await;
        assert_eq!(answer.status(), 303, "{path}");
        assert_eq!(answer.headers()["location"], "/sign-in", "{path}");
    }
}

/// Back to the page they came from: what they asked for is none.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_browser_is_led_back_to_a_page_of_ours_afterwards() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let stranger = server.stranger();
    let door = |answer: &Response| {
        let door = answer.url().join(answer.headers()["location"].to_str().unwrap()).unwrap();
        let next = door.query_pairs().find(|(name, _)| name == "next").map(|(_, next)| next.into_owned());
        (door.path().to_owned(), next)
    };
    let led_to = |next: &str| ("/sign-in".to_owned(), Some(next.to_owned()));
    let table = [
        ("/people?search=kim", led_to("/people?search=kim")),
        ("//evil.example/people", led_to("/evil.example/people")),
        ("/sign-in", ("/sign-in".to_owned(), None)),
    ];
    for (came_from, expected) in table {
        let request = stranger.client.get(stranger.url("/people/export.csv")).header(header::ACCEPT, "text/html");
        let answer = request.header(header::REFERER, format!("http://pabal.example{came_from}")).send().await.unwrap();
        assert_eq!(door(&answer), expected, "{came_from}");
    }
    let page = browse(&stranger, "/suppressions?reason=bounced", "en").await;
    assert_eq!(door(&page), led_to("/suppressions?reason=bounced"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_not_is_said_in_the_language_of_the_person() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let member = server.sign_in(&house).await;
    for path in ["/campaigns/9999/people.csv", "/people/9999/export.json", "/templates/9999/source"] {
        let (en, ko) = (browse(&member, path, "en").await, browse(&member, path, "ko").await);
        assert_eq!((en.status().as_u16(), ko.status().as_u16()), (404, 404), "{path}");
        let (en, ko) = (en.text().await.unwrap(), ko.text().await.unwrap());
        assert!(en.is_ascii() && ko.contains('없'), "{path}: {en} {ko}");
        let told: serde_json::Value = member.get(path).await.json().await.unwrap();
        assert!(told["Missing"].is_string(), "{path}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_count_for_whom_a_named_proxy_speaks_and_by_nobody_elses_word() {
    let house = House::new().await;
    for (trusted, counted) in [("127.0.0.1", "ip 198.51.100.7"), ("192.0.2.0/24", "ip 127.0.0.1")] {
        let server = Server::start_in(&house, &[("PABAL_TRUSTED_PROXIES", trusted)]).await;
        let said = [("x-forwarded-for".parse().unwrap(), "203.0.113.1, 198.51.100.7".parse().unwrap())];
        let mut visitor = server.stranger();
        visitor.client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(header::HeaderMap::from_iter(said))
            .build()
            .unwrap();
        assert!(!visitor.signs_in("nobody@example.com", "a wrong password").await);
        let sources: String =
            house.one("select string_agg(source, ',') from sign_in_failures where source like 'ip %'").await;
        assert_eq!(sources, counted);
        house.run("delete from sign_in_failures").await;
    }
}
