//! What people can subscribe to.

mod choosing;

pub use choosing::OfferedTopic;
pub(crate) use choosing::{OwnChoice, choose_own, offered};

use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    contacts, control, segments,
};
use domain::{
    Audience, ContactId, Invalid, Origin, SegmentId, Sentence, TopicId,
    segment::FrozenRule,
    topic::{Topic, TopicChoice},
    typed,
};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::PgConnection;
use std::collections::HashMap;

pub const TOPICS_MAX: i64 = 100;
pub const NAME_CHARACTERS_MAX: usize = 60;
pub const DESCRIPTION_CHARACTERS_MAX: usize = 300;
/// People subscribed in one transaction, of a segment.
const PAGE: i64 = 10_000;

/// What a topic is called and what it promises, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    pub name: Sentence,
    pub description: Sentence,
}

/// By name, those in use first.
pub async fn list(mailroom: &Mailroom) -> Result<Vec<Topic>> {
    let rows = sqlx::query!("select * from topics order by archived_at is not null, lower(name_en), id");
    let rows = rows.fetch_all(&mailroom.db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Topic {
                id: TopicId(row.id),
                name: Sentence::new(row.name_en, row.name_ko),
                description: Sentence::new(row.description_en, row.description_ko),
                archived_at: row.archived_at.map(crate::instant).transpose()?,
            })
        })
        .collect()
}

/// With the number of subscribers, which takes a tenth of a second for every million of them.
pub async fn counted(mailroom: &Mailroom) -> Result<Vec<(Topic, i64)>> {
    let topics = list(mailroom).await?;
    let counts = sqlx::query!(r#"select topic_id, count(*) as "subscribers!" from subscriptions group by 1"#);
    let counts: HashMap<_, _> =
        counts.fetch_all(&mailroom.db).await?.into_iter().map(|row| (row.topic_id, row.subscribers)).collect();
    let count = |topic: &Topic| counts.get(&topic.id.0).copied().unwrap_or_default();
    Ok(topics.into_iter().map(|topic| (topic.clone(), count(&topic))).collect())
}

/// Makes a topic, or changes the one of this number.
pub async fn save(mailroom: &Mailroom, by: &Member, topic: Option<TopicId>, draft: &Draft) -> Result<TopicId> {
    by.may_send()?;
    let draft = checked(draft)?;
    let mut tx = mailroom.db.begin().await?;
    let id = match topic {
        None => create(&mut tx, by, &draft).await?,
        Some(topic) => change(&mut tx, by, topic, &draft).await?,
    };
    tx.commit().await?;
    Ok(id)
}

async fn create(db: &mut PgConnection, by: &Member, draft: &Draft) -> Result<TopicId> {
    let others = sqlx::query_scalar!(r#"select count(*) as "n!" from topics"#).fetch_one(&mut *db).await?;
    if others >= TOPICS_MAX {
        return Err(Error::refused((
            format!("there are {TOPICS_MAX} topics already"),
            format!("주제는 {TOPICS_MAX}개까지 만들 수 있습니다"),
        )));
    }
    let id = sqlx::query_scalar!(
        "insert into topics (name_en, name_ko, description_en, description_ko) values ($1, $2, $3, $4) returning id",
        draft.name.en,
        draft.name.ko,
        draft.description.en,
        draft.description.ko,
    )
    .fetch_one(&mut *db)
    .await
    .map_err(taken)?;
    let subject = Subject { kind: "topic", id, name: &draft.name.en };
    audit::note(db, by, "created", subject, None::<&Draft>, Some(draft)).await?;
    Ok(TopicId(id))
}

async fn change(db: &mut PgConnection, by: &Member, topic: TopicId, draft: &Draft) -> Result<TopicId> {
    let before = locked(&mut *db, topic).await?;
    sqlx::query!(
        "update topics set name_en = $2, name_ko = $3, description_en = $4, description_ko = $5 where id = $1",
        topic.0,
        draft.name.en,
        draft.name.ko,
        draft.description.en,
        draft.description.ko,
    )
    .execute(&mut *db)
    .await
    .map_err(taken)?;
    let subject = Subject { kind: "topic", id: topic.0, name: &draft.name.en };
    audit::note(db, by, "changed", subject, Some(&before), Some(draft)).await?;
    Ok(topic)
}

/// An archived topic is offered to nobody any more, and comes back as it was.
pub async fn archive(mailroom: &Mailroom, by: &Member, topic: TopicId, is_archived: bool) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let draft = locked(&mut tx, topic).await?;
    sqlx::query!(
        "update topics set archived_at = case when $2 then coalesce(archived_at, clock_timestamp()) end where id = $1",
        topic.0,
        is_archived,
    )
    .execute(&mut *tx)
    .await?;
    let subject = Subject { kind: "topic", id: topic.0, name: &draft.name.en };
    let act = if is_archived { "archived" } else { "restored" };
    audit::note(&mut tx, by, act, subject, None::<&Draft>, None::<&Draft>).await?;
    tx.commit().await?;
    Ok(())
}

/// Every topic that is offered, or that they subscribed to before it was archived.
pub async fn of_contact(mailroom: &Mailroom, contact: ContactId) -> Result<Vec<TopicChoice>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name_en, t.name_ko, c.subscribed as "subscribed?", c.at as "at?"
           from topics t left join lateral (
               select subscribed, at from topic_choices
               where contact_id = $1 and topic_id = t.id order by at desc limit 1
           ) c on true
           where t.archived_at is null or c.subscribed
           order by lower(t.name_en), t.id"#,
        contact.0
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TopicChoice {
                topic: TopicId(row.id),
                name: Sentence::new(row.name_en, row.name_ko),
                chosen: row.subscribed.zip(row.at.map(crate::instant).transpose()?),
            })
        })
        .collect()
}

/// What a member says somebody chose.
pub async fn choose(
    mailroom: &Mailroom,
    by: &Member,
    contact: ContactId,
    topic: TopicId,
    is_subscribed: bool,
) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let draft = locked(&mut tx, topic).await?;
    let source = Origin::WrittenDownBy(by.called().to_owned()).to_string();
    let known = sqlx::query!(
        "insert into topic_choices (contact_id, topic_id, subscribed, source)
         select id, $2, $3, $4 from contacts where id = $1",
        contact.0,
        topic.0,
        is_subscribed,
        source,
    )
    .execute(&mut *tx)
    .await?;
    if known.rows_affected() == 0 {
        return Err(Error::Missing(format!("contact {contact}")));
    }
    let act = if is_subscribed { "subscribed" } else { "unsubscribed" };
    let after = serde_json::json!({ "topic": draft.name });
    audit::note(&mut tx, by, act, contacts::subject(contact), None::<&Draft>, Some(&after)).await?;
    if !is_subscribed {
        control::announce(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Subscribes the people of a segment, but for those who ever chose for themselves. Says how many are new.
pub async fn subscribe(mailroom: &Mailroom, by: &Member, topic: TopicId, segment: SegmentId) -> Result<u64> {
    by.may_send()?;
    let chosen = segments::find(mailroom, segment).await?;
    let frozen = FrozenRule { rule: chosen.rule, as_of: Timestamp::now() };
    let last =
        sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!" from contacts"#).fetch_one(&mailroom.db).await?;
    let source = format!("segment {}", chosen.name);
    let (mut through, mut added) = (0, 0);
    loop {
        let mut tx = mailroom.db.begin().await?;
        let window = segments::after(&mut tx, &frozen, (through, last), PAGE, PAGE).await?;
        added += subscribe_page(&mut tx, topic, &window.people, &source).await?;
        through = window.through;
        if window.is_last {
            let draft = locked(&mut tx, topic).await?;
            let subject = Subject { kind: "topic", id: topic.0, name: &draft.name.en };
            let after = serde_json::json!({ "segment": chosen.name, "people": added });
            audit::note(&mut tx, by, "subscribed", subject, None::<&Audience>, Some(&after)).await?;
        }
        tx.commit().await?;
        if window.is_last {
            return Ok(added);
        }
    }
}

async fn subscribe_page(db: &mut PgConnection, topic: TopicId, people: &[i64], source: &str) -> Result<u64> {
    let written = sqlx::query!(
        "insert into topic_choices (contact_id, topic_id, subscribed, source)
         select id, $2, true, $3 from unnest($1::bigint[]) id
         where not exists (select from topic_choices c where c.contact_id = id and c.topic_id = $2)",
        people,
        topic.0,
        source,
    )
    .execute(db)
    .await?;
    Ok(written.rows_affected())
}

async fn locked(db: &mut PgConnection, topic: TopicId) -> Result<Draft> {
    let row = sqlx::query!(
        "select name_en, name_ko, description_en, description_ko from topics where id = $1 for update",
        topic.0
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| Error::Missing(format!("topic {topic}")))?;
    Ok(Draft {
        name: Sentence::new(row.name_en, row.name_ko),
        description: Sentence::new(row.description_en, row.description_ko),
    })
}

fn checked(draft: &Draft) -> Result<Draft, Invalid> {
    let missing = ("the topic needs a name in this language", "이 언어로 된 주제 이름을 입력하세요");
    let named = |field: &str, text: &str| typed::name(field, text, NAME_CHARACTERS_MAX, missing);
    let described = |field: &str, text: &str| typed::line(field, text, DESCRIPTION_CHARACTERS_MAX);
    Ok(Draft {
        name: Sentence { en: named("name_en", &draft.name.en)?, ko: named("name_ko", &draft.name.ko)? },
        description: Sentence {
            en: described("description_en", &draft.description.en)?,
            ko: described("description_ko", &draft.description.ko)?,
        },
    })
}

fn taken(error: sqlx::Error) -> Error {
    let field = match error.as_database_error().and_then(|error| error.constraint()) {
        Some("topics_name_en_once") => "name_en",
        Some("topics_name_ko_once") => "name_ko",
        _ => return error.into(),
    };
    Invalid::new(field, ("another topic has this name", "같은 이름의 주제가 이미 있습니다")).into()
}
