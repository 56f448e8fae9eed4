//! What people choose for themselves by the link in a letter: no sign-in, no cookie, no script.

use crate::house::{House, Server, person};
use domain::{CampaignId, ContactId, Origin, Sentence};
use mailroom::{
    Member,
    links::{self, Claim, Purpose},
    suppressions, topics,
};
use reqwest::{Method, Response};

/// A server, a campaign that reached somebody, and the path of the link in their letter.
struct Story {
    house: House,
    server: Server,
    path: String,
    contact: i64,
    campaign: CampaignId,
}

impl Story {
    async fn begin() -> Self {
        let house = House::new().await;
        let campaign = house.launch(2, "outbox").await;
        house.resume("outbox").await.fine();
        let path = house.link_to(&person(1));
        let contact = house.one::<i64>("select id from contacts order by id limit 1").await;
        Self { server: Server::start(&house).await, house, path, contact, campaign }
    }

    async fn topic(&self) -> i64 {
        let draft = topics::Draft {
            name: Sentence::new("News", "새 소식"),
            description: Sentence::new("Once a month.", "한 달에 한 번."),
        };
        topics::save(&self.house.mailroom, &Member::operator(), None, &draft).await.unwrap().0
    }

    async fn ask(&self, method: Method, path: &str) -> Response {
        let request = self.server.stranger().client.request(method, format!("{}{path}", self.server.at));
        request.header("accept", "text/html").send().await.unwrap()
    }

    async fn read(&self) -> String {
        self.ask(Method::GET, &self.path).await.text().await.unwrap()
    }

    /// Presses a button of the page.
    async fn press(&self, fields: &[(&str, &str)]) -> String {
        let request = self.server.stranger().client.post(format!("{}{}", self.server.at, self.path));
        let answer = request.header("accept", "text/html").form(fields).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }

    /// All that anybody said, and whom it stopped.
    async fn said(&self) -> String {
        self.house
            .one(
                "select concat((select count(*) from consents), ' ', (select count(*) from suppressions), ' ',
                               (select count(*) from topic_choices), ' ', (select count(*) from audit_log), ' ',
                               (select string_agg(locale, ',') from contacts))",
            )
            .await
    }

    async fn reason(&self) -> Option<String> {
        self.house.one("select (select reason from suppressions)").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_never_changes_anything_whatever_the_link() {
    let story = Story::begin().await;
    let before = story.said().await;
    let token = story.path.strip_prefix("/u/").unwrap();
    let altered = format!("{}{}", &token[..token.len() - 2], if token.ends_with("AA") { "BB" } else { "AA" });
    let of_nobody = ["", "x", "%00", "../u", &token[1..], &token[..20], &altered, &token.repeat(9)];
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT] {
        for query in ["", "?lang=ko", "?act=everything&wanted=no", "?List-Unsubscribe=One-Click"] {
            let answer = story.ask(method.clone(), &format!("{}{query}", story.path)).await;
            let is_read = [Method::GET, Method::HEAD].contains(&method);
            assert_eq!(answer.status().is_success(), is_read, "{method} {query}: {}", answer.status());
        }
        for token in of_nobody {
            story.ask(method.clone(), &format!("/u/{token}")).await;
        }
    }
    assert_eq!(story.said().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_not_ours_is_answered_kindly_and_one_of_an_older_key_still_works() {
    let story = Story::begin().await;
    for token in ["nonsense", &story.path[3..20]] {
        for (language, words) in [("en", "reply to the mail"), ("ko", "그 메일에")] {
            let answer = story.ask(Method::GET, &format!("/u/{token}?lang={language}")).await;
            assert_eq!(answer.status(), 404);
            assert!(answer.text().await.unwrap().contains(words));
        }
    }
    links::rotate_keys(&story.house.mailroom).await.unwrap();
    assert!(story.read().await.contains("p•••@example.com"));
    story.house.run("delete from contacts where address = 'p0001@example.com'").await;
    assert!(story.read().await.contains("do not know you any more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_nobodys_to_keep_and_names_the_person_only_to_themselves() {
    let story = Story::begin().await;
    let answer = story.ask(Method::GET, &story.path).await;
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"));
    assert_eq!(header("x-robots-tag").as_deref(), Some("noindex, nofollow"));
    assert_eq!(header("set-cookie"), None);
    let policy = header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let page = answer.text().await.unwrap();
    assert!(page.contains("p•••@example.com") && !page.contains(&person(1)), "{page}");
    assert!(page.contains("Shop") && !page.contains("<script"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_the_language_of_the_letters_and_the_other_by_a_link() {
    let story = Story::begin().await;
    assert!(story.read().await.contains("<html lang=\"en\">"));
    story.house.run("update contacts set locale = 'ko-KR'").await;
    assert!(story.read().await.contains("모든 메일 수신 거부"));
    let of_letter = story.server.stranger().client.get(format!("{}{}", story.server.at, story.path));
    let page = of_letter.header("accept-language", "en").send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<html lang=\"ko\">"), "the browser may be anybody's: {page}");
    story.house.run("update contacts set locale = 'fr'").await;
    assert!(story.read().await.contains("<html lang=\"en\">"), "who reads a third language reads English");
    story.house.run("update contacts set locale = null").await;
    assert!(story.read().await.contains("<html lang=\"en\">"), "as the letter");
    let korean = "update editions set words = jsonb_set(words, '{subject}', '\"안녕하세요\"')";
    story.house.run(korean).await;
    assert!(story.read().await.contains("<html lang=\"ko\">"), "as the letter");
    let english = story.ask(Method::GET, &format!("{}?lang=en", story.path)).await.text().await.unwrap();
    assert!(english.contains("Unsubscribe from everything"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_turned_on_and_off_at_once_and_undone() {
    let story = Story::begin().await;
    let topic = story.topic().await.to_string();
    let is_on = || async { story.house.one::<i64>("select count(*) from subscriptions").await == 1 };
    let choice = |wanted: &'static str| [("act", "topic"), ("topic", topic.as_str()), ("wanted", wanted)].map(|f| f);
    let page = story.read().await;
    assert!(page.contains("Once a month.") && page.contains("Mail without a topic goes on until"), "{page}");
    for broken in ["", "x", "-", "999999", "99999999999999999999"] {
        let request = story.server.stranger().client.post(format!("{}{}", story.server.at, story.path));
        let request = request.header("accept", "text/html");
        let answer = request.form(&[("act", "topic"), ("topic", broken), ("wanted", "no")]).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{broken}");
        assert!(answer.text().await.unwrap().contains("nothing was changed"), "{broken}");
    }
    assert_eq!(story.reason().await, None, "a form out of shape is no refusal");

    let page = story.press(&choice("yes")).await;
    assert!(is_on().await && page.contains("News is on: you will get it.") && page.contains(">Undo<"), "{page}");
    let kept: String = story
        .house
        .one("select c.source || ': ' || t.words from topic_choices c join consent_texts t on t.hash = c.text_hash")
        .await;
    assert_eq!(kept, format!("{}: Turn on: News", Origin::Preferences(story.campaign)));

    let page = story.press(&choice("no")).await;
    assert!(!is_on().await && page.contains("News is off: you will not get it any more."), "{page}");
    story.press(&choice("no")).await;
    let rows = story.house.one::<i64>("select count(*) from topic_choices").await;
    assert_eq!(rows, 2, "saying it again says nothing new");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_refused_at_once_and_taken_back_by_undo() {
    let story = Story::begin().await;
    let page = story.press(&[("act", "everything"), ("wanted", "no")]).await;
    assert!(page.contains("You are unsubscribed: Shop will not write to this address again."), "{page}");
    assert_eq!(page.matches("you agree to receive").count(), 1, "the way back is offered once: {page}");
    let (words, button) = (page.find("you agree to receive"), page.find("Undo: keep sending me mail"));
    assert!(words < button && !page.contains(">Subscribe again<"), "{page}");
    assert!(story.read().await.contains(">Subscribe again<"));
    assert_eq!(story.reason().await.as_deref(), Some("refused"));

    let page = story.press(&[("act", "everything"), ("wanted", "yes")]).await;
    assert!(page.contains("You are subscribed again"), "{page}");
    assert_eq!(story.reason().await, None);
    let words: String = story
        .house
        .one(
            "select string_agg(concat_ws(' ', given, kind, source, length(words) > 20), ', ' order by at)
             from consents join consent_texts on hash = text_hash",
        )
        .await;
    let source = Origin::Preferences(story.campaign);
    assert_eq!(words, format!("f page {source} t, t page {source} t"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_the_page_without_a_name_is_the_one_click_of_older_letters() {
    let story = Story::begin().await;
    let page = story.press(&[]).await;
    assert!(page.contains("You are unsubscribed"), "{page}");
    assert_eq!(story.reason().await.as_deref(), Some("refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_letters_is_chosen_and_put_back() {
    let story = Story::begin().await;
    let page = story.press(&[("act", "language"), ("locale", "ko")]).await;
    assert!(page.contains("앞으로 메일을 한국어로 보내 드립니다.") && page.contains("되돌리기"), "{page}");
    let locale = || story.house.one::<Option<String>>("select locale from contacts order by id limit 1");
    assert_eq!(locale().await.as_deref(), Some("ko"));
    let page = story.press(&[("act", "language"), ("locale", "")]).await;
    assert!(!page.contains(">Undo<") && !page.contains(">되돌리기<"), "undone is undone: {page}");
    assert_eq!(locale().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_bounced_or_complained_does_not_come_back_by_a_button() {
    for (reason, way) in [
        ("bounced", "Reply to a mail of ours"),
        ("complained", "use another address"),
        ("by_hand", "Reply to a mail of ours"),
    ] {
        let story = Story::begin().await;
        let stop =
            format!("insert into suppressions (address, reason, source) values ('{}', '{reason}', 'x')", person(1));
        story.house.run(&stop).await;
        let page = story.press(&[("act", "everything"), ("wanted", "yes")]).await;
        assert!(!page.contains("You are subscribed again") && page.contains(way), "{page}");
        assert_eq!(story.reason().await.as_deref(), Some(reason));

        // their own word weighs more for as long as it stands, and no longer
        story.press(&[("act", "everything"), ("wanted", "no")]).await;
        assert_eq!(story.reason().await.as_deref(), Some("refused"));
        story.press(&[("act", "everything"), ("wanted", "yes")]).await;
        assert_eq!(story.reason().await.as_deref(), Some(reason));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_works_with_any_body_and_says_nothing_to_machines() {
    let story = Story::begin().await;
    let bodies: [(&str, &[u8]); 5] = [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--",
        ),
        ("text/plain", b""),
        ("application/json", b"{"),
        ("nonsense", b"\xff\xfe"),
    ];
    let token_of_nobody = "/u/AQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    for (kind, body) in bodies {
        for path in [story.path.as_str(), token_of_nobody] {
            let post = story.server.stranger().client.post(format!("{}{path}", story.server.at));
            let answer = post.header("content-type", kind).body(body.to_vec()).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{kind}");
            assert_eq!(answer.text().await.unwrap(), "", "{kind}");
        }
        assert_eq!(story.reason().await.as_deref(), Some("refused"));
    }
    assert_eq!(story.house.one::<i64>("select count(*) from consents").await, 1, "said once");
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_refusals_at_once_are_all_written_down() {
    let house = House::new().await;
    let campaign = house.launch(300, "outbox").await;
    house.resume("outbox").await.fine();
    let contacts: Vec<i64> = sqlx::query_scalar("select id from contacts").fetch_all(&house.db).await.unwrap();
    let refusals = contacts.into_iter().flat_map(|contact| [contact, contact]).map(|contact| {
        let mailroom = house.mailroom.clone();
        tokio::spawn(async move {
            suppressions::refuse(&mailroom, &Claim { contact: ContactId(contact), campaign }).await.unwrap()
        })
    });
    for refusal in refusals.collect::<Vec<_>>() {
        assert!(refusal.await.unwrap());
    }
    assert_eq!(house.one::<i64>("select count(*) from suppressions where reason = 'refused'").await, 300);
    assert_eq!(house.one::<i64>("select count(*) from consents where not given and kind = 'link'").await, 300);
    let nobody = Claim { contact: ContactId(9_999_999), campaign };
    assert!(!suppressions::refuse(&house.mailroom, &nobody).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_used_all_the_time_rests_but_a_refusal_never_does() {
    let story = Story::begin().await;
    let mut last = 200;
    for _ in 0..70 {
        last = story.ask(Method::GET, &story.path).await.status().as_u16();
    }
    assert_eq!(last, 429);
    let claim =
        links::read_claim(&story.house.mailroom, Purpose::Unsubscribe, &story.path[3..]).await.unwrap().unwrap();
    assert_eq!(claim.contact.0, story.contact);
    let post = story.server.stranger().client.post(format!("{}{}", story.server.at, story.path));
    assert_eq!(post.body("List-Unsubscribe=One-Click").send().await.unwrap().status(), 200);
    assert_eq!(story.reason().await.as_deref(), Some("refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_counting_says_so_and_takes_it_back() {
    let story = Story::begin().await;
    let refusals = "select count(*) from measuring_refusals";
    let off = story.press(&[("act", "measuring"), ("wanted", "no")]).await;
    assert!(off.contains("are not counted any more"), "{off}");
    assert_eq!(story.house.one::<i64>(refusals).await, 1);
    assert!(off.contains("value=\"yes\""), "nothing takes it back: {off}");
    let on = story.press(&[("act", "measuring"), ("wanted", "yes")]).await;
    assert!(on.contains("may be counted again"), "{on}");
    assert_eq!(story.house.one::<i64>(refusals).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_works_however_long_its_body() {
    for octets in [300 * 1024, 900 * 1024] {
        let story = Story::begin().await;
        let post = story.server.stranger().client.post(format!("{}{}", story.server.at, story.path));
        let post = post.header("content-type", "multipart/form-data; boundary=x");
        assert_eq!(post.body(vec![b'x'; octets]).send().await.unwrap().status(), 200);
        assert_eq!(story.reason().await.as_deref(), Some("refused"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_read_with_what_was_glued_to_it() {
    let story = Story::begin().await;
    for glued in ["/", ".", ")", ",", "%3E", ";", "%22", "'", "%E2%80%9D"] {
        let answer = story.ask(Method::GET, &format!("{}{glued}", story.path)).await;
        assert_eq!(answer.status(), 200, "{glued}");
    }
    for path in ["/u/%ff%fe", "/k/%ff%fe", "/confirm/%ff%fe"] {
        let answer = story.ask(Method::GET, &format!("{path}?lang=ko")).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("아무것도 바뀌지 않았"), "{path}");
    }
    let post = story.server.stranger().client.post(format!("{}{}/", story.server.at, story.path));
    assert_eq!(post.body("List-Unsubscribe=One-Click").send().await.unwrap().status(), 200);
    assert_eq!(story.reason().await.as_deref(), Some("refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_told_as_in_the_letters() {
    let story = Story::begin().await;
    // early in Seoul, the day before in London
    story.house.run("update contacts set created_at = '2026-03-01T15:30:00Z', consented_at = null").await;
    assert!(story.read().await.contains("March 2, 2026"));
    let korean = story.ask(Method::GET, &format!("{}?lang=ko", story.path)).await.text().await.unwrap();
    assert!(korean.contains("2026년 3월 2일"), "{korean}");
}
