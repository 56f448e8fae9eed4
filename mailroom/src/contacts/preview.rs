//! People of an audience to look at a letter as: one after the other, by name, and those whose letter goes wrong first.

use crate::{Error, Mailroom, Member, Result, recipients::stamp};
use domain::{
    Audience, ContactId,
    compose::Links,
    preview::{Face, Reader, Wanted},
    recipient::Recipient,
};
use sqlx::types::Json;

/// People among whom the worst cases and names are looked for: the newest, so that a question costs the same in an
/// audience of any size.
pub const LOOKED_AT: i64 = 50_000;
/// How many a search shows.
const FACES: i64 = 8;

/// Somebody of the audience; `None` where there is nobody (any more). `names` are what the template asks for.
pub async fn reader(
    mailroom: &Mailroom,
    _by: &Member,
    audience: &Audience,
    wanted: Wanted,
    names: &[String],
) -> Result<Option<Reader>> {
    let import = import_of(audience);
    let contact = match wanted {
        Wanted::First => after(mailroom, import, ContactId(0)).await?,
        Wanted::One(contact) => Some(contact),
        Wanted::After(contact) => after(mailroom, import, contact).await?,
        Wanted::Before(contact) => before(mailroom, import, contact).await?,
        Wanted::LongestName => longest_name(mailroom, import).await?,
        Wanted::EmptiestFields => emptiest(mailroom, import, names).await?,
        Wanted::LargestLetter => largest(mailroom, import, names).await?,
    };
    match contact {
        Some(contact) => seated(mailroom, contact).await,
        None => Ok(None),
    }
}

/// People whose address or name begins like this: addresses first.
pub async fn faces(mailroom: &Mailroom, _by: &Member, audience: &Audience, beginning: &str) -> Result<Vec<Face>> {
    let beginning = beginning.trim();
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!", address as "address!" from (
               (select id, name, address, 0 as place from contacts c
                where starts_with(address, lower($1)) and ($2::bigint is null or exists (
                    select from import_members m where m.import_id = $2 and m.contact_id = c.id))
                order by address limit $3)
               union all
               (select id, name, address, 1 as place from (
                    select id, name, address from contacts c
                    where $2::bigint is null or exists (
                        select from import_members m where m.import_id = $2 and m.contact_id = c.id)
                    order by id desc limit $4) newest
                where starts_with(lower(name), lower($1)) and not starts_with(address, lower($1))
                order by name limit $3)) found
           order by place, address limit $3"#,
        beginning,
        import_of(audience),
        FACES,
        LOOKED_AT,
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| Ok(Face { contact: ContactId(row.id), name: row.name, address: row.address.parse()? }))
        .collect()
}

fn import_of(audience: &Audience) -> Option<i64> {
    match audience {
        // people of a rule are not walked through one by one: a preview may show anybody
        Audience::Everyone | Audience::Segments { .. } | Audience::Matching(_) => None,
        Audience::Import(import) => Some(import.0),
    }
}

async fn seated(mailroom: &Mailroom, contact: ContactId) -> Result<Option<Reader>> {
    let row = sqlx::query!(
        r#"select address, name, locale, attributes as "attributes: Json<domain::contact::Attributes>"
           from contacts where id = $1"#,
        contact.0
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let recipient = Recipient {
        seq: 1,
        address: row.address.parse()?,
        name: row.name,
        locale: row.locale,
        merge: row.attributes.0,
    };
    let nowhere = mailroom.public_url.join("u/preview").map_err(Error::broken)?;
    let links = Links { unsubscribe: nowhere.into(), unsubscribe_mailto: None };
    Ok(Some(Reader { contact, recipient, links, stamp: stamp() }))
}

async fn after(mailroom: &Mailroom, import: Option<i64>, contact: ContactId) -> Result<Option<ContactId>> {
    let id = match import {
        None => {
            sqlx::query_scalar!("select id from contacts where id > $1 order by id limit 1", contact.0)
                .fetch_optional(&mailroom.db)
                .await?
        }
        Some(import) => {
            sqlx::query_scalar!(
                "select c.id from import_members m join contacts c on c.id = m.contact_id
                 where m.import_id = $1 and m.contact_id > $2 order by m.contact_id limit 1",
                import,
                contact.0
            )
            .fetch_optional(&mailroom.db)
            .await?
        }
    };
    Ok(id.map(ContactId))
}

async fn before(mailroom: &Mailroom, import: Option<i64>, contact: ContactId) -> Result<Option<ContactId>> {
    let id = match import {
        None => {
            sqlx::query_scalar!("select id from contacts where id < $1 order by id desc limit 1", contact.0)
                .fetch_optional(&mailroom.db)
                .await?
        }
        Some(import) => {
            sqlx::query_scalar!(
                "select c.id from import_members m join contacts c on c.id = m.contact_id
                 where m.import_id = $1 and m.contact_id < $2 order by m.contact_id desc limit 1",
                import,
                contact.0
            )
            .fetch_optional(&mailroom.db)
            .await?
        }
    };
    Ok(id.map(ContactId))
}

async fn longest_name(mailroom: &Mailroom, import: Option<i64>) -> Result<Option<ContactId>> {
    let id = sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id, name from contacts c
               where $1::bigint is null or exists (
                   select from import_members m where m.import_id = $1 and m.contact_id = c.id)
               order by id desc limit $2) newest
           order by char_length(name) desc, id limit 1"#,
        import,
        LOOKED_AT
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(id.map(ContactId))
}

/// Counts what the template asks for and the person lacks.
async fn emptiest(mailroom: &Mailroom, import: Option<i64>, names: &[String]) -> Result<Option<ContactId>> {
    let id = sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id, name, attributes from contacts c
               where $1::bigint is null or exists (
                   select from import_members m where m.import_id = $1 and m.contact_id = c.id)
               order by id desc limit $2) newest
           order by (name = '')::int
               + (select count(*) from unnest($3::text[]) asked where coalesce(attributes ->> asked, '') = '') desc,
               octet_length(attributes::text), id limit 1"#,
        import,
        LOOKED_AT,
        names
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(id.map(ContactId))
}

async fn largest(mailroom: &Mailroom, import: Option<i64>, names: &[String]) -> Result<Option<ContactId>> {
    let id = sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id, name, address, attributes from contacts c
               where $1::bigint is null or exists (
                   select from import_members m where m.import_id = $1 and m.contact_id = c.id)
               order by id desc limit $2) newest
           order by octet_length(name) + octet_length(address)
               + (select coalesce(sum(octet_length(attributes ->> asked)), 0) from unnest($3::text[]) asked) desc,
               id limit 1"#,
        import,
        LOOKED_AT,
        names
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(id.map(ContactId))
}
