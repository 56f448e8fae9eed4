//! What people themselves say of topics.

use crate::Result;
use domain::{ContactId, Origin, Sentence, TopicId, consent::Proof};
use sqlx::{PgConnection, types::Json};

/// A topic as somebody is offered it.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedTopic {
    pub id: TopicId,
    pub name: Sentence,
    pub description: Sentence,
    pub is_wanted: bool,
}

/// All that are offered, and those they subscribed to before they were archived. With nobody named: what is offered.
pub(crate) async fn offered(db: &mut PgConnection, contact: Option<ContactId>) -> Result<Vec<OfferedTopic>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name_en, t.name_ko, t.description_en, t.description_ko,
                  coalesce(c.subscribed, false) as "is_wanted!"
           from topics t left join lateral (
               select subscribed from topic_choices
               where contact_id = $1 and topic_id = t.id order by at desc limit 1
           ) c on true
           where t.archived_at is null or c.subscribed
           order by lower(t.name_en), t.id"#,
        contact.map(|contact| contact.0)
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| OfferedTopic {
            id: TopicId(row.id),
            name: Sentence::new(row.name_en, row.name_ko),
            description: Sentence::new(row.description_en, row.description_ko),
            is_wanted: row.is_wanted,
        })
        .collect())
}

/// The person's own word, where it says something new.
pub(crate) struct OwnChoice<'a> {
    pub contact: ContactId,
    pub topic: TopicId,
    pub is_wanted: bool,
    pub source: &'a Origin,
    pub text_hash: Option<&'a [u8]>,
    pub proof: Option<&'a Proof>,
}

pub(crate) async fn choose_own(db: &mut PgConnection, choice: &OwnChoice<'_>) -> Result<bool> {
    let written = sqlx::query!(
        "insert into topic_choices (contact_id, topic_id, subscribed, source, text_hash, proof)
         select k.id, t.id, $3, $4, $5, $6 from contacts k, topics t
         where k.id = $1 and t.id = $2 and (t.archived_at is null or not $3)
           and $3 is distinct from coalesce((select subscribed from topic_choices c
                                             where c.contact_id = $1 and c.topic_id = $2 order by at desc limit 1), false)",
        choice.contact.0,
        choice.topic.0,
        choice.is_wanted,
        choice.source.to_string(),
        choice.text_hash,
        choice.proof.map(Json) as _,
    );
    Ok(written.execute(db).await?.rows_affected() > 0)
}
