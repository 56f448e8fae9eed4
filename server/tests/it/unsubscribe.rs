//! One click in the mailbox, and the person is never mailed again.

use crate::{
    doubles::relay::Relay,
    house::{House, Server, people, person},
};

#[tokio::test(flavor = "multi_thread")]
async fn one_click_suppresses_and_the_next_campaign_skips() {
    let house = House::new().await;
    house.launch(3, "outbox").await;
    house.resume("outbox").await.fine();
    let server = Server::start(&house).await;
    let at = &server.at;
    let (path, browser) = (house.link_to(&person(2)), reqwest::Client::new());

    let looked = browser.get(format!("{at}{path}")).send().await.unwrap();
    assert_eq!(looked.status(), 200);
    assert_eq!(house.one::<i64>("select count(*) from suppressions").await, 0, "looking changed something");

    for _ in 0..2 {
        let post = browser.post(format!("{at}{path}")).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(post.body("List-Unsubscribe=One-Click").send().await.unwrap().status(), 200);
        let suppressed: String = house.one("select string_agg(address || ' ' || reason, ',') from suppressions").await;
        assert_eq!(suppressed, format!("{} refused", person(2)));
    }
    assert!(!house.one::<bool>("select given from consents order by at desc limit 1").await);

    let forged = format!("{}x", &path[..path.len() - 1]);
    assert_eq!(browser.post(format!("{at}{forged}")).send().await.unwrap().status(), 200, "a stranger learns nothing");
    let by_hand = browser.post(format!("{at}{forged}")).header("accept", "text/html").send().await.unwrap();
    assert!(by_hand.text().await.unwrap().contains("nothing was changed"), "a person is told the truth");
    assert_eq!(house.one::<i64>("select count(*) from suppressions").await, 1);

    let next = house.launch(3, "outbox").await;
    let states = house.resume("outbox").await.fine().outcome().states;
    assert_eq!((states.skipped, states.delivered), (1, 2));
    house.assert_adds_up(next, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_window_of_people_who_left_is_passed_over() {
    let house = House::new().await;
    house.import(&people(120)).await;
    house.run("insert into suppressions (address, reason, source) select address, 'refused', '' from contacts where address < 'p0101'").await;
    let campaign = house.launch(120, "outbox").await;
    let states = house.resume("outbox").await.fine().outcome().states;
    assert_eq!((states.skipped, states.delivered), (100, 20));
    house.assert_adds_up(campaign, 120).await;
}

/// The very octets that a mailbox provider reads, in a letter that a relay took.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_names_its_one_click_address_and_an_inbox_where_there_is_one() {
    for inbox in [None, Some("leave@shop.example")] {
        let (house, relay) = (House::new().await, Relay::start().await);
        house.launch(1, &relay.url()).await;
        let carrier = relay.url();
        let flags = inbox.iter().flat_map(|inbox| ["--unsubscribe-inbox", inbox]);
        let args: Vec<&str> = ["resume", "--carrier", &carrier].into_iter().chain(flags).collect();
        house.pabal(&args).end().await.fine();
        let letter = String::from_utf8(relay.taken().pop().unwrap().letter).unwrap();
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        let link = head.split(['<', '>']).find(|part| part.contains("/u/")).unwrap();
        let (place, token) = link.split_once("/u/").unwrap();
        assert_eq!(place, "http://127.0.0.1:3000");
        let mailto = inbox.map(|inbox| format!(",\r\n <mailto:{inbox}?subject=unsubscribe%20{token}>"));
        let expected = format!(
            "\r\nList-Unsubscribe: <{link}>{}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\
             List-Id: <news.shop.example>\r\n",
            mailto.unwrap_or_default()
        );
        assert!(head.contains(&expected), "{head}");
        assert_eq!(head.matches("List-Unsubscribe:").count(), 1);
    }
}
