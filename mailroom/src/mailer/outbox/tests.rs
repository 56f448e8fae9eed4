use super::{ACCEPTING, Outbox, finish_accepting, read_events};
use domain::{
    SendTag,
    letter::Letter,
    outcome::{Receipt, SendFault},
};
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

fn letter(to: &str) -> Letter {
    Letter {
        from: "news@shop.example.com".parse().unwrap(),
        to: to.parse().unwrap(),
        mime: b"Subject: hello\r\n\r\nbody\r\n".to_vec(),
    }
}

fn tag(seq: i32, attempt: i16) -> SendTag {
    SendTag { campaign: domain::CampaignId(7), seq, attempt }
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let data = tempfile::tempdir().unwrap();
    let path = super::folder(data.path());
    (data, path)
}

fn letters(path: &Path) -> Vec<String> {
    let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    files.filter(|name| name.ends_with(".eml")).collect()
}

fn events(path: &Path) -> Vec<Value> {
    let (lines, _) = read_events(path, 0, usize::MAX).unwrap();
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kinds(path: &Path) -> Vec<String> {
    events(path).iter().map(|event| event["eventType"].as_str().unwrap().to_owned()).collect()
}

async fn send(path: &Path, to: &str) -> Result<Receipt, SendFault> {
    Outbox::open(path).unwrap().send(&letter(to), tag(200, 1)).await
}

#[tokio::test]
async fn a_letter_becomes_a_file_and_two_events() {
    let (_data, path) = folder();
    let Receipt(id) = send(&path, "Kim@Example.com").await.unwrap();
    assert_eq!(letters(&path), [format!("7_200_1-kim@example.com-{id}.eml")]);
    assert_eq!(fs::read(path.join(&letters(&path)[0])).unwrap(), letter("kim@example.com").mime);
    assert_eq!(kinds(&path), ["Send", "Delivery"]);
    let mail = &events(&path)[0]["mail"];
    assert_eq!(mail["tags"]["r"][0], "7_200_1");
    assert_eq!(mail["messageId"], id.as_str());
    assert!(fs::read_dir(path.join(ACCEPTING)).unwrap().next().is_none());
}

#[tokio::test]
async fn the_simulators_names_behave_as_named_at_any_domain() {
    for (to, expected, sub_type) in [
        ("bounce+kim@a.kr", ["Send", "Bounce"].as_slice(), Some("General")),
        ("suppressionlist@a.kr", &["Send", "Bounce"], Some("OnAccountSuppressionList")),
        ("complaint@a.kr", &["Send", "Delivery", "Complaint"], None),
        ("ooto@a.kr", &["Send", "Delivery"], None),
        ("success@a.kr", &["Send", "Delivery"], None),
        ("bouncer@a.kr", &["Send", "Delivery"], None),
    ] {
        let (_data, path) = folder();
        send(&path, to).await.unwrap();
        assert_eq!(kinds(&path), expected, "{to}");
        assert_eq!(events(&path)[1]["bounce"]["bounceSubType"].as_str(), sub_type, "{to}");
    }
}

#[tokio::test]
async fn throttle_slows_twice_and_then_accepts() {
    let (_data, path) = folder();
    let outbox = Outbox::open(&path).unwrap();
    for _ in 0..2 {
        let answer = outbox.send(&letter("throttle@a.kr"), tag(1, 1)).await;
        assert!(matches!(answer, Err(SendFault::Throttled(_))), "{answer:?}");
    }
    assert!(outbox.send(&letter("throttle@a.kr"), tag(1, 1)).await.is_ok());
    assert_eq!(kinds(&path), ["Send", "Delivery"]);
}

#[tokio::test]
async fn flaky_fails_on_its_first_two_attempts() {
    let (_data, path) = folder();
    let outbox = Outbox::open(&path).unwrap();
    for attempt in [1, 2] {
        let answer = outbox.send(&letter("flaky@a.kr"), tag(1, attempt)).await;
        assert!(matches!(answer, Err(SendFault::Later(_))), "{answer:?}");
    }
    assert!(outbox.send(&letter("flaky@a.kr"), tag(1, 3)).await.is_ok());
}

#[tokio::test]
async fn silence_leaves_nothing_behind() {
    let (_data, path) = folder();
    assert!(matches!(send(&path, "timeout@a.kr").await, Err(SendFault::Unsure(_))));
    assert!(letters(&path).is_empty() && kinds(&path).is_empty());
}

#[tokio::test]
async fn a_slash_in_an_address_stays_in_the_folder() {
    let (_data, path) = folder();
    send(&path, "a/b@a.kr").await.unwrap();
    assert!(letters(&path)[0].starts_with("7_200_1-a_b@a.kr-"));
}

#[tokio::test]
async fn an_accepted_letter_whose_rename_was_lost_is_finished() {
    let (_data, path) = folder();
    send(&path, "kim@a.kr").await.unwrap();
    let name = letters(&path).remove(0);
    fs::rename(path.join(&name), path.join(ACCEPTING).join(&name)).unwrap();
    fs::write(path.join(ACCEPTING).join("7_9_1-lee@a.kr-unknown.eml"), "never accepted").unwrap();
    assert_eq!(finish_accepting(&path).unwrap(), 1);
    assert_eq!(letters(&path), [name]);
}

#[tokio::test]
async fn events_are_read_in_pieces_and_never_half_a_line() {
    let (_data, path) = folder();
    send(&path, "kim@a.kr").await.unwrap();
    let (first, next) = read_events(&path, 0, 1).unwrap();
    assert_eq!(first.len(), 1);
    let mut journal = fs::OpenOptions::new().append(true).open(path.join("events.ndjson")).unwrap();
    journal.write_all(b"{\"half\":").unwrap();
    let (second, end) = read_events(&path, next, 1 << 20).unwrap();
    assert_eq!(second.len(), 1);
    assert_eq!(read_events(&path, end, 1 << 20).unwrap(), (vec![], end));
    journal.write_all(b"1}\n").unwrap();
    assert_eq!(read_events(&path, end, 1 << 20).unwrap(), (vec!["{\"half\":1}".into()], end + 11));
}

#[tokio::test]
async fn a_journal_made_anew_is_read_from_its_start() {
    let (_data, path) = folder();
    send(&path, "kim@a.kr").await.unwrap();
    let (lines, _) = read_events(&path, 1 << 40, 1 << 20).unwrap();
    assert_eq!(lines.len(), 2);
}

#[tokio::test]
async fn a_folder_that_is_gone_halts_with_a_sentence() {
    let (_data, path) = folder();
    let outbox = Outbox::open(&path).unwrap();
    fs::remove_dir_all(&path).unwrap();
    match outbox.send(&letter("kim@a.kr"), tag(1, 1)).await {
        Err(SendFault::Halt(reason)) => assert!(reason.text.contains("outbox"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_full_disk_halts_and_accepts_nothing() {
    let (_data, path) = folder();
    let outbox = Outbox::open(&path).unwrap();
    fs::remove_file(path.join("events.ndjson")).unwrap();
    std::os::unix::fs::symlink("/dev/full", path.join("events.ndjson")).unwrap();
    match outbox.send(&letter("kim@a.kr"), tag(1, 1)).await {
        Err(SendFault::Halt(reason)) => assert!(reason.text.contains("the disk is full"), "{reason}"),
        other => panic!("{other:?}"),
    }
    assert!(letters(&path).is_empty());
    assert!(fs::read_dir(path.join(ACCEPTING)).unwrap().next().is_none());
}

#[tokio::test]
async fn a_line_cut_short_by_a_power_cut_spoils_none_after_it() {
    let (_data, path) = folder();
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("events.ndjson"), r#"{"eventType":"Se"#).unwrap();
    send(&path, "kim@a.kr").await.unwrap();
    let (lines, _) = read_events(&path, 0, usize::MAX).unwrap();
    assert_eq!(lines.len(), 3);
    assert!(lines[1..].iter().all(|line| serde_json::from_str::<Value>(line).is_ok()));
}

#[tokio::test]
async fn many_at_once_from_two_processes_worth_of_outboxes_lose_no_line() {
    let (_data, path) = folder();
    let outboxes = [Outbox::open(&path).unwrap(), Outbox::open(&path).unwrap()];
    let sends = (1..=200).map(|seq| {
        let outbox = outboxes[seq as usize % 2].clone();
        tokio::spawn(async move { outbox.send(&letter(&format!("p{seq}@a.kr")), tag(seq, 1)).await })
    });
    for sent in sends.collect::<Vec<_>>() {
        sent.await.unwrap().unwrap();
    }
    assert_eq!(letters(&path).len(), 200);
    assert_eq!(events(&path).len(), 400);
}
