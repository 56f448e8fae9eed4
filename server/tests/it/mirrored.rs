//! What changes here reaches the tables of others, once they can be written to.

use crate::{doubles::amazon::Amazon, house::House};
use domain::{TemplateId, template::Markup};
use mailroom::{
    Member,
    mirror::{self, Mirror, TemplatesTable},
    templates::{self, NewTemplate},
};
use serde_json::{Value, json};

const TABLE: &str = "ImageAndTemplate";
const PICTURE: &str = "0123456789abcdef0123456789abcdef.png";

async fn template(house: &House, name: &str, source: &str) -> TemplateId {
    let new = NewTemplate { name: name.into(), markup: Markup::Html, source: source.into() };
    templates::create(&house.mailroom, &Member::operator(), &new).await.unwrap()
}

async fn picture(house: &House) {
    house
        .run(&format!(
            "insert into images (name, thumbnail, title, width, height, octets) values ('{PICTURE}', '{PICTURE}', 'a', 1, 1, 1)"
        ))
        .await;
}

/// Writes what is due, and what has to wait as if the wait were over.
async fn write_all(house: &House, mirror: &Mirror) {
    house.run("update mirror_outbox set not_before = now()").await;
    while mirror.turn(&house.mailroom).await.unwrap() {}
}

async fn mirror(house: &House, amazon: &Amazon) -> Mirror {
    mirror::templates_into(&house.mailroom, Some(TABLE)).await.unwrap();
    Mirror::Templates(TemplatesTable::new(&amazon.sdk().await, TABLE).unwrap())
}

fn entry(id: TemplateId, name: &str, images: &[&str]) -> Value {
    let images: Vec<Value> = images.iter().map(|address| json!({ "S": address })).collect();
    json!({"TemplateID": {"S": format!("pabal-{id}")}, "TemplateName": {"S": name}, "ImageURLs": {"L": images}})
}

#[tokio::test]
async fn the_table_of_templates_follows_ours_from_the_first_to_the_deleted() {
    let (house, amazon, by) = (House::new().await, Amazon::new(), Member::operator());
    amazon.make_table(TABLE, "TemplateID").await;
    let foreign = json!({"TemplateID": {"S": "1"}, "TemplateName": {"S": "somebody's"}, "ImageURLs": {"L": []}});
    amazon.put_entry(TABLE, foreign.clone()).await;
    picture(&house).await;
    let shown = format!("http://127.0.0.1:3000/i/{PICTURE}");
    let source = format!("<p>Hello</p><img src=\"{shown}\" alt=\"a\"><img src=\"{shown}\" alt=\"b\">");
    // before the mirror is switched on, and after
    let before = template(&house, "Welcome", &source).await;
    let mirror = mirror(&house, &amazon).await;
    mirror.check().await.unwrap();
    let after = template(&house, "봄 세일", "<p>Hello</p>").await;
    write_all(&house, &mirror).await;
    let entries = async || amazon.entries(TABLE, "TemplateID").await;
    let all = [foreign.clone(), entry(before, "Welcome", &[&shown]), entry(after, "봄 세일", &[])];
    assert_eq!(entries().await, all);

    templates::rename(&house.mailroom, &by, before, "Hello").await.unwrap();
    templates::save(&house.mailroom, &by, before, 1, "<p>Hello</p>", "").await.unwrap();
    templates::archive(&house.mailroom, &by, after).await.unwrap();
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 2, "a row a template");
    write_all(&house, &mirror).await;
    assert_eq!(entries().await, [foreign.clone(), entry(before, "Hello", &[])]);

    templates::unarchive(&house.mailroom, &by, after).await.unwrap();
    write_all(&house, &mirror).await;
    assert_eq!(entries().await.len(), 3);
    for id in [before, after] {
        templates::archive(&house.mailroom, &by, id).await.unwrap();
        templates::delete(&house.mailroom, &by, id).await.unwrap();
    }
    write_all(&house, &mirror).await;
    assert_eq!(entries().await, [foreign], "what somebody else keeps there is nobody's but theirs");
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
}

#[tokio::test]
async fn what_cannot_be_written_waits_with_its_reason_and_is_written_later() {
    let (house, amazon) = (House::new().await, Amazon::new());
    let mirror = mirror(&house, &amazon).await;
    let id = template(&house, "Welcome", "<p>Hello</p>").await;
    write_all(&house, &mirror).await;
    let standing = mirror::standing(&house.mailroom).await.unwrap();
    assert_eq!((standing.len(), standing[0].waiting), (1, 1));
    let why = standing[0].last_error.clone().unwrap();
    assert!(why.contains("there is no table ImageAndTemplate in DynamoDB of ap-northeast-2; make it"), "{why}");
    let said = house.pabal_in(&amazon.environment(&[("PABAL_TEMPLATES_TABLE", TABLE)]), &["doctor"]).end().await;
    assert!(said.code() == 1 && said.stdout.contains("problem  mirror: there is no table"), "{said:?}");
    assert!(!mirror.turn(&house.mailroom).await.unwrap(), "it waits before it is tried again");

    amazon.make_table(TABLE, "TemplateID").await;
    write_all(&house, &mirror).await;
    assert_eq!(amazon.entries(TABLE, "TemplateID").await, [entry(id, "Welcome", &[])]);
    assert_eq!(mirror::standing(&house.mailroom).await.unwrap()[0].waiting, 0);
}

#[tokio::test]
async fn a_change_in_the_middle_of_a_write_is_written_too() {
    let (house, amazon) = (House::new().await, Amazon::new());
    amazon.make_table(TABLE, "TemplateID").await;
    let mirror = mirror(&house, &amazon).await;
    let id = template(&house, "Welcome", "<p>Hello</p>").await;
    // the worker holds the key, and waits for what the template says
    let mut change = house.lock("lock table templates in access exclusive mode").await;
    let turn = tokio::spawn({
        let (mailroom, mirror) = (house.mailroom.clone(), mirror.clone());
        async move { mirror.turn(&mailroom).await.unwrap() }
    });
    house.until_blocked_on("templates").await;
    sqlx::raw_sql("update mirror_outbox set revision = revision + 1").execute(&mut *change).await.unwrap();
    change.commit().await.unwrap();
    assert!(turn.await.unwrap());
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 1, "still owed");
    assert!(mirror.turn(&house.mailroom).await.unwrap(), "at once");
    assert_eq!(amazon.entries(TABLE, "TemplateID").await, [entry(id, "Welcome", &[])]);
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
}

#[tokio::test]
async fn without_a_table_nothing_is_owed() {
    let (house, amazon) = (House::new().await, Amazon::new());
    template(&house, "Welcome", "<p>Hello</p>").await;
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
    mirror(&house, &amazon).await;
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 1);
    mirror::templates_into(&house.mailroom, None).await.unwrap();
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
    template(&house, "Again", "<p>Hello</p>").await;
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
}
