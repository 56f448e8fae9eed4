//! The shop's own database as a source: the same stories against MariaDB and Postgres.

use super::house::{House, fresh_database};
use domain::people_source::SourceRun;
use emulators::MariaDb;
use jiff::tz::TimeZone;
use mailroom::people_sources::{self, RowsFrom, Shop, ShopSettings, Source};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use url::Url;

/// A database of a shop, which its owner writes to.
enum Owner {
    MySql(MySqlConnection),
    Postgres(PgConnection),
}

impl Owner {
    async fn mysql() -> (Self, Url) {
        let mut url: Url = MariaDb::shared().url().parse().unwrap();
        let name = format!("shop_{}", uuid::Uuid::new_v4().simple());
        let mut db = MySqlConnection::connect(url.as_str()).await.unwrap();
        db.execute(AssertSqlSafe(format!("create database {name} character set utf8mb4"))).await.unwrap();
        url.set_path(&name);
        (Self::MySql(MySqlConnection::connect(url.as_str()).await.unwrap()), url)
    }

    async fn postgres() -> (Self, Url) {
        let url = fresh_database().await;
        (Self::Postgres(PgConnection::connect(&url).await.unwrap()), url.parse().unwrap())
    }

    async fn run(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::MySql(db) => _ = sqlx::raw_sql(sql).execute(db).await.unwrap(),
            Self::Postgres(db) => _ = sqlx::raw_sql(sql).execute(db).await.unwrap(),
        }
    }

    async fn both() -> [(Self, Url); 2] {
        [Self::mysql().await, Self::postgres().await]
    }
}

const USERS: &str = "create table users (
    id int primary key, email varchar(200), nickname varchar(100), grade varchar(20), agreed varchar(5), secret varchar(20),
    updated_at timestamp not null default current_timestamp)";

fn settings(url: &Url) -> ShopSettings {
    ShopSettings {
        url: url.clone(),
        rows_from: RowsFrom::Table("users".into()),
        columns: ["email", "nickname:name", "grade:Tier", "agreed:consent"]
            .map(|column| column.parse().unwrap())
            .into(),
        key: "id".into(),
        changed: Some("updated_at".into()),
        overlap: Duration::from_secs(600),
        time_zone: TimeZone::get("Asia/Seoul").unwrap(),
    }
}

fn shop(url: &Url) -> Source {
    source(settings(url))
}

fn source(settings: ShopSettings) -> Source {
    Source::Shop(Box::new(Shop::new(settings).unwrap()))
}

async fn sync(house: &House, shop: &Source) -> SourceRun {
    let run = people_sources::sync(&house.mailroom, shop, |_| {}).await.unwrap();
    assert_eq!(run.rows_read, run.added + run.updated + run.unchanged + run.repeated + run.rejected, "{run:?}");
    run
}

async fn problem(house: &House, shop: &Source) -> String {
    people_sources::sync(&house.mailroom, shop, |_| {}).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_shop_comes_in_once_and_then_only_what_changed() {
    for (mut owner, url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        owner
            .run(
                "insert into users (id, email, nickname, grade, agreed, secret, updated_at) values
            (1, 'a@example.com', '김하나', 'VIP', 'Y', 'x', '2026-01-01 00:00:00'),
            (2, 'b@example.com', '이두리', '', 'N', 'x', '2026-01-01 00:00:00'),
            (3, 'c@example.com', null, null, null, 'x', '2026-06-01 00:00:00')",
            )
            .await;
        let run = sync(&house, &shop(&url)).await;
        assert_eq!((run.is_whole, run.added, run.refused), (true, 3, 1));
        assert_eq!(house.name("a@example.com").await, "김하나");
        let attributes = house.attributes("a@example.com").await;
        assert_eq!(attributes["Tier"], "VIP");
        assert!(attributes.get("secret").is_none(), "only what is named is read: {attributes}");
        assert_eq!(house.suppressed().await, ["b@example.com refused"]);
        let said: String = house.one("select string_agg(source, ',') from consents").await;
        assert_eq!(said, "source shop,source shop");

        let run = sync(&house, &shop(&url)).await;
        assert_eq!((run.is_whole, run.rows_read, run.unchanged), (false, 1, 1), "the newest stands within the overlap");

        owner.run("update users set nickname = '김한나', updated_at = '2026-06-02 00:00:00' where id = 1").await;
        let run = sync(&house, &shop(&url)).await;
        assert_eq!((run.rows_read, run.updated, run.unchanged), (2, 1, 1));
        assert_eq!(house.name("a@example.com").await, "김한나");
    }
}

#[tokio::test]
async fn what_is_committed_late_is_not_lost() {
    for (mut owner, url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        owner.run("insert into users (id, email, updated_at) values (1, 'a@example.com', '2026-06-01 12:00:00')").await;
        sync(&house, &shop(&url)).await;
        owner
            .run("insert into users (id, email, updated_at) values (2, 'late@example.com', '2026-06-01 11:55:00')")
            .await;
        sync(&house, &shop(&url)).await;
        assert_eq!(house.addresses().await, ["a@example.com", "late@example.com"]);
    }
}

#[tokio::test]
async fn a_row_of_the_future_hides_no_change() {
    for (mut owner, url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        owner.run("insert into users (id, email, updated_at) values (1, 'a@example.com', '2037-01-01 00:00:00')").await;
        sync(&house, &shop(&url)).await;
        owner.run("insert into users (id, email) values (2, 'now@example.com')").await;
        sync(&house, &shop(&url)).await;
        assert_eq!(house.addresses().await, ["a@example.com", "now@example.com"]);
    }
}

#[tokio::test]
async fn a_sync_never_overrides_a_refusal() {
    for (mut owner, url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        owner.run("insert into users (id, email, agreed) values (1, 'a@example.com', 'Y')").await;
        sync(&house, &shop(&url)).await;
        house
            .run("insert into suppressions (address, reason, source) values ('a@example.com', 'refused', 'one-click')")
            .await;
        owner.run("update users set nickname = 'A', agreed = 'true', updated_at = current_timestamp").await;
        assert_eq!(sync(&house, &shop(&url)).await.updated, 1);
        assert_eq!(house.suppressed().await, ["a@example.com refused"]);
    }
}

#[tokio::test]
async fn a_persons_own_later_yes_outlives_the_no_that_the_shop_repeats() {
    let (mut owner, url) = Owner::mysql().await;
    let house = House::open().await;
    owner.run(USERS).await;
    owner.run("insert into users (id, email, agreed) values (1, 'a@example.com', 'N')").await;
    sync(&house, &shop(&url)).await;
    assert_eq!(house.suppressed().await, ["a@example.com refused"]);
    house.run("delete from suppressions").await;
    house.run("insert into consents (contact_id, given, source) select id, true, 'subscribe form' from contacts").await;
    owner.run("update users set nickname = 'A'").await;
    assert_eq!(sync(&house, &shop(&url)).await.updated, 1);
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn surprises_of_type_and_character_set_are_told_of_their_row() {
    let (mut owner, url) = Owner::mysql().await;
    let house = House::open().await;
    owner.run(
        "create table users (id bigint unsigned primary key, email varchar(200), nickname varchar(50) character set euckr,
             memo blob, agreed bit(1), agreed_at datetime, score decimal(10,2), tags json,
             updated_at int unsigned not null)",
    )
    .await;
    owner.run("set session sql_mode = ''").await;
    owner.run("insert into users values
        (18446744073709551610, 'a@example.com', '김하나', 'plain', b'1', '2026-01-02 09:00:00', 12.50, '[1]', 1700000000),
        (18446744073709551611, 'b@example.com', '이두리', 0xb1e8, b'1', null, 0, null, 1700000000),
        (18446744073709551612, 'c@example.com', '박세리', '한글', b'0', '0000-00-00', null, null, 1700000000),
        (18446744073709551613, 'nobody', null, null, null, null, null, null, 1700000000)").await;
    let columns = ["email", "nickname:name", "memo", "agreed:consent", "agreed_at:consented_at", "score", "tags"];
    let columns = columns.map(|column| column.parse().unwrap()).into();
    let shop = source(ShopSettings { columns, ..settings(&url) });
    let run = sync(&house, &shop).await;
    assert_eq!((run.added, run.rejected), (2, 2));
    assert_eq!(house.name("a@example.com").await, "김하나");
    assert_eq!(house.attributes("a@example.com").await["score"], "12.50");
    assert_eq!(house.attributes("c@example.com").await["memo"], "한글");
    let at: String = house.one("select consented_at::text from contacts where address = 'a@example.com'").await;
    assert!(at.starts_with("2026-01-02 00:00:00"), "nine in the morning in Seoul: {at}");
    assert_eq!(house.suppressed().await, ["c@example.com refused"]);
    let rejected = people_sources::rejections(&house.mailroom, run.id, None, 10).await.unwrap();
    assert_eq!(rejected[0].reason.en, "‘memo’ cannot be read: its octets are no UTF-8 text");
    assert!(rejected[0].raw.starts_with("18446744073709551611, b@example.com"), "{}", rejected[0].raw);
    assert_eq!(rejected[1].row, 4);

    owner.run("insert into users (id, email, updated_at) values (5, 'd@example.com', 1699999900)").await;
    assert_eq!(sync(&house, &shop).await.added, 1, "an epoch has an overlap too");
}

#[tokio::test]
async fn an_interrupted_run_goes_on_where_it_stopped() {
    for (mut owner, url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        for thousand in 0..5 {
            let rows: Vec<_> =
                (1..=1000).map(|n| thousand * 1000 + n).map(|n| format!("({n}, 'p{n}@example.com')")).collect();
            owner.run(&format!("insert into users (id, email) values {}", rows.join(","))).await;
        }
        let (came, shop) = (Arc::new(Notify::new()), shop(&url));
        let (tell, mailroom, reader) = (Arc::clone(&came), house.mailroom.clone(), shop.clone());
        let reading =
            tokio::spawn(async move { people_sources::sync(&mailroom, &reader, |_| tell.notify_one()).await });
        came.notified().await;
        reading.abort();
        _ = reading.await;
        let come: i64 = house.one("select rows_read from source_runs").await;
        assert!((2000..5000).contains(&come), "{come}");
        let run = sync_when_free(&house, &shop).await;
        assert_eq!((run.rows_read, run.added), (5000, 5000), "no row was read twice");
        assert_eq!(house.one::<i64>("select count(*) from source_runs").await, 1);
    }
}

/// The lock of a reading that was cut off goes with its connection, which may take a moment.
async fn sync_when_free(house: &House, shop: &Source) -> SourceRun {
    loop {
        match people_sources::sync(&house.mailroom, shop, |_| {}).await {
            Ok(run) => return run,
            Err(error) => assert!(error.to_string().contains("being read already"), "{error}"),
        }
    }
}

#[tokio::test]
async fn nothing_is_ever_written_there() {
    let (mut owner, url) = Owner::postgres().await;
    let house = House::open().await;
    owner.run(USERS).await;
    owner
        .run("create function touch() returns int language sql as 'insert into users (id) values (7) returning id'")
        .await;
    let query = RowsFrom::Query("select touch() as id, email, nickname, grade, agreed, updated_at from users".into());
    owner.run("insert into users (id, email) values (1, 'a@example.com')").await;
    let said = problem(&house, &source(ShopSettings { rows_from: query, ..settings(&url) })).await;
    assert!(said.contains("read-only transaction"), "{said}");
    for (mut owner, url) in Owner::both().await {
        owner.run(USERS).await;
        let query = RowsFrom::Query("delete from users".into());
        let said = problem(&house, &source(ShopSettings { rows_from: query, ..settings(&url) })).await;
        assert!(said.contains("syntax"), "{said}");
    }
}

#[tokio::test]
async fn what_is_set_wrong_is_told_and_no_password_with_it() {
    for (mut owner, mut url) in Owner::both().await {
        let house = House::open().await;
        owner.run(USERS).await;
        let wrong = |change: fn(&mut ShopSettings)| {
            let mut settings = settings(&url);
            change(&mut settings);
            source(settings)
        };
        assert!(problem(&house, &wrong(|s| s.key = "number".into())).await.contains("number"));
        let said = problem(&house, &wrong(|s| s.changed = Some("email".into()))).await;
        assert!(said.contains("which says no time"), "{said}");
        owner.run("insert into users (id, email) select n, 'a@example.com' from (select 1 n union select 2) s").await;
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_username("nobody").unwrap();
        url.set_password(Some("hunter2")).unwrap();
        let said = problem(&house, &shop(&url)).await;
        let kept: String = house
            .one("select string_agg(s::text || coalesce(r::text, ''), ' ') from people_sources s left join source_runs r on r.source = s.name")
            .await;
        let shown = format!("{said} {kept} {:?}", shop(&url));
        assert!(kept.contains("failed") && !shown.contains("hunter2"), "{shown}");
    }
}

#[tokio::test]
async fn a_key_that_repeats_across_pages_stops_the_run() {
    let (mut owner, url) = Owner::mysql().await;
    let house = House::open().await;
    owner.run("create table users (id int, email varchar(50), updated_at timestamp)").await;
    let rows: Vec<_> = (0..2100).map(|n| format!("(1, 'p{n}@example.com', now())")).collect();
    owner.run(&format!("insert into users values {}", rows.join(","))).await;
    let columns = vec!["email".parse().unwrap()];
    let said = problem(&house, &source(ShopSettings { columns, ..settings(&url) })).await;
    assert!(said.contains("name another key column"), "{said}");
}
