//! People with all that a rule may ask of them, in Rust and in the database.

use domain::{
    CampaignId, ImportId, TopicId,
    contact::Attributes,
    delivery::AttemptOutcome,
    mail_event::MailEventKind,
    reading::Act,
    segment::{Attempt, Mail, Person, Reading},
};
use jiff::Timestamp;
use proptest::{collection, option, prelude::any, sample::select, strategy::Strategy};
use serde_json::{Value, json};
use sqlx::{PgPool, types::Json};
use time::OffsetDateTime;

/// What people write into lists, and what could break a comparison.
pub const TEXTS: [&str; 24] = [
    "",
    "vip",
    "VIP",
    "Vip gold",
    "3",
    "3.5",
    "1,200",
    "-7",
    "007",
    "true",
    "Yes",
    "아니요",
    "2026-11-22",
    "2026/10/23",
    "20261130",
    "2026-02-31",
    "1990.11.05 10:00",
    "É",
    "é",
    "김하나",
    "a%b_c",
    "it's \"\\",
    "  3 ",
    "2026-11-22x",
];
pub const NAMES: [&str; 4] = ["Tier", "Orders", "가입일", "no'body"];
pub const NUMBERS: [i64; 3] = [1, 2, 3];

fn value() -> impl Strategy<Value = Value> {
    let others = [json!(3), json!(-7), json!(1200), json!(true), json!(false), json!(null), json!("3")];
    let texts = select(&TEXTS[..]).prop_map(Value::from);
    (any::<u8>(), texts, select(others.to_vec())).prop_map(|(n, text, other)| if n < 200 { text } else { other })
}

/// Around the day the rule is asked, and at both sides of midnight in Seoul.
fn moment() -> impl Strategy<Value = Timestamp> {
    let midnights = (-45_i64..3, select(vec![-1_i64, 0, 1, 40_000]));
    let base: Timestamp = "2026-11-21T15:00:00Z".parse().unwrap();
    midnights
        .prop_map(move |(days, seconds)| Timestamp::from_second(base.as_second() + days * 86_400 + seconds).unwrap())
}

fn mail() -> impl Strategy<Value = Mail> {
    let outcomes = select(vec![AttemptOutcome::Accepted, AttemptOutcome::Deferred, AttemptOutcome::Failed]);
    let attempt = (outcomes, moment()).prop_map(|(outcome, at)| Attempt { outcome, at });
    let kinds = select(vec![
        MailEventKind::Sent,
        MailEventKind::Delivered,
        MailEventKind::BouncedForGood,
        MailEventKind::BouncedThisTime,
        MailEventKind::Complained,
        MailEventKind::Rejected,
        MailEventKind::Opened,
        MailEventKind::Clicked,
    ]);
    let reading = (select(vec![Act::Opened, Act::Clicked]), moment(), any::<bool>());
    let reading = reading.prop_map(|(act, at, by_machine)| Reading { act, at, by_machine });
    let (attempts, readings) = (collection::vec(attempt, 0..3), collection::vec(reading, 0..3));
    (attempts, collection::vec((kinds, moment()), 0..3), readings).prop_map(|(attempts, reports, readings)| Mail {
        campaign: CampaignId(0),
        attempts,
        reports,
        readings,
    })
}

pub fn person() -> impl Strategy<Value = Person> {
    let attributes = collection::vec((select(&NAMES[..]), value()), 0..4);
    let who = (any::<u64>(), select(&TEXTS[..]), option::of(select(vec!["ko", "en", "KO"])), attributes, moment());
    let numbers = || collection::btree_set(select(&NUMBERS[..2]), 0..3);
    let consent = option::of((any::<bool>(), moment()));
    let mails = collection::vec(option::of(mail()), 3);
    (who, numbers(), numbers(), consent, mails).prop_map(|(who, imports, topics, consent, mails)| {
        let (n, name, locale, attributes, created_at) = who;
        let campaign =
            |(n, mail): (usize, Option<Mail>)| mail.map(|mail| Mail { campaign: CampaignId(NUMBERS[n]), ..mail });
        Person {
            address: format!("p{n:x}@{}.kr", ["naver", "daum"][n as usize % 2]),
            name: name.to_owned(),
            locale: locale.map(str::to_owned),
            attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Attributes>(),
            created_at,
            imports: imports.into_iter().map(ImportId).collect(),
            topics: topics.into_iter().map(TopicId).collect(),
            consent,
            mails: mails.into_iter().enumerate().filter_map(campaign).collect(),
        }
    })
}

fn at(moment: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(moment.as_nanosecond()).unwrap()
}

/// Instead of whoever was there.
pub async fn write(db: &PgPool, people: &[Person]) {
    let emptied = "truncate contacts, consents, import_members, recipients, attempts, mail_events, readings cascade";
    sqlx::query(emptied).execute(db).await.unwrap();
    for (n, person) in people.iter().enumerate() {
        write_one(db, n as i32 + 1, person).await;
    }
}

async fn write_one(db: &PgPool, seq: i32, person: &Person) {
    let id: i64 = sqlx::query_scalar(
        "insert into contacts (address, name, locale, attributes, created_at) values ($1, $2, $3, $4, $5) returning id",
    )
    .bind(&person.address)
    .bind(&person.name)
    .bind(&person.locale)
    .bind(Json(&person.attributes))
    .bind(at(person.created_at))
    .fetch_one(db)
    .await
    .unwrap();
    for import in &person.imports {
        let member = sqlx::query("insert into import_members values ($1, $2)").bind(import.0).bind(id);
        member.execute(db).await.unwrap();
    }
    for topic in &person.topics {
        // two changes of mind before the last word
        let choice = "insert into topic_choices (contact_id, topic_id, subscribed, source) values ($1, $2, $3, '')";
        for subscribed in [true, false, true] {
            sqlx::query(choice).bind(id).bind(topic.0).bind(subscribed).execute(db).await.unwrap();
        }
    }
    if let Some((given, moment)) = person.consent {
        let consent = "insert into consents (contact_id, at, given, source) values ($1, $2, $3, '')";
        let before = moment - jiff::SignedDuration::from_hours(24 * 30);
        for (given, moment) in [(!given, before), (given, moment)] {
            sqlx::query(consent).bind(id).bind(at(moment)).bind(given).execute(db).await.unwrap();
        }
    }
    for mail in &person.mails {
        write_mail(db, id, seq, person, mail).await;
    }
}

async fn write_mail(db: &PgPool, id: i64, seq: i32, person: &Person, mail: &Mail) {
    let recipient = sqlx::query(
        "insert into recipients (campaign_id, seq, contact_id, address, name, merge) values ($1, $2, $3, $4, '', '{}')",
    );
    recipient.bind(mail.campaign.0).bind(seq).bind(id).bind(&person.address).execute(db).await.unwrap();
    for (n, attempt) in mail.attempts.iter().enumerate() {
        let made =
            sqlx::query("insert into attempts (campaign_id, seq, attempt, outcome, at) values ($1, $2, $3, $4, $5)");
        let made = made.bind(mail.campaign.0).bind(seq).bind(n as i16 + 1).bind(attempt.outcome.as_str());
        made.bind(at(attempt.at)).execute(db).await.unwrap();
    }
    for (n, (kind, moment)) in mail.reports.iter().enumerate() {
        let report = sqlx::query(
            "insert into mail_events (dedupe_key, campaign_id, seq, attempt, kind, message_id, recipient, detail, at)
             values ($1, $2, $3, 1, $4, '', '', '', $5)",
        );
        let report = report.bind(format!("{}-{seq}-{n}", mail.campaign)).bind(mail.campaign.0).bind(seq);
        report.bind(kind.as_str()).bind(at(*moment)).execute(db).await.unwrap();
    }
    for reading in &mail.readings {
        let read = sqlx::query(
            "insert into readings (campaign_id, seq, act, at, verdict, by_machine) values ($1, $2, $3, $4, 'person', $5)",
        );
        let read = read.bind(mail.campaign.0).bind(seq).bind(reading.act.as_str());
        read.bind(at(reading.at)).bind(reading.by_machine).execute(db).await.unwrap();
    }
}
