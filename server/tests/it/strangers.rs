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
