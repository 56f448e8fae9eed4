//! `pabal doctor` says whether people could be brought in now, and whether what they say could be written back.

use crate::{
    doubles::amazon::Amazon,
    house::{House, Said},
};
use serde_json::json;

async fn doctor(house: &House, amazon: &Amazon, set: &[(&str, &str)]) -> Said {
    house.pabal_in(&amazon.environment(set), &["doctor"]).end().await
}

fn shop<'a>(url: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let all = [("PABAL_SHOP_URL", url), ("PABAL_SHOP_TABLE", "shop_users"), ("PABAL_SHOP_COLUMNS", "email,nick:name")];
    let kept = all.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more.iter().copied()).collect()
}

fn problem(said: &Said, wanted: &str) {
    assert_eq!(said.code(), 1, "{said:?}");
    let told = said.stdout.lines().any(|line| line.starts_with("problem  ") && line.contains(wanted));
    assert!(told, "not told: {wanted}\n{}", said.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_whether_the_shop_can_be_read_and_what_to_do() {
    let (house, amazon) = (House::new().await, Amazon::new());
    house.run("create table shop_users (id int primary key, email text, nick text, updated_at timestamp)").await;
    house.run("insert into shop_users values (1, 'kim@example.com', 'Kim', '2026-11-20 09:00')").await;
    let fine = shop(&house.url, &[]);
    let said = doctor(&house, &amazon, &fine).await.fine();
    let line = said.stdout.lines().find(|line| line.starts_with("ok       people: Postgres at ")).unwrap();
    assert!(line.contains("table shop_users can be read, its newest row is of 2026-11-20 09:00:00"), "{line}");
    assert!(line.ends_with("nothing was brought in from it yet"), "{line}");

    house.pabal_in(&fine, &["sync-people"]).end().await.fine();
    let said = doctor(&house, &amazon, &fine).await.fine();
    assert!(said.stdout.contains("read 1 rows: 1 people added, 0 updated, 0 rejected"), "{said:?}");

    for (set, wanted) in [
        (("PABAL_SHOP_TABLE", "no_such"), "correct PABAL_SHOP_TABLE or PABAL_SHOP_QUERY"),
        (("PABAL_SHOP_COLUMNS", "email,tier"), "correct PABAL_SHOP_COLUMNS, PABAL_SHOP_KEY or PABAL_SHOP_CHANGED"),
        (("PABAL_SHOP_URL", "postgres://a:secret@127.0.0.1:9/shop"), "or let this machine reach its port"),
        (("PABAL_SHOP_URL", "oracle://shop"), "begin the address with mysql:// or postgres://"),
    ] {
        let said = doctor(&house, &amazon, &shop(&house.url, &[set])).await;
        problem(&said, wanted);
        assert!(!said.stdout.contains("secret"), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_whether_the_tables_of_dynamodb_can_be_read_and_written() {
    let (house, amazon) = (House::new().await, Amazon::new());
    amazon.make_table("User", "Email").await;
    amazon.put_entry("User", json!({"Email": {"S": "kim@example.com"}})).await;
    amazon.make_table("Other", "Name").await;
    amazon.put_entry("Other", json!({"Name": {"S": "Kim"}})).await;
    let mirrored = |table| [("PABAL_DYNAMODB_USERS", table), ("PABAL_DYNAMODB_MIRROR", "true")];

    let said = doctor(&house, &amazon, &mirrored("User")).await.fine();
    assert!(said.stdout.contains("ok       people: DynamoDB in ap-northeast-2, table User can be read; "), "{said:?}");
    assert!(said.stdout.contains("ok       mirror: User can be written to"), "{said:?}");
    assert_eq!(house.one::<i64>("select count(*) from mirrors").await, 0, "whoever only looks switches nothing on");

    let said = doctor(&house, &amazon, &mirrored("Nobody")).await;
    problem(&said, "people: the source ‘dynamodb’: there is no table Nobody in DynamoDB of ap-northeast-2");
    problem(&said, "mirror: there is no table Nobody in DynamoDB of ap-northeast-2; make it with Email (a string)");
    let said = doctor(&house, &amazon, &mirrored("Other")).await;
    problem(&said, "the items of the table Other of DynamoDB have no Email");
    problem(&said, "mirror: the table Other of DynamoDB does not have Email (a string) as its only key");
    let nowhere = [("PABAL_DYNAMODB_USERS", "User"), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")];
    problem(&doctor(&house, &amazon, &nowhere).await, "DynamoDB in ap-northeast-2 does not answer for the table User");
}
