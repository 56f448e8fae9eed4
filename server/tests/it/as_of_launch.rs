//! Where it is asked for, a campaign goes to whom the shop's database names at the launch, and to nobody where that cannot
//! be read.

use crate::{
    doubles::relay::Relay,
    house::{House, fresh_database},
};
use domain::{Audience, CampaignId, draft::Change};
use jiff::tz::TimeZone;
use mailroom::{
    Member,
    campaigns::{self, drafts},
    people_sources::{self, RowsFrom, Shop, ShopSettings, Source},
};
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A shop whose database is read before each launch, by the process that stands.
struct Story {
    house: House,
    relay: Relay,
    shop: PgConnection,
    stop: CancellationToken,
}

impl Story {
    async fn begun() -> Self {
        let (house, relay, url, stop) =
            (House::new().await, Relay::start().await, fresh_database().await, CancellationToken::new());
        let mut shop = PgConnection::connect(&url).await.unwrap();
        let users =
            "create table users (id int primary key, email text, updated_at timestamptz not null default now());
                     insert into users (id, email) values (1, 'first@example.com')";
        sqlx::raw_sql(users).execute(&mut shop).await.unwrap();
        let settings = ShopSettings {
            url: url.parse().unwrap(),
            rows_from: RowsFrom::Table("users".into()),
            columns: vec!["email".parse().unwrap()],
            key: "id".into(),
            changed: Some("updated_at".into()),
            overlap: Duration::from_secs(600),
            time_zone: TimeZone::UTC,
        };
        let source = Source::Shop(Box::new(Shop::new(settings).unwrap()));
        let (mailroom, stopped) = (house.mailroom.clone(), stop.clone());
        tokio::spawn(async move { people_sources::stand(&mailroom, &[source], true, &stopped).await });
        house.until("select count(*) = 1 from source_runs where state = 'done'").await;
        Self { house, relay, shop, stop }
    }

    async fn shop(&mut self, sql: &str) {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut self.shop).await.unwrap();
    }

    /// To everybody, confirmed, to go at once.
    async fn scheduled(&self) -> CampaignId {
        let (mailroom, by) = (&self.house.mailroom, Member::operator());
        let campaign = self.house.draft(1).await;
        let seen = drafts::find(mailroom, campaign).await.unwrap().unwrap().draft.versions.audience;
        drafts::save(mailroom, &by, campaign, &Change::Audience(Some(Audience::Everyone)), seen).await.unwrap();
        self.house.check(campaign).await;
        campaigns::schedule(mailroom, &by, campaign, Duration::ZERO).await.unwrap();
        campaign
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_goes_to_whom_the_shop_names_at_its_launch() {
    let mut story = Story::begun().await;
    let dispatcher = story.house.dispatcher(story.house.mailer(&story.relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    story.shop("insert into users (id, email) values (2, 'second@example.com')").await;
    let campaign = story.scheduled().await;
    let sent = story.house.turn_until_ended(&dispatcher, campaign).await.sent;
    assert_eq!(sent, 3, "who was imported, and both of the shop");
    let waited = "select count(*) = 2 and max(ended_at) <= (select launched_at from campaigns) from source_runs";
    assert!(story.house.one::<bool>(waited).await, "it waits for the shop");
    assert!(story.relay.taken().iter().any(|taken| taken.to == "second@example.com"));
    story.stop.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_whose_shop_cannot_be_read_comes_back_and_says_why() {
    let mut story = Story::begun().await;
    let dispatcher = story.house.dispatcher(story.house.mailer(&story.relay.url()).await).await;
    dispatcher.stand().await.unwrap();
    story.shop("alter table users rename to people").await;
    let campaign = story.scheduled().await;
    while story.house.one::<String>("select state from campaigns order by id desc limit 1").await == "scheduled" {
        dispatcher.turn().await.unwrap();
    }
    let draft = drafts::find(&story.house.mailroom, campaign).await.unwrap().unwrap();
    let why = draft.returned_because.unwrap();
    assert!(why.en.contains("‘shop’ could not be read before the launch"), "{}", why.en);
    assert!(story.relay.taken().is_empty());
    story.stop.cancel();
}
