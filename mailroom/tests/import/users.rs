//! DynamoDB's table `User` as a source, told to an emulator by the real SDK.

use super::house::House;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_sdk_dynamodb::{
    Client,
    types::{
        AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, PutRequest, ScalarAttributeType,
        WriteRequest,
    },
};
use domain::people_source::SourceRun;
use emulators::Dynoxide;
use jiff::tz::TimeZone;
use mailroom::{
    mirror::{self, Mirror, UsersTable},
    people_sources::{self, Source, Users, UsersSettings},
};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::Notify;

pub struct Table {
    pub sdk: SdkConfig,
    pub client: Client,
    pub name: String,
}

pub type Item = HashMap<String, AttributeValue>;

impl Table {
    pub async fn empty() -> Self {
        let credentials = Credentials::new("111122223333", "secret", None, None, "test");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("ap-northeast-2"))
            .endpoint_url(Dynoxide::shared().endpoint())
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(mailroom::mailer::ses::http_client())
            .build();
        let (client, name) = (Client::new(&sdk), format!("User_{}", uuid::Uuid::new_v4().simple()));
        let key = KeySchemaElement::builder().attribute_name("Email").key_type(KeyType::Hash).build().unwrap();
        let email = AttributeDefinition::builder().attribute_name("Email").attribute_type(ScalarAttributeType::S);
        let made = client.create_table().table_name(&name).key_schema(key).billing_mode(BillingMode::PayPerRequest);
        made.attribute_definitions(email.build().unwrap()).send().await.unwrap();
        Self { sdk, client, name }
    }

    pub async fn put(&self, items: impl IntoIterator<Item = Item>) {
        let items: Vec<_> = items.into_iter().collect();
        for some in items.chunks(25) {
            let puts = some.iter().map(|item| {
                let put = PutRequest::builder().set_item(Some(item.clone())).build().unwrap();
                WriteRequest::builder().put_request(put).build()
            });
            self.client.batch_write_item().request_items(&self.name, puts.collect()).send().await.unwrap();
        }
    }

    pub fn source(&self, segments: u16, read_units: f64) -> Source {
        let settings = UsersSettings { table: self.name.clone(), segments, read_units, time_zone: TimeZone::UTC };
        Source::Users(Users::new(&self.sdk, settings).unwrap())
    }
}

/// As DynamoDB's own JSON has it.
fn value(json: &serde_json::Value) -> AttributeValue {
    let (kind, value) = json.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "S" => AttributeValue::S(value.as_str().unwrap().into()),
        "N" => AttributeValue::N(value.as_str().unwrap().into()),
        "BOOL" => AttributeValue::Bool(value.as_bool().unwrap()),
        other => panic!("{other}"),
    }
}

/// The mixed shapes that the scripts of the original left.
fn sample() -> Vec<Item> {
    let json = include_str!("dynamodb-user-items.json");
    let items: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(json).unwrap();
    items.iter().map(|item| item.iter().map(|(name, json)| (name.clone(), value(json))).collect()).collect()
}

pub fn person(n: usize, subscribed: bool) -> Item {
    HashMap::from([
        ("Email".to_owned(), AttributeValue::S(format!("p{n}@example.com"))),
        ("Name".to_owned(), AttributeValue::S(format!("사람 {n}"))),
        ("SubscriptionStatus".to_owned(), AttributeValue::Bool(subscribed)),
    ])
}

async fn sync(house: &House, source: &Source) -> SourceRun {
    let run = people_sources::sync(&house.mailroom, source, |_| {}).await.unwrap();
    assert_eq!(run.rows_read, run.added + run.updated + run.unchanged + run.repeated + run.rejected, "{run:?}");
    run
}

#[tokio::test]
async fn items_of_every_shape_come_in_and_a_refusal_stays() {
    let (house, table) = (House::open().await, Table::empty().await);
    let items = sample();
    let said_no = |item: &Item| match &item["SubscriptionStatus"] {
        AttributeValue::Bool(yes) => !yes,
        AttributeValue::S(word) => word == "false",
        other => panic!("{other:?}"),
    };
    let refused = items.iter().filter(|item| said_no(item)).count();
    let list = AttributeValue::L(vec![]);
    let mut odd = person(1, true);
    odd.insert("Name".into(), list);
    table.put(items.clone()).await;
    table.put([odd]).await;
    let run = sync(&house, &table.source(4, 1e6)).await;
    assert_eq!((run.added, run.rejected, run.refused), (200, 1, refused.cast_signed() as i64));
    let rejected = people_sources::rejections(&house.mailroom, run.id, None, 10).await.unwrap();
    assert_eq!(rejected[0].reason.en, "‘Name’ cannot be read: it is a list, which is no text");
    let yes: i64 = house.one("select count(*) from consents where given and source = 'source dynamodb'").await;
    assert_eq!(yes, 200 - refused.cast_signed() as i64);
    assert_eq!(house.suppressed().await.len(), refused);
    assert_eq!(house.attributes("customer0002@mail.example.org").await["CreateTime"], "2023-09-08 04:09:41");

    house.run("insert into suppressions (address, reason, source) values ('customer0002@mail.example.org', 'refused', 'one-click')").await;
    let run = sync(&house, &table.source(4, 1e6)).await;
    assert_eq!((run.added, run.updated, run.unchanged), (0, 0, 200));
    assert_eq!(house.suppressed().await.len(), refused + 1);
}

#[tokio::test]
async fn an_interrupted_scan_goes_on_from_the_last_key_of_each_segment() {
    let (house, table) = (House::open().await, Table::empty().await);
    table.put((0..6_000).map(|n| person(n, true))).await;
    let came = Arc::new(Notify::new());
    let (tell, mailroom, source) = (Arc::clone(&came), house.mailroom.clone(), table.source(3, 1e6));
    let reading = tokio::spawn(async move { people_sources::sync(&mailroom, &source, |_| tell.notify_one()).await });
    came.notified().await;
    reading.abort();
    _ = reading.await;
    let come: i64 = house.one("select rows_read from source_runs").await;
    assert!((1..6_000).contains(&come), "{come}");
    // another number of segments is for the next run: this one has its own
    let source = table.source(5, 1e6);
    let run = loop {
        match people_sources::sync(&house.mailroom, &source, |_| {}).await {
            Ok(run) => break run,
            Err(error) => assert!(error.to_string().contains("being read already"), "{error}"),
        }
    };
    assert_eq!((run.rows_read, run.added, run.unchanged), (6_000, 6_000, 0), "no item was read twice");
    assert_eq!(house.one::<i64>("select count(*) from source_runs").await, 1);
}

#[tokio::test]
async fn a_table_that_is_not_there_is_told() {
    let (house, mut table) = (House::open().await, Table::empty().await);
    table.name = "Nobody".into();
    let said = people_sources::sync(&house.mailroom, &table.source(2, 1e6), |_| {}).await.unwrap_err().to_string();
    assert!(said.contains("Nobody") && said.contains("ap-northeast-2"), "{said}");
    assert_eq!(house.one::<String>("select state from source_runs").await, "failed");
}

async fn status(table: &Table, n: usize) -> Option<AttributeValue> {
    let asked =
        table.client.get_item().table_name(&table.name).key("Email", AttributeValue::S(format!("p{n}@example.com")));
    asked.consistent_read(true).send().await.unwrap().item.map(|item| item["SubscriptionStatus"].clone())
}

async fn write_all(house: &House, mirror: &Mirror) {
    while mirror.turn(&house.mailroom).await.unwrap() {}
}

#[tokio::test]
async fn a_refusal_or_consent_here_reaches_the_table_and_a_sync_does_not_undo_it() {
    let (house, table) = (House::open().await, Table::empty().await);
    table.put((0..3).map(|n| person(n, n != 2))).await;
    let kim = HashMap::from([("Email".to_owned(), AttributeValue::S("Kim@Example.com".into()))]);
    table.put([kim]).await;
    let source = table.source(2, 1e6);
    sync(&house, &source).await;
    let mirror = Mirror::Users(UsersTable::new(&table.sdk, &table.name).unwrap());
    mirror::users_into(&house.mailroom, Some(&table.name)).await.unwrap();
    write_all(&house, &mirror).await;
    house.run("insert into suppressions (address, reason, source) values
        ('kim@example.com', 'refused', 'one-click'), ('p0@example.com', 'refused', 'one-click'), ('p9@example.com', 'refused', 'one-click')").await;
    // as the public form does
    house.run("delete from suppressions where address = 'p2@example.com'").await;
    house.run("insert into consents (contact_id, given, source) select id, true, 'subscribe form' from contacts where address = 'p2@example.com'").await;
    sync(&house, &source).await;
    assert_eq!(
        house.suppressed().await,
        ["kim@example.com refused", "p0@example.com refused", "p9@example.com refused"],
        "what is owed outlives a sync"
    );
    write_all(&house, &mirror).await;
    assert_eq!(status(&table, 0).await, Some(AttributeValue::Bool(false)));
    let kim = table.client.get_item().table_name(&table.name).key("Email", AttributeValue::S("Kim@Example.com".into()));
    let kim = kim.send().await.unwrap().item.unwrap();
    assert_eq!(kim["SubscriptionStatus"], AttributeValue::Bool(false), "as the table writes the address");
    assert_eq!(status(&table, 1).await, Some(AttributeValue::Bool(true)));
    assert_eq!(status(&table, 2).await, Some(AttributeValue::Bool(true)));
    assert_eq!(status(&table, 9).await, None, "nobody is added to the table");
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
    sync(&house, &source).await;
    assert_eq!(
        house.suppressed().await,
        ["kim@example.com refused", "p0@example.com refused", "p9@example.com refused"]
    );
}

#[tokio::test]
async fn what_could_not_be_written_stays_owed_and_what_is_rolled_back_is_not() {
    let (house, mut table) = (House::open().await, Table::empty().await);
    mirror::users_into(&house.mailroom, Some(&table.name)).await.unwrap();
    table.name = "Nobody".into();
    let mirror = Mirror::Users(UsersTable::new(&table.sdk, &table.name).unwrap());
    house.run("begin; insert into suppressions (address, reason, source) values ('a@example.com', 'refused', 'x'); rollback").await;
    assert_eq!(house.one::<i64>("select count(*) from mirror_outbox").await, 0);
    house.run("insert into suppressions (address, reason, source) values ('a@example.com', 'refused', 'x')").await;
    assert!(mirror.turn(&house.mailroom).await.unwrap());
    let why: String =
        house.one("select last_error from mirror_outbox where key = 'a@example.com' and not_before > now()").await;
    assert!(why.contains("Nobody"), "{why}");
}
