//! Files of people on their way in through the pages.

use crate::house::{House, Server};
use domain::import::FILE_OCTETS_MAX;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_read_to_its_end_and_listed_with_the_reason() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let rows = b"email\n".iter().chain(b"kim@example.com\n".iter().cycle()).copied();
    let octets = rows.take(FILE_OCTETS_MAX as usize + 1_000_000).collect();
    server.forget_peak();
    let before = server.peak_megabytes();
    let answer = visitor.upload("/people/imports/upload", "text/html", &[("people.csv", octets)]).await;
    assert_eq!(answer.status(), 303);
    let page = visitor.get(answer.headers()["location"].to_str().unwrap()).await.text().await.unwrap();
    assert!(page.contains("larger than 200 MB"), "{page}");
    assert_eq!(house.one::<i64>("select count(*) from import_files").await, 0);
    let growth = server.peak_megabytes().saturating_sub(before);
    assert!(growth < 64, "memory grew by {growth} MB from {before} MB");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_refused_leave_like_other_addresses_with_a_right_and_a_note() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let import = house.import("email\nkim@example.com\nada@@example.com\n").await;
    let path = format!("/people/imports/{import}/rejected.csv");
    house.run("update members set role = 'viewer'").await;
    let refused = visitor.get(&path).await;
    assert_eq!(refused.status(), 409);
    assert!(!refused.text().await.unwrap().contains("ada@@example.com"));
    let page = visitor.get(&format!("/people/imports/{import}")).await.text().await.unwrap();
    assert!(!page.contains("rejected.csv"), "{page}");
    let noted =
        "select count(*) from audit_log where act = 'exported' and subject = 'import' and subject_name = 'people.csv'";
    assert_eq!(house.one::<i64>(noted).await, 0);

    house.run("update members set role = 'marketer'").await;
    let file = visitor.get(&path).await;
    assert_eq!(file.status(), 200);
    assert!(file.text().await.unwrap().contains("ada@@example.com"));
    assert_eq!(house.one::<i64>(noted).await, 1);
    assert_eq!(visitor.get("/people/imports/99999/rejected.csv").await.status(), 404);
}
