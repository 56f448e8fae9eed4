//! From an audience to the rule that chooses its people.

use super::asking::{Question, Window};
use crate::{Error, Mailroom, Result};
use domain::{
    Audience, SegmentId, TopicId,
    segment::{AsOf, Condition, FrozenRule, Node, People, Rule, SamplePerson},
};
use jiff::Timestamp;
use sqlx::{PgConnection, types::Json};

/// How many an audience has, now; never long in coming.
pub async fn count(mailroom: &Mailroom, audience: &Audience) -> Result<People> {
    question(mailroom, audience).await?.count(mailroom).await
}

/// A few of an audience, as examples.
pub async fn sample(mailroom: &Mailroom, audience: &Audience, limit: i64) -> Result<Vec<SamplePerson>> {
    question(mailroom, audience).await?.sample(mailroom, limit).await
}

/// How many a rule chooses that is not kept yet, and a few of them.
pub async fn preview(mailroom: &Mailroom, rule: &Rule, limit: i64) -> Result<(People, Vec<SamplePerson>)> {
    let question = Question { who: rule.who.clone(), as_of: AsOf(Timestamp::now()) };
    Ok((question.count(mailroom).await?, question.sample(mailroom, limit).await?))
}

pub(super) async fn question(mailroom: &Mailroom, audience: &Audience) -> Result<Question> {
    let now = AsOf(Timestamp::now());
    let question = match audience {
        Audience::Everyone => Question { who: Node::All(vec![]), as_of: now },
        Audience::Import(id) => Question { who: Node::Is(Condition::Import { id: *id, has: true }), as_of: now },
        Audience::Segments { include, exclude, topic } => {
            let mut db = mailroom.db.acquire().await?;
            Question { who: resolve(&mut db, include, exclude, *topic).await?, as_of: now }
        }
        Audience::Matching(frozen) => Question { who: frozen.rule.who.clone(), as_of: frozen.as_of() },
    };
    Ok(question)
}

async fn resolve(
    db: &mut PgConnection,
    include: &[SegmentId],
    exclude: &[SegmentId],
    topic: Option<TopicId>,
) -> Result<Node> {
    let mut parts = Vec::new();
    if !include.is_empty() {
        parts.push(Node::Any(rules(db, include).await?));
    }
    if !exclude.is_empty() {
        parts.push(Node::None(rules(db, exclude).await?));
    }
    parts.extend(topic.map(|id| Node::Is(Condition::Topic { id, has: true })));
    Ok(Node::All(parts))
}

async fn rules(db: &mut PgConnection, segments: &[SegmentId]) -> Result<Vec<Node>> {
    let ids: Vec<i64> = segments.iter().map(|segment| segment.0).collect();
    let rows = sqlx::query!(r#"select id, rule as "rule: Json<Rule>" from segments where id = any($1)"#, &ids)
        .fetch_all(db)
        .await?;
    let find = |id: &i64| rows.iter().find(|row| row.id == *id).map(|row| row.rule.who.clone());
    ids.iter().map(|id| find(id).ok_or_else(|| Error::Missing(format!("segment {id}")))).collect()
}

/// As it is at launch: from here on no change of a segment reaches the campaign, and "the last 30 days" end now.
pub(crate) async fn frozen(db: &mut PgConnection, audience: &Audience) -> Result<Audience> {
    Ok(match audience {
        Audience::Segments { include, exclude, topic } => {
            let who = resolve(db, include, exclude, *topic).await?;
            Audience::Matching(FrozenRule { rule: Rule { who }, as_of: Timestamp::now() })
        }
        Audience::Everyone | Audience::Import(_) | Audience::Matching(_) => audience.clone(),
    })
}

/// The next people of a frozen rule, as `asking` bounds them.
pub(crate) async fn after(
    db: &mut PgConnection,
    frozen: &FrozenRule,
    (from, to): (i64, i64),
    seen: i64,
    limit: i64,
) -> Result<Window> {
    let question = Question { who: frozen.rule.who.clone(), as_of: frozen.as_of() };
    question.after(db, from, to, seen, limit).await
}
