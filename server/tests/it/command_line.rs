//! The contract of the command line: what it prints, how it exits, and that a wrong call launches nothing.

use crate::{
    doubles::relay::Relay,
    house::{House, Program, Said, person},
};
use serde_json::Value;
use std::{fs, path::Path};

const STATES: [&str; 11] = [
    "waiting",
    "sending",
    "sent",
    "delivered",
    "retrying",
    "in_doubt",
    "failed",
    "bounced",
    "complained",
    "skipped",
    "cancelled",
];

const LETTER: &str = "<p>Hello {{Name}}</p><p>{{Body}}</p>";

/// `pabal send` to three people and a row that names nobody, with these arguments in place of the usual ones.
async fn send(house: &House, changed: &[(&str, &str)]) -> Said {
    let audience = house.file(
        "audience.csv",
        "Email,Name\nkim@example.com,김하나\nlee@example.com,Lee\nnobody,Nobody\npark@example.com,Park\n",
    );
    let template = house.file("letter.html", LETTER);
    let mut flags = vec![
        ("--audience", audience.to_str().unwrap()),
        ("--template", template.to_str().unwrap()),
        ("--subject", "Hello {{Name}}"),
        ("--from", "Shop <news@shop.example>"),
        ("--field", "Body=This weekend only"),
        ("--carrier", "outbox"),
    ];
    for (flag, value) in changed {
        flags.iter_mut().find(|(name, _)| name == flag).unwrap().1 = value;
    }
    let args: Vec<&str> =
        ["send", "--json"].into_iter().chain(flags.into_iter().flat_map(|(flag, value)| [flag, value])).collect();
    house.pabal(&args).end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn send_ends_with_one_json_object_whose_states_are_the_audience() {
    let house = House::new().await;
    let said = send(&house, &[]).await.fine();
    let last: Value = serde_json::from_str(said.stdout.lines().last().unwrap()).unwrap();
    let keys: Vec<&String> = last.as_object().unwrap().keys().collect();
    let mut expected = ["campaign", "audience", "states", "seconds", "rejected_rows"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    let states = last["states"].as_object().unwrap();
    assert_eq!(states.len(), STATES.len());
    assert!(STATES.iter().all(|state| states[*state].is_i64()));
    let outcome = said.outcome();
    assert_eq!((outcome.audience, outcome.states.delivered, outcome.rejected_rows), (3, 3, 1));
    assert!(outcome.seconds > 0.0);
    house.assert_adds_up(outcome.campaign, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_call_says_what_is_wrong_and_launches_nothing() {
    let house = House::new().await;
    let broken = house.file("broken.html", "<p>{{#if Name}}</p>");
    let empty = house.file("empty.csv", "Email,Name\n");
    let addressless = house.file("addressless.csv", "Colour,Size\nred,9\n");
    for (flag, value, expected) in [
        ("--template", "/nowhere/letter.html", "/nowhere/letter.html"),
        ("--template", broken.to_str().unwrap(), "line 1"),
        ("--audience", "/nowhere/people.csv", "people.csv"),
        ("--audience", empty.to_str().unwrap(), "nobody to mail"),
        ("--audience", addressless.to_str().unwrap(), "column"),
        ("--from", "nobody", "--from"),
        ("--carrier", "pigeon", "pigeon"),
        ("--carrier", "smtp://h/inbox", "after the port"),
        ("--subject", "Hello {{Name", "subject"),
        ("--field", "Body", "NAME=TEXT"),
    ] {
        let said = send(&house, &[(flag, value)]).await;
        assert_ne!(said.code(), 0, "{flag} {value}: {said:?}");
        assert!(said.stderr.contains(expected), "{flag} {value}: {}", said.stderr);
        assert_eq!(said.stdout, "", "{flag} {value}");
    }
    assert_eq!(house.one::<i64>("select count(*) from campaigns").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_failed_is_listed_and_the_exit_code_says_so() {
    let house = House::new().await;
    let csv = format!("Email,Name\n{},One\ntimeout@example.com,Two\nbounce@example.com,Three\n", person(1));
    let audience = house.file("mixed.csv", csv);
    let said = send(&house, &[("--audience", audience.to_str().unwrap())]).await;
    assert_eq!(said.code(), 1, "{said:?}");
    assert!(said.stderr.contains("1 in doubt") && said.stderr.contains("pabal settle"), "{said:?}");
    let id = said.outcome().campaign.to_string();

    let json = house.pabal(&["recipients", &id, "--json"]).end().await.fine();
    let rows: Vec<Value> = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["address"], "bounce@example.com");
    assert_eq!(rows[0]["state"], "bounced");

    let csv = house.pabal(&["recipients", &id, "--csv", "--state", "in_doubt"]).end().await.fine();
    let mut lines = csv.stdout.lines();
    assert!(lines.next().unwrap().starts_with("\u{feff}seq,address,name,state"), "{csv:?}");
    assert!(lines.next().unwrap().contains("timeout@example.com"));
    assert_eq!(lines.next(), None);

    let status = house.pabal(&["status", &id, "--json"]).end().await.fine();
    let status: Value = serde_json::from_str(status.stdout.trim()).unwrap();
    assert_eq!(
        (&status["state"], &status["audience"], &status["states"]["in_doubt"]),
        (&"finished".into(), &3.into(), &1.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_nobody_knows_is_an_error() {
    let house = House::new().await;
    for args in
        [&["status", "77"][..], &["recipients", "77"], &["requeue", "77", "--all"], &["settle", "77", "--as", "sent"]]
    {
        let said = house.pabal(args).end().await;
        assert_eq!((said.code(), said.stderr.contains("campaign 77")), (2, true), "{args:?}: {said:?}");
    }
    let nothing = house.pabal(&["resume", "--json"]).end().await.fine();
    assert!(nothing.stderr.contains("no campaign is unfinished"));
}

#[tokio::test(flavor = "multi_thread")]
async fn resume_knows_the_carrier_of_each_campaign() {
    let (house, relay) = (House::new().await, Relay::start().await);
    for carrier in ["outbox", &relay.url()] {
        house.pabal(&["doctor", "--carrier", carrier]).end().await.fine();
        house.launch(5, carrier).await;
    }
    let said = house.pabal(&["resume", "--json"]).end().await.fine();
    let ended: Vec<Value> = said.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&ended[0]["states"]["delivered"], &ended[1]["states"]["sent"]), (&5.into(), &5.into()), "{said:?}");
    assert_eq!(relay.count(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn import_reports_its_rows_and_user_add_prints_a_link() {
    let house = House::new().await;
    let file = house.file("people.csv", "Email,Name\nkim@example.com,Kim\nnobody,No\n");
    let said = house.pabal(&["import", "--json", file.to_str().unwrap()]).end().await.fine();
    let report: Value = serde_json::from_str(said.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&report["rows_read"], &report["added"], &report["rejected"]), (&2.into(), &1.into(), &1.into()));
    let said = house.pabal(&["user", "add", "kim@example.com", "--role", "viewer"]).end().await.fine();
    assert!(said.stdout.lines().last().unwrap().starts_with("http://127.0.0.1:3000/"), "{said:?}");
    let said = house.pabal(&["migrate"]).end().await.fine();
    assert!(said.stdout.contains("up to date"));
    let said = house.pabal(&["doctor"]).end().await.fine();
    assert_eq!(said.stdout.lines().filter(|line| line.starts_with("ok ")).count(), 7, "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_totals_that_are_not_true() {
    let house = House::new().await;
    send(&house, &[]).await.fine();
    house.run("update totals set delivered = delivered - 1, sent = sent + 1").await;
    let said = house.pabal(&["doctor"]).end().await;
    assert_eq!(said.code(), 1);
    assert!(said.stdout.contains("problem  totals"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_folder_refuses_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let serve = || Program::start(["serve", "--listen", "127.0.0.1:0", "--data", data]);
    let mut first = serve();
    until_ready(folder.path()).await;
    let second = serve().end().await;
    assert_ne!(second.code(), 0, "{second:?}");
    assert!(second.stderr.contains("another pabal already works in"), "{second:?}");
    let said = Program::start(["status", "--data", data]).end().await.fine();
    assert!(said.stdout.contains("no campaigns yet"));
    assert!(!first.has_ended());
    first.signal(nix::sys::signal::Signal::SIGTERM);
    first.end().await.fine();
    assert!(!folder.path().join("postgres/data/postmaster.pid").exists(), "Postgres has not ended");
}

async fn until_ready(data: &Path) {
    crate::house::until("the server is up", || fs::exists(data.join("postgres/address")).unwrap()).await;
}
