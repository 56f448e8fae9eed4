//! People of an audience to look at a letter as: one after the other, by name, and those whose letter goes wrong first.

use super::{
    asking::{Question, bounded, in_time},
    audience::question,
    condition::Sql,
};
use crate::{Mailroom, Result, links, recipients::stamp};
use domain::{
    Audience, CampaignId, ContactId, EmailAddress,
    compose::Links,
    contact::Attributes,
    preview::{Face, Reader, Wanted},
    recipient::Recipient,
    typed,
};
use sqlx::{Row, types::Json};
use std::time::Duration;

/// People among whom the worst are looked for: the newest, so that the question costs the same in any audience.
const LOOKED_AT: i64 = 50_000;
/// How many a search shows.
const FACES: i64 = 8;
const PATIENCE: Duration = Duration::from_millis(800);

/// Somebody of the audience; `None` where there is nobody (any more). `names` are what the words ask of a person.
pub async fn reader(
    mailroom: &Mailroom,
    audience: &Audience,
    wanted: Wanted,
    names: &[String],
) -> Result<Option<Reader>> {
    let question = question(mailroom, audience).await?;
    let contact = match wanted {
        Wanted::One(contact) => Some(contact),
        Wanted::First => neighbour(mailroom, &question, ">", ContactId(0), "").await?,
        Wanted::After(contact) => neighbour(mailroom, &question, ">", contact, "").await?,
        Wanted::Before(contact) => neighbour(mailroom, &question, "<", contact, "desc").await?,
        Wanted::LongestName => worst(mailroom, &question, "char_length(name) desc", &[]).await?,
        Wanted::EmptiestFields => worst(mailroom, &question, EMPTIEST, names).await?,
        Wanted::LargestLetter => worst(mailroom, &question, LARGEST, names).await?,
    };
    match contact {
        Some(contact) => seated(mailroom, contact).await,
        None => Ok(None),
    }
}

/// People whose address or else whose name begins like this.
pub async fn faces(mailroom: &Mailroom, audience: &Audience, beginning: &str) -> Result<Vec<Face>> {
    let question = question(mailroom, audience).await?;
    let beginning = typed::plain(beginning).to_lowercase();
    let mut found = beginning_with(mailroom, &question, "k.address", &beginning).await?;
    if (found.len() as i64) < FACES {
        let named = beginning_with(mailroom, &question, "lower(k.name)", &beginning).await?;
        found.extend(named.into_iter().filter(|face| !face.address.as_str().starts_with(&beginning)));
        found.truncate(FACES as usize);
    }
    Ok(found)
}

const EMPTIEST: &str = "(name = '')::int
    + (select count(*) from unnest(asked) one where coalesce(attributes ->> one, '') = '') desc, octet_length(attributes::text)";
const LARGEST: &str = "octet_length(name) + octet_length(address)
    + (select coalesce(sum(octet_length(attributes ->> one)), 0) from unnest(asked) one) desc";

async fn neighbour(
    mailroom: &Mailroom,
    question: &Question,
    side: &str,
    contact: ContactId,
    order: &str,
) -> Result<Option<ContactId>> {
    let mut sql = question.asked("select k.id from contacts k where ");
    sql.push(" and k.id ").push(side).push_bind(contact.0).push(" order by k.id ").push(order).push(" limit 1");
    first(mailroom, sql).await
}

async fn worst(mailroom: &Mailroom, question: &Question, order: &str, names: &[String]) -> Result<Option<ContactId>> {
    let mut sql = Sql::new("select id from (select k.id, k.name, k.address, k.attributes, ");
    sql.push_bind(names.to_vec()).push(" as asked from contacts k where ");
    question.push(&mut sql);
    sql.push(" order by k.id desc limit ").push_bind(LOOKED_AT);
    sql.push(") newest order by ").push(order).push(", id limit 1");
    first(mailroom, sql).await
}

async fn first(mailroom: &Mailroom, mut sql: Sql) -> Result<Option<ContactId>> {
    let mut tx = bounded(mailroom, PATIENCE).await?;
    let found = sql.build().persistent(false).fetch_optional(&mut *tx).await;
    let row = in_time(found.map_err(Into::into))?.flatten();
    row.map(|row| Ok(ContactId(row.try_get(0)?))).transpose()
}

async fn beginning_with(mailroom: &Mailroom, question: &Question, what: &str, beginning: &str) -> Result<Vec<Face>> {
    let mut sql = question.asked("select k.id, k.name, k.address from contacts k where ");
    sql.push(" and starts_with(").push(what).push(", ").push_bind(beginning.to_owned());
    sql.push(") order by ").push(what).push(" limit ").push_bind(FACES);
    let mut tx = bounded(mailroom, PATIENCE).await?;
    let found = sql.build().persistent(false).fetch_all(&mut *tx).await;
    let rows = in_time(found.map_err(Into::into))?.unwrap_or_default();
    let face = |row: &sqlx::postgres::PgRow| {
        let address: EmailAddress = row.try_get::<String, _>(2)?.parse()?;
        Ok(Face { contact: ContactId(row.try_get(0)?), name: row.try_get(1)?, address })
    };
    rows.iter().map(face).collect()
}

async fn seated(mailroom: &Mailroom, contact: ContactId) -> Result<Option<Reader>> {
    let row = sqlx::query!(
        r#"select address, name, locale, merge_of(attributes, consented_at) as "attributes!: Json<Attributes>" from contacts where id = $1"#,
        contact.0
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let address = row.address.parse()?;
    let recipient = Recipient { seq: 1, address, name: row.name, locale: row.locale, merge: row.attributes.0 };
    let nowhere = mailroom.public_url.join("u/preview").map_err(crate::Error::broken)?;
    // as long as a person's own
    let links = Links { unsubscribe: nowhere.into(), ..links::harmless(mailroom, CampaignId(0), true)? };
    Ok(Some(Reader { contact, recipient, links, stamp: stamp() }))
}
