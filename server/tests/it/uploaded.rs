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
