//! The reminder of a consent has a button: only pressing it renews the consent, and a refusal stays one.

use crate::{
    doubles::relay::Relay,
    house::{House, Server, people, person},
};
use domain::{CampaignId, ContactId, sender::SenderEntry, template::Language};
use mail_parser::MessageParser;
use mailroom::{
    Member, campaigns,
    contacts::{self, import},
    law,
    links::Claim,
    senders, suppressions,
};
use reqwest::Method;
use std::time::Duration;

/// Three who agreed three years ago got the reminder.
struct Story {
    house: House,
    relay: Relay,
    server: Server,
    campaign: CampaignId,
}

impl Story {
    async fn begun() -> Self {
        let (house, relay, by) = (House::new().await, Relay::start().await, Member::operator());
        let entry = SenderEntry {
            name: "예시상점".into(),
            address: "news@shop.example".into(),
            company: "예시상점 주식회사".into(),
            postal_address: "서울시 중구 세종대로 110".into(),
            phone: "02-1234-5678".into(),
            ..SenderEntry::default()
        };
        senders::create(&house.mailroom, &by, &entry).await.unwrap();
        house.import(&people(3)).await;
        house
            .run(
                "insert into consents (contact_id, at, given, source)
                 select id, now() - interval '3 years', true, 'by letter' from contacts; update contacts set locale = 'ko'",
            )
            .await;
        let campaign = law::remind(&house.mailroom, &by, Language::Korean).await.unwrap();
        let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
        dispatcher.stand().await.unwrap();
        house.check(campaign).await;
        campaigns::schedule(&house.mailroom, &by, campaign, Duration::ZERO).await.unwrap();
        assert_eq!(house.turn_until_ended(&dispatcher, campaign).await.sent, 3);
        Self { server: Server::start(&house).await, house, relay, campaign }
    }

    fn html(&self, n: usize) -> String {
        let taken = self.relay.taken().into_iter().find(|taken| taken.to == person(n)).unwrap();
        MessageParser::default().parse(&taken.letter).unwrap().body_html(0).unwrap().into_owned()
    }

    /// The path of the button in this person's letter.
    fn link(&self, n: usize) -> String {
        let html = self.html(n);
        let part = html.split('"').find(|part| part.contains("/k/")).unwrap_or_else(|| panic!("no button in {html}"));
        part[part.find("/k/").unwrap()..].to_owned()
    }

    async fn ask(&self, method: Method, path: &str) -> (u16, String) {
        let request = self.server.stranger().client.request(method, format!("{}{path}", self.server.at));
        let answer = request.header("accept", "text/html").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn contact(&self, n: usize) -> ContactId {
        ContactId(self.house.one(&format!("select id from contacts where address = '{}'", person(n))).await)
    }

    /// All that anybody said, and since when.
    async fn said(&self) -> String {
        let all = "select concat((select count(*) from consents), ' ', (select count(*) from suppressions), ' ',
                   (select count(*) from receipts), ' ', (select string_agg(consented_at::text, ',' order by id) from contacts))";
        self.house.one(all).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_opens_the_button_renews_nothing_and_a_person_who_presses_it_does_once() {
    let story = Story::begun().await;
    let (link, before) = (story.link(1), story.said().await);
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE] {
        for query in ["", "?lang=ko", "?act=keep&wanted=yes", "?List-Unsubscribe=One-Click"] {
            story.ask(method.clone(), &format!("{link}{query}")).await;
        }
    }
    assert_eq!(story.said().await, before);
    let (status, page) = story.ask(Method::GET, &link).await;
    for says in
        ["메일을 계속 받으시겠습니까?", "p•••@example.com", "예시상점", "네, 계속 받겠습니다", "method=\"post\"", "/u/"]
    {
        assert!(status == 200 && page.contains(says), "{says} in {page}");
    }
    assert!(!page.contains("<script") && !page.contains(&person(1)), "{page}");

    for _ in 0..2 {
        let (status, page) = story.ask(Method::POST, &link).await;
        assert!(status == 200 && page.contains("수신 동의를 유지했습니다"), "{page}");
    }
    assert!(story.ask(Method::GET, &link).await.1.contains("수신 동의를 유지했습니다"));
    let kept = "select string_agg(concat_ws(' | ', k.address, c.source, t.locale, t.words like '%광고성 정보%',
                                            k.consented_at = c.at and c.at > now() - interval '1 hour'), ';')
                from consents c join contacts k on k.id = c.contact_id join consent_texts t on t.hash = c.text_hash
                where c.kind = 'reconfirmed' and c.given";
    let origin = format!("answer to the reminder of campaign {}", story.campaign);
    assert_eq!(story.house.one::<String>(kept).await, format!("{} | {origin} | ko | t | t", person(1)));
    assert_eq!(story.house.one::<i64>("select count(*) from receipts").await, 0, "the page told them already");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_brings_nobody_back_who_refused_and_knows_no_other_link() {
    let story = Story::begun().await;
    let claim = Claim { contact: story.contact(2).await, campaign: story.campaign };
    suppressions::refuse(&story.house.mailroom, &claim).await.unwrap();
    let before = story.said().await;
    let link = story.link(2);
    for method in [Method::GET, Method::POST] {
        let (status, page) = story.ask(method, &link).await;
        assert!(status == 200 && page.contains("메일을 받지 않고 있습니다") && !page.contains("<form"), "{page}");
    }
    let html = story.html(2);
    let of_choices = html.split(['"', '?']).find_map(|part| part.split_once("/u/")).unwrap().1;
    let bent = format!("{}{}", &link[..link.len() - 2], if link.ends_with("AA") { "BB" } else { "AA" });
    for path in [format!("/k/{of_choices}"), bent, "/k/x".into(), "/k/%00".into(), format!("/k/{}", "A".repeat(3_000))]
    {
        for method in [Method::GET, Method::POST] {
            let (status, page) = story.ask(method.clone(), &path).await;
            assert_eq!(status, 404, "{method} {path}: {page}");
        }
    }
    assert_eq!(story.said().await, before);

    let third = story.link(3);
    contacts::erase(&story.house.mailroom, &Member::operator(), story.contact(3).await).await.unwrap();
    for method in [Method::GET, Method::POST] {
        assert!(story.ask(method, &third).await.1.contains("더 이상 등록되어 있지 않습니다"));
    }
    assert_eq!(story.house.one::<i64>("select count(*) from consents where kind = 'reconfirmed'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_reminder_is_for_is_no_file_that_somebody_imported() {
    let story = Story::begun().await;
    let files = import::list(&story.house.mailroom, None).await.unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.file_name.as_str()).collect();
    assert_eq!(names, ["people.csv"]);
    let person = contacts::find(&story.house.mailroom, story.contact(1).await).await.unwrap();
    assert_eq!(person.imports.len(), 1, "{:?}", person.imports);
}
