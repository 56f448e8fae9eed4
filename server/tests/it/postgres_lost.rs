//! Postgres may vanish in the middle of a send.

use crate::{
    doubles::relay::Relay,
    house::{House, Program, people, until},
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{fs, path::Path, time::Duration};

#[tokio::test(flavor = "multi_thread")]
async fn losing_every_connection_to_the_database_costs_nothing() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.answers_after(Duration::from_millis(10));
    let campaign = house.launch(600, &relay.url()).await;
    let process = house.pabal(&["resume", "--json", "--carrier", &relay.url()]);
    for taken in [50, 200, 350] {
        until("more are taken", || relay.count() >= taken).await;
        house
            .run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
            .await;
    }
    let said = process.end().await;
    let states = house.assert_adds_up(campaign, 600).await;
    assert_eq!((said.code(), states.sent), (0, 600), "{said:?}");
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_postgres_comes_back_and_the_send_goes_on() {
    let (folder, relay) = (tempfile::tempdir().unwrap(), Relay::start().await);
    relay.answers_after(Duration::from_millis(20));
    let (audience, template) = (folder.path().join("people.csv"), folder.path().join("letter.html"));
    fs::write(&audience, people(600)).unwrap();
    fs::write(&template, "<p>Hello {{Name}}</p>").unwrap();
    let data = folder.path().join("data");
    let process = Program::start([
        "send",
        "--json",
        "--subject",
        "Hello",
        "--from",
        "Shop <news@shop.example>",
        "--carrier",
        &relay.url(),
        "--audience",
        audience.to_str().unwrap(),
        "--template",
        template.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ]);
    until("a part is taken", || relay.count() >= 100).await;
    kill(postmaster(&data), Signal::SIGKILL).unwrap();
    let said = process.end().await;
    let states = said.fine().outcome().states;
    assert_eq!(states.sent, 600);
    assert_eq!(relay.count(), 600);
    relay.assert_nobody_twice();
    let doctor = Program::start(["doctor", "--data", data.to_str().unwrap()]).end().await.fine();
    assert!(doctor.stdout.contains("1 campaigns add up"), "{doctor:?}");
}

fn postmaster(data: &Path) -> Pid {
    let file = fs::read_to_string(data.join("postgres/data/postmaster.pid")).unwrap();
    Pid::from_raw(file.lines().next().unwrap().parse().unwrap())
}
