//! The public form: a letter asks whether it was them, and only its button subscribes.

use crate::{
    doubles::relay::Relay,
    house::{House, Server, person},
};
use domain::{ContactId, Sentence};
use jiff::{SignedDuration, Timestamp};
use mailroom::{Error, Member, contacts, subscribing, topics};

const ADDRESS: &str = "hong@example.com";

struct Story {
    house: House,
    server: Server,
    topic: i64,
}

impl Story {
    async fn begin() -> Self {
        let house = House::new().await;
        subscribing::set_open(&house.mailroom, &Member::operator(), true).await.unwrap();
        let name = Sentence::new("News", "새 소식");
        let draft = topics::Draft { name, description: Sentence::default() };
        let topic = topics::save(&house.mailroom, &Member::operator(), None, &draft).await.unwrap().0;
        Self { server: Server::start(&house).await, house, topic }
    }

    /// The form as it was shown so long ago, filled in and sent.
    async fn send(&self, address: &str, open_for: SignedDuration, changed: &[(&str, &str)]) -> (u16, String) {
        let page = self.server.stranger().get("/subscribe?lang=ko").await.text().await.unwrap();
        let words = page.split("name=\"words\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let shown = subscribing::moment(&self.house.mailroom, Timestamp::now() - open_for).unwrap();
        let topic = self.topic.to_string();
        let mut fields = vec![
            ("address", address),
            ("name", "홍길동"),
            ("locale", "ko"),
            ("topic", &topic),
            ("agree", "yes"),
            ("website", ""),
            ("words", &words),
            ("shown", &shown),
        ];
        for (name, value) in changed {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value));
        }
        let request = self.server.stranger().client.post(format!("{}/subscribe?lang=ko", self.server.at));
        let request = request.header("accept", "text/html").header("user-agent", "Firefox");
        let answer = request.form(&fields).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn ask(&self, address: &str) -> (u16, String) {
        self.send(address, SignedDuration::from_secs(60), &[]).await
    }

    /// The path of the link in the latest letter to this address.
    async fn link(&self, address: &str) -> Option<String> {
        let link: Option<String> = self
            .house
            .one(&format!(
                "select (select facts->>'link' from notices where address = '{address}' order by id desc limit 1)"
            ))
            .await;
        link.map(|link| link[link.find("/confirm/").unwrap()..].to_owned())
    }

    async fn press(&self, path: &str) -> (u16, String) {
        let request = self.server.stranger().client.post(format!("{}{path}", self.server.at));
        let answer = request.header("accept", "text/html").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn people(&self) -> i64 {
        self.house.one("select count(*) from contacts").await
    }

    async fn letters(&self) -> i64 {
        self.house.one("select count(*) from notices where kind = 'confirm_subscription'").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_closed_until_an_admin_opens_it() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    for path in ["/subscribe", "/subscribe/"] {
        assert_eq!(server.stranger().get(path).await.status(), 200, "{path}");
    }
    let page = server.stranger().get("/subscribe").await.text().await.unwrap();
    assert!(page.contains("not taken at the moment") && !page.contains("<form"), "{page}");
    let post = server.stranger().client.post(format!("{}/subscribe", server.at)).form(&[("address", ADDRESS)]);
    assert_eq!(post.send().await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_button_behind_the_letter_subscribes_and_is_kept_with_its_proof() {
    let story = Story::begin().await;
    let (status, page) = story.ask(ADDRESS).await;
    assert!(status == 200 && page.contains("메일함을 확인하세요"), "{page}");
    let link = story.link(ADDRESS).await.unwrap();
    for _ in 0..2 {
        let page = story.server.stranger().get(&link).await.text().await.unwrap();
        assert!(page.contains("본인이 신청하셨습니까?") && page.contains("새 소식"), "{page}");
    }
    assert_eq!(story.people().await, 0, "a scanner that opens every link subscribes nobody");

    for _ in 0..2 {
        let (status, page) = story.press(&link).await;
        assert!(status == 200 && page.contains("구독이 완료되었습니다"), "{page}");
    }
    let person: String = story.house.one("select concat_ws(' ', address, name, locale) from contacts").await;
    assert_eq!(person, format!("{ADDRESS} 홍길동 ko"));
    let kept: String = story
        .house
        .one(
            "select concat_ws(' | ', given, kind, source, proof->>'network', proof->>'user_agent',
                    (proof->>'confirmed_at')::timestamptz > (proof->>'asked_at')::timestamptz, t.locale, t.words like '%광고성 정보%')
             from consents c join consent_texts t on t.hash = c.text_hash",
        )
        .await;
    assert_eq!(kept, "t | confirmed | subscribe form | 127.0.0.0/24 | Firefox | t | ko | t");
    assert_eq!(story.house.one::<i64>("select count(*) from subscriptions").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_learns_nothing_about_an_address() {
    let story = Story::begin().await;
    story.house.import("email\nknown@example.com\nbounced@example.com\nspam@example.com\nrefused@example.com\n").await;
    for reason in ["bounced", "complained", "refused"] {
        let address = if reason == "complained" { "spam" } else { reason };
        let stop = format!(
            "insert into suppressions (address, reason, source) values ('{address}@example.com', '{reason}', '')"
        );
        story.house.run(&stop).await;
    }
    let mut answers = vec![];
    for name in ["new", "known", "bounced", "spam", "refused"] {
        let address = format!("{name}@example.com");
        let (status, page) = story.ask(&address).await;
        answers.push((status, page.replace(&address, "ADDRESS")));
        let is_asked = story.link(&address).await.is_some();
        assert_eq!(is_asked, !["bounced", "spam"].contains(&name), "{name}");
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_and_the_hasty_are_asked_once_more() {
    let story = Story::begin().await;
    let minute = SignedDuration::from_secs(60);
    let forged = "AQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    let table: [(SignedDuration, (&str, &str), &str); 6] = [
        (SignedDuration::ZERO, ("name", "홍"), "너무 빨리"),
        (SignedDuration::from_hours(3), ("name", "홍"), "오래되었습니다"),
        (minute, ("shown", ""), "한 단계 남았습니다"),
        (minute, ("shown", forged), "한 단계 남았습니다"),
        (minute, ("words", "something else"), "동의 내용이 바뀌었습니다"),
        (minute, ("agree", ""), "동의에 표시하세요"),
    ];
    for (open_for, changed, words) in table {
        let (status, page) = story.send(ADDRESS, open_for, &[changed]).await;
        assert!(status == 200 && page.contains(words), "{changed:?}: {page}");
        assert!(page.contains(&format!("value=\"{ADDRESS}\"")), "what was filled in stays: {page}");
    }
    let (_, page) = story.send("no address", minute, &[]).await;
    assert!(page.contains("주소에 @가 없습니다"), "{page}");
    let (_, page) = story.send(ADDRESS, minute, &[("website", "http://spam.example")]).await;
    assert!(page.contains("메일함을 확인하세요"), "a program is told nothing: {page}");
    assert_eq!((story.letters().await, story.people().await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_filled_by_others_and_one_network_cannot_ask_for_ever() {
    let story = Story::begin().await;
    for n in 0..30 {
        let address = if n < 10 { ADDRESS.to_owned() } else { person(n) };
        assert_eq!(story.ask(&address).await.0, 200);
    }
    assert_eq!(story.house.one::<i64>(&format!("select count(*) from notices where address = '{ADDRESS}'")).await, 3);
    assert_eq!(story.ask("another@example.com").await.0, 429);
    assert_eq!(story.link("another@example.com").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_for_seven_days_and_no_forged_one_ever() {
    let story = Story::begin().await;
    story.ask(ADDRESS).await;
    let link = story.link(ADDRESS).await.unwrap();
    let forged = format!("{}AA", &link[..link.len() - 2]);
    assert_eq!(story.press(&forged).await.0, 404);
    story.house.run("update subscription_requests set asked_at = asked_at - interval '8 days'").await;
    let (status, page) = story.press(&link).await;
    assert!(status == 404 && page.contains("seven days"), "{page}");
    assert_eq!(story.people().await, 0);
    assert_eq!(subscribing::forget_old(&story.house.mailroom).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_an_erasure_end_by_the_persons_own_word_and_by_no_file() {
    let story = Story::begin().await;
    let (by, mailroom) = (Member::operator(), &story.house.mailroom);
    let list = format!("email,consent\n{ADDRESS},yes\n");
    story.house.import(&list).await;
    let refused = format!("insert into suppressions (address, reason, source) values ('{ADDRESS}', 'refused', 'x')");
    story.house.run(&refused).await;
    story.house.import(&list).await;
    let stopped = "select exists (select from suppressions)";
    assert!(story.house.one::<bool>(stopped).await);
    story.ask(ADDRESS).await;
    assert!(story.house.one::<bool>(stopped).await, "asking is not confirming");
    story.press(&story.link(ADDRESS).await.unwrap()).await;
    assert!(!story.house.one::<bool>(stopped).await);

    let contact = ContactId(story.house.one("select id from contacts").await);
    contacts::erase(mailroom, &by, contact).await.unwrap();
    assert_eq!(story.house.one::<i64>("select count(*) from subscription_requests").await, 0, "nothing waits of them");
    story.house.import(&list).await;
    assert_eq!(story.people().await, 0);
    story.ask(ADDRESS).await;
    story.press(&story.link(ADDRESS).await.unwrap()).await;
    assert_eq!(story.people().await, 1);
    story.house.import(&list).await;
    assert!(story.house.one::<bool>("select given from consents order by at desc limit 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_opens_the_form() {
    let house = House::new().await;
    let marketer = house.member("mia@example.com", domain::member::Role::Marketer).await;
    let refused = subscribing::set_open(&house.mailroom, &marketer, true).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
}

/// No campaign stands behind that letter, and its link is as good as any.
#[tokio::test(flavor = "multi_thread")]
async fn the_letter_that_notes_their_consent_leads_to_their_choices() {
    let story = Story::begin().await;
    story.house.sender("Shop").await;
    story.ask(ADDRESS).await;
    let confirm = story.link(ADDRESS).await.unwrap();
    story.press(&confirm).await;
    story.house.run("update receipts set said_at = said_at - interval '11 minutes'").await;
    let relay = Relay::start().await;
    let dispatcher = story.house.dispatcher(story.house.mailer(&relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    story.house.turn_until_idle(&dispatcher).await;
    let texts = relay.taken().into_iter().map(|taken| {
        let letter = mail_parser::MessageParser::default().parse(&taken.letter).unwrap();
        letter.body_text(0).unwrap().into_owned()
    });
    let path = texts.flat_map(|text| {
        let words = text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        words.into_iter().filter_map(|word| word.find("/u/").map(|at| word[at..].to_owned()))
    });
    let path = path.last().expect("a letter with a link to their choices");
    let page = story.server.stranger().get(&path).await.text().await.unwrap();
    assert!(page.contains("h•••@example.com") && page.contains("모든 메일 수신 거부"), "{page}");
    assert_eq!(story.house.one::<i64>("select count(*) from suppressions").await, 0);
    let (status, page) = story.press(&path).await;
    assert!(status == 200 && page.contains("수신 거부가 완료되었습니다"), "{page}");
    let kept: String = story.house.one("select concat_ws(' ', reason, source) from suppressions").await;
    assert_eq!(kept, "refused one-click in campaign 0");
}
