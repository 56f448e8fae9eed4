//! Letters that are opened and clicked: as mail programs and gateways do it, and what the report says of it.

use crate::house::{House, Server, Visitor, people, person, words};
use domain::{
    Audience, CampaignId,
    campaign::CampaignKind,
    campaign_report::CampaignReport,
    edition::Edition,
    tracking::{Tracking, Utm},
};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    reading, report,
};
use std::fs;

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const HTML: &str = "<html><body><p>Hello {{Name}}</p><a href=\"https://shop.example/sale?a=1&amp;b=2#top\">Sale</a>\
    <a href=\"https://shop.example/{{Name}}\">You</a> <a href=\"{{WebViewUrl}}\">View</a> \
    <a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a></body></html>";

fn counting() -> Edition {
    let utm = Some(Utm { source: "shop".into(), medium: "email".into(), campaign: "spring".into() });
    let tracking = Tracking { opens: true, clicks: true, utm };
    Edition { html: HTML.into(), tracking, ..words(CampaignKind::Informational) }
}

async fn sent(house: &House, n: usize, words: Edition) -> CampaignId {
    let by = Member::operator();
    let audience = Audience::Import(house.import(&people(n)).await);
    let draft = Draft { name: "Spring".into(), kind: words.kind, audience, words };
    let campaign = campaigns::create(&house.mailroom, &by, &draft).await.unwrap();
    campaigns::launch(&house.mailroom, &by, campaign, "outbox").await.unwrap();
    house.resume("outbox").await.fine();
    campaign
}

/// Who is quick is a machine: as if the letters had been there for an hour.
async fn an_hour_later(house: &House) {
    house
        .run("update attempts set at = at - interval '1 hour'; update mail_events set at = at - interval '1 hour'")
        .await;
}

/// The HTML of the letter that left to this person.
fn letter(house: &House, to: &str) -> String {
    let letters = fs::read_dir(house.data.path().join("outbox")).unwrap().map(|file| file.unwrap().path());
    let file = letters.into_iter().find(|path| path.to_str().unwrap().contains(to)).unwrap();
    let octets = fs::read(file).unwrap();
    mail_parser::MessageParser::default().parse(&octets).unwrap().body_html(0).unwrap().into_owned()
}

/// The paths in a letter that begin so.
fn paths(html: &str, room: &str) -> Vec<String> {
    let of_ours = |part: &str| {
        let (_port, path) = part.strip_prefix("http://127.0.0.1:")?.split_once('/')?;
        path.starts_with(&format!("{room}/")).then(|| format!("/{path}"))
    };
    html.split('"').filter_map(of_ours).collect()
}

async fn fetch(visitor: &Visitor, path: &str, user_agent: &str) -> reqwest::Response {
    visitor.client.get(visitor.url(path)).header("user-agent", user_agent).send().await.unwrap()
}

async fn location(visitor: &Visitor, path: &str) -> Option<String> {
    let answer = fetch(visitor, path, PHONE).await;
    let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    assert_eq!(to.is_some(), answer.status() == 302, "{path}");
    to
}

/// Once so many readings are written down.
async fn report_after(house: &House, campaign: CampaignId, readings: i64) -> CampaignReport {
    house.until(&format!("select count(*) >= {readings} from readings where campaign_id = {campaign}")).await;
    assert_eq!(
        house.one::<i64>(&format!("select count(*) from readings where campaign_id = {campaign}")).await,
        readings
    );
    report::report(&house.mailroom, campaign).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_and_machines_do_is_counted_apart() {
    let house = House::new().await;
    let campaign = sent(&house, 4, counting()).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let of = |n| letter(&house, &person(n));

    let links = paths(&of(1), "c");
    assert_eq!(links.len(), 2, "each link to the web, and no other: {}", of(1));
    fetch(&reader, &links[0], PHONE).await;
    let quick = report_after(&house, campaign, 1).await;
    assert_eq!((quick.clicked.people, quick.clicked.likely), (1, 0), "within seconds of the arrival");

    an_hour_later(&house).await;
    let tagged = "utm_source=shop&utm_medium=email&utm_campaign=spring";
    assert_eq!(location(&reader, &links[0]).await.unwrap(), format!("https://shop.example/sale?a=1&b=2&{tagged}#top"));
    for _ in 0..2 {
        let answer = fetch(&reader, &paths(&of(2), "o")[0], PHONE).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()), (200, "image/gif"));
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("no-store"));
    }
    fetch(&reader, &paths(&of(3), "o")[0], "Mozilla/5.0").await;
    fetch(&reader, &paths(&of(3), "c")[0], "curl/8.5.0").await;
    let report = report_after(&house, campaign, 6).await;
    assert_eq!((report.opened.people, report.opened.likely, report.opened.machines()), (3, 2, 1));
    assert_eq!((report.clicked.people, report.clicked.likely, report.clicked.machines()), (2, 1, 1));
    assert_eq!((report.opened.times, report.clicked.times), (3, 3), "again and again is once a person");
    let sale = report.links.iter().find(|link| link.number == 1).unwrap();
    assert_eq!(
        (sale.href.as_str(), sale.tally),
        (format!("https://shop.example/sale?a=1&b=2&{tagged}#top").as_str(), report.clicked)
    );

    for path in [&paths(&of(4), "o")[0], &paths(&of(4), "c")[0]] {
        let asked = reader.client.head(reader.url(path)).send().await.unwrap();
        assert!(asked.status() == 200 || asked.status() == 302, "a HEAD is answered alike");
    }
    let you = fetch(&reader, &paths(&of(4), "c")[1], PHONE).await;
    assert_eq!(you.headers()["location"], format!("https://shop.example/Person%204?{tagged}"));
    let report = report_after(&house, campaign, 7).await;
    assert_eq!((report.opened.people, report.clicked.people), (4, 3), "a HEAD counts nothing");
    house.assert_adds_up(campaign, 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_ours_leads_where_a_stranger_wants() {
    let house = House::new().await;
    let campaign = sent(&house, 1, counting()).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let html = letter(&house, &person(1));
    let good = paths(&html, "c")[0].clone();
    let (token, _) = good.strip_prefix("/c/").unwrap().split_once('/').unwrap();
    let (picture, view) = (paths(&html, "o")[0].clone(), paths(&html, "v")[0].clone());
    let foreign = [picture.strip_prefix("/o/").unwrap(), view.strip_prefix("/v/").unwrap()];
    assert_eq!(foreign[0], token, "one token a letter is counted by");
    let bent = format!("{}A", &token[..token.len() - 1]);
    let nasty = [
        format!("/c/{token}/0"),
        format!("/c/{token}/3"),
        format!("/c/{token}/-1"),
        format!("/c/{token}/99999999999"),
        format!("/c/{token}/https:%2F%2Fevil.example"),
        format!("/c/{token}/1%0d%0aLocation:%20https:%2F%2Fevil.example"),
        format!("/c/{}/1", foreign[1]),
        format!("/c/{bent}B/1"),
        "/c/x/1".into(),
        "/c/%00/1".into(),
        format!("/c/{}/1", "A".repeat(5_000)),
        format!("/c//evil.example/{token}"),
    ];
    for path in nasty {
        assert_eq!(location(&reader, &path).await, None, "{path}");
    }
    let to = location(&reader, &format!("{good}?url=https://evil.example")).await.unwrap();
    assert!(to.starts_with("https://shop.example/"), "{to}");
    for path in ["/o/x".to_owned(), format!("/o/{}", foreign[1]), "/o/%ff".to_owned()] {
        assert_eq!(fetch(&reader, &path, PHONE).await.status(), 200, "{path}");
    }
    let lost = fetch(&reader, &format!("/v/{token}"), PHONE).await;
    assert_eq!(lost.status(), 404, "a token of another purpose shows no letter");
    assert_eq!(report_after(&house, campaign, 1).await.clicked.people, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_not_to_be_counted_is_not() {
    let house = House::new().await;
    house.import(&people(3)).await;
    let contact = |n: usize| format!("select id from contacts where address = '{}'", person(n));
    let who = domain::ContactId(house.one(&contact(2)).await);
    let mut db = house.db.acquire().await.unwrap();
    reading::refuse_measuring(&mut db, who).await.unwrap();
    let campaign = sent(&house, 3, counting()).await;
    let html = letter(&house, &person(2));
    assert!(paths(&html, "c").is_empty() && paths(&html, "o").is_empty(), "{html}");
    assert!(
        html.contains("https://shop.example/sale?a=1&amp;b=2&amp;utm_source=shop"),
        "its links are tagged all the same"
    );
    assert_eq!(paths(&letter(&house, &person(1)), "c").len(), 2);

    let late = domain::ContactId(house.one(&contact(3)).await);
    reading::refuse_measuring(&mut db, late).await.unwrap();
    an_hour_later(&house).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    fetch(&reader, &paths(&letter(&house, &person(3)), "o")[0], PHONE).await;
    fetch(&reader, &paths(&letter(&house, &person(1)), "o")[0], PHONE).await;
    assert_eq!(report_after(&house, campaign, 1).await.opened.people, 1, "of a letter that was there already too");
    reading::allow_measuring(&mut db, late).await.unwrap();
    fetch(&reader, &paths(&letter(&house, &person(3)), "o")[0], PHONE).await;
    assert_eq!(report_after(&house, campaign, 2).await.opened.people, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_reads_for_its_house_is_found_out_in_the_end() {
    let house = House::new().await;
    let campaign = sent(&house, 40, counting()).await;
    an_hour_later(&house).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    for n in 1..=40 {
        let path = paths(&letter(&house, &person(n)), "o")[0].clone();
        let from = format!("203.0.113.{n}");
        let request = reader.client.get(reader.url(&path)).header("user-agent", PHONE).header("x-forwarded-for", from);
        request.send().await.unwrap();
        if n == 20 {
            assert_eq!(report_after(&house, campaign, 20).await.opened.likely, 20, "so far they may be people");
        }
    }
    let report = report_after(&house, campaign, 40).await;
    assert_eq!((report.opened.people, report.opened.likely), (40, 0), "the earlier ones are judged anew");
    let addresses = "select count(*) from readings where place is null";
    assert_eq!(house.one::<i64>(addresses).await, 0);
    assert_eq!(
        house.one::<i64>("select count(distinct place) from readings").await,
        1,
        "the prefix, and only as a number"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_is_shown_in_a_browser_as_it_was_sent() {
    let house = House::new().await;
    let campaign = sent(&house, 2, counting()).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let path = paths(&letter(&house, &person(2)), "v")[0].clone();
    let shown = fetch(&reader, &path, PHONE).await;
    let policy = shown.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("script-src") && policy.contains("sandbox"),
        "{policy}"
    );
    assert!(shown.headers()["x-robots-tag"].to_str().unwrap().contains("noindex"));
    let html = shown.text().await.unwrap();
    assert!(html.contains("Hello Person 2") && html.contains("https://shop.example/sale"), "{html}");
    assert!(paths(&html, "c").is_empty() && paths(&html, "o").is_empty(), "looking at it is not counted");
    let unsubscribe = paths(&html, "u")[0].clone();
    let left = reader.client.post(reader.url(&unsubscribe)).body("List-Unsubscribe=One-Click").send().await.unwrap();
    assert_eq!(left.status(), 200);
    assert_eq!(house.one::<String>("select address from suppressions").await, person(2));
    assert_eq!(house.one::<i64>("select count(*) from readings").await, 0);

    let bent = fetch(&reader, &format!("{}x", &path[..path.len() - 1]), PHONE).await;
    assert_eq!(bent.status(), 404);
    let contact: i64 = house.one(&format!("select id from contacts where address = '{}'", person(2))).await;
    mailroom::contacts::erase(&house.mailroom, &Member::operator(), domain::ContactId(contact)).await.unwrap();
    assert_eq!(fetch(&reader, &path, PHONE).await.status(), 410, "who was erased is shown to nobody");
    house.assert_adds_up(campaign, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_openings_is_booked_in_few_transactions_and_adds_up() {
    let house = House::new().await;
    let campaign = sent(&house, 200, counting()).await;
    an_hour_later(&house).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let pictures: Vec<String> = (1..=200).map(|n| paths(&letter(&house, &person(n)), "o")[0].clone()).collect();
    for _ in 0..5 {
        let asked = pictures.iter().map(|path| fetch(&reader, path, PHONE));
        futures::future::join_all(asked).await;
    }
    let report = report_after(&house, campaign, 1_000).await;
    assert_eq!((report.opened.times, report.opened.people, report.opened.likely), (1_000, 200, 200));
    let transactions: i64 = house.one("select count(distinct xmin::text) from readings").await;
    assert!(transactions <= 50, "{transactions} transactions for 1,000 openings");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_fetches_in_advance_is_no_persons_click() {
    let house = House::new().await;
    let campaign = sent(&house, 4, counting()).await;
    an_hour_later(&house).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    for (n, (name, value)) in
        (1..).zip([("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")])
    {
        let path = &paths(&letter(&house, &person(n)), "c")[0];
        let request = reader.client.get(reader.url(path)).header("user-agent", PHONE).header(name, value);
        assert_eq!(request.send().await.unwrap().status(), 302, "{name}");
    }
    fetch(&reader, &paths(&letter(&house, &person(4)), "c")[0], PHONE).await;
    let report = report_after(&house, campaign, 4).await;
    assert_eq!((report.clicked.people, report.clicked.likely), (4, 1));
    let judged: i64 = house.one("select count(*) from readings where verdict = 'in_advance' and by_machine").await;
    assert_eq!(judged, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_mail_programs_glue_to_a_link_does_not_break_it() {
    let house = House::new().await;
    let campaign = sent(&house, 1, counting()).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let html = letter(&house, &person(1));
    let [click, picture, view] = ["c", "o", "v"].map(|room| paths(&html, room)[0].clone());
    for glued in ["/", ".", ")", ",", "%3E", ";", "%22", "'", ").", "%ff"] {
        assert!(location(&reader, &format!("{click}{glued}")).await.is_some(), "{glued}");
        assert_eq!(fetch(&reader, &format!("{view}{glued}"), PHONE).await.status(), 200, "{glued}");
        assert_eq!(fetch(&reader, &format!("{picture}{glued}"), PHONE).await.status(), 200, "{glued}");
    }
    assert_eq!(report_after(&house, campaign, 20).await.opened.times, 10);
    for path in ["/v/%ff%fe", "/c/%ff%fe/1", "/c/%ff%fe"] {
        let lost = fetch(&reader, path, PHONE).await;
        assert_eq!(lost.status(), 404, "{path}");
        assert!(lost.text().await.unwrap().contains("열 수 없는 링크입니다"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_got_a_letter_and_did_not_open_it_is_written_to_again() {
    let house = House::new().await;
    let campaign = sent(&house, 6, counting()).await;
    let server = Server::start(&house).await;
    let reader = server.stranger();
    let picture = |n| paths(&letter(&house, &person(n)), "o")[0].clone();
    an_hour_later(&house).await;
    fetch(&reader, &picture(1), PHONE).await;
    fetch(&reader, &picture(2), "curl/8.5.0").await;
    report_after(&house, campaign, 2).await;
    house
        .run(
            "insert into mail_events (dedupe_key, campaign_id, seq, attempt, kind, message_id, recipient, detail, at)
             select 'bounce', campaign_id, seq, 1, 'bounced_this_time', '', address, '', clock_timestamp()
             from recipients where address like 'p0003@%'",
        )
        .await;
    let by = Member::operator();
    mailroom::suppressions::add(&house.mailroom, &by, &person(4), "asked on the phone").await.unwrap();

    let again = |name: &'static str| {
        let mailroom = &house.mailroom;
        let by = &by;
        async move { campaigns::drafts::again_to_unopened(mailroom, by, campaign, name, "Did not open").await }
    };
    let copy = again("Spring (again)").await.unwrap();
    let draft = campaigns::drafts::find(&house.mailroom, copy).await.unwrap().unwrap();
    assert_eq!(draft.name, "Spring (again)");
    let audience = draft.draft.audience.unwrap();
    let people = mailroom::segments::count(&house.mailroom, &audience).await.unwrap();
    assert_eq!((people.matching, people.suppressed), (4, 1), "a machine opened none; who sent it back is left out");
    let names = mailroom::segments::sample(&house.mailroom, &audience, 10).await.unwrap();
    let mut addresses: Vec<_> = names.iter().map(|person| person.address.to_string()).collect();
    addresses.sort();
    assert_eq!(addresses, [2, 4, 5, 6].map(person), "who is suppressed is left out at addressing");

    let second = again("Spring (again)").await.unwrap();
    assert_ne!(second, copy);
    assert_eq!(house.one::<i64>("select count(*) from segments").await, 1, "one rule is one segment");
    let noted = "select count(*) from audit_log where act = 'created' and subject in ('segment', 'campaign')";
    assert!(house.one::<i64>(noted).await >= 3);

    let unseen = sent(&house, 1, words(CampaignKind::Informational)).await;
    let refused = campaigns::drafts::again_to_unopened(&house.mailroom, &by, unseen, "No", "No").await;
    assert!(refused.is_err(), "nobody knows who did not open it");
}
