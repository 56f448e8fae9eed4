//! Whom we never mail about one topic. What people choose themselves stands in their choices.

use super::by_hand::{noted, subject};
use crate::{Error, Mailroom, Member, Result, audit, control};
use domain::{EmailAddress, Sentence, TopicId};
use jiff::Timestamp;
use sqlx::PgConnection;

/// Somebody who is never mailed about a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicSuppression {
    pub topic: TopicId,
    pub name: Sentence,
    pub address: String,
    pub source: String,
    pub at: Timestamp,
}

/// Those added. A topic that is not known is a mistake of the page.
pub(super) async fn raise(
    db: &mut PgConnection,
    topic: TopicId,
    addresses: &[String],
    note: &str,
) -> Result<Vec<String>> {
    let known = sqlx::query_scalar!(r#"select exists (select from topics where id = $1) as "is!""#, topic.0);
    if !known.fetch_one(&mut *db).await? {
        return Err(Error::Missing(format!("topic {topic}")));
    }
    let raised = sqlx::query_scalar!(
        "insert into topic_suppressions (topic_id, address, source)
         select distinct $2::bigint, address, $3 from unnest($1::text[]) address order by 2
         on conflict do nothing returning address",
        addresses,
        topic.0,
        note,
    )
    .fetch_all(&mut *db)
    .await?;
    if !raised.is_empty() {
        control::announce(db).await?;
    }
    Ok(raised)
}

/// Mails somebody about the topic again.
pub async fn lift_topic(
    mailroom: &Mailroom,
    by: &Member,
    topic: TopicId,
    address: &EmailAddress,
    note: &str,
) -> Result<()> {
    by.may_send()?;
    let note = noted(note)?;
    let mut tx = mailroom.db.begin().await?;
    let source = sqlx::query_scalar!(
        "delete from topic_suppressions where topic_id = $1 and address = $2 returning source",
        topic.0,
        address.as_str()
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(|| Error::Missing(format!("suppression of {address} for topic {topic}")))?;
    let before = serde_json::json!({ "topic": topic, "source": source });
    let after = serde_json::json!({ "note": note });
    audit::note(&mut tx, by, "lifted", subject(address.as_str()), Some(&before), Some(&after)).await?;
    control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The latest of them.
pub async fn of_topics(mailroom: &Mailroom, limit: i64) -> Result<Vec<TopicSuppression>> {
    let rows = sqlx::query!(
        "select s.topic_id, t.name_en, t.name_ko, s.address, s.source, s.at
         from topic_suppressions s join topics t on t.id = s.topic_id order by s.at desc, s.address limit $1",
        limit
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TopicSuppression {
                topic: TopicId(row.topic_id),
                name: Sentence::new(row.name_en, row.name_ko),
                address: row.address,
                source: row.source,
                at: crate::instant(row.at)?,
            })
        })
        .collect()
}
