//! The table of people: a page of it in a few milliseconds, among a million and however it is narrowed and sorted.
//!
//! A statement says only what applies and one order, and is planned with its values: the planner sees whether what is
//! wanted is common (it walks in order) or rare (it looks it up and sorts). Measured in decision 0023.

mod asking;
mod filter;
mod order;

use crate::{Error, Mailroom, Result};
use asking::Question;
use domain::{
    ContactId,
    contact::Attributes,
    people::{Beside, Consent, PeopleCount, PeoplePage, PeopleQuery, PersonRow},
    typed,
};
use filter::Members;
use order::{Edge, Order};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;

/// People on one page of the table.
pub const ROWS: usize = 50;
/// Up to here they are counted.
const COUNTED_MAX: i64 = 10_000;

pub async fn page(mailroom: &Mailroom, query: &PeopleQuery) -> Result<PeoplePage> {
    let mut tx = mailroom.db.begin().await?;
    let page = page_in(&mut tx, query, ROWS).await?;
    tx.commit().await?;
    Ok(page)
}

/// Within a transaction, whose later statements are planned the same way.
pub(super) async fn page_in(db: &mut PgConnection, query: &PeopleQuery, rows: usize) -> Result<PeoplePage> {
    crate::plan_for_memory(db).await?;
    let words = query.filter.beginning.as_deref().and_then(typed::sought);
    let words = words.as_deref();
    let edge = match query.beside {
        Some(Beside::After(id) | Beside::Before(id)) => Edge::find(db, id, words).await?,
        None => None,
    };
    let is_within = edge.is_some();
    let is_backwards = is_within && matches!(query.beside, Some(Beside::Before(_)));
    let order = Order { sort: query.sort, is_turned: is_backwards != query.is_reversed };
    let members = match query.filter.import {
        Some(import) => Some(Members::find(db, import).await?),
        None => None,
    };
    let question = Question { filter: &query.filter, words, members, order, edge, limit: rows as i64 + 1 };
    let mut found = question.ask(db).await?;
    let has_more = found.len() > rows;
    found.truncate(rows);
    if is_backwards {
        found.reverse();
    }
    let (has_earlier, has_later) = if is_backwards { (has_more, true) } else { (is_within, has_more) };
    let rows = found.into_iter().map(|row| row.shown(&query.attributes)).collect::<Result<_>>()?;
    Ok(PeoplePage { rows, has_earlier, has_later })
}

#[derive(sqlx::FromRow)]
struct Found {
    id: i64,
    address: String,
    name: String,
    locale: Option<String>,
    attributes: Json<Attributes>,
    created_at: OffsetDateTime,
    reason: Option<String>,
    given: Option<bool>,
}

impl Found {
    fn shown(self, wanted: &[String]) -> Result<PersonRow> {
        let mut attributes = self.attributes.0;
        attributes.retain(|name, _| wanted.contains(name));
        Ok(PersonRow {
            id: ContactId(self.id),
            address: self.address.parse()?,
            name: self.name,
            locale: self.locale,
            attributes,
            added_at: crate::instant(self.created_at)?,
            consent: Consent::of(self.given),
            suppressed: self.reason.map(|reason| reason.parse().map_err(Error::broken)).transpose()?,
        })
    }
}

/// Everybody: counted while they are few, else as Postgres last estimated.
pub async fn count(mailroom: &Mailroom) -> Result<PeopleCount> {
    let row = sqlx::query!(
        r#"select (select count(*) from (select from contacts limit $1) few) as "few!",
                  (select reltuples::float8 from pg_class where oid = 'contacts'::regclass) as "estimated!""#,
        COUNTED_MAX + 1,
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(match row.few {
        ..=COUNTED_MAX => PeopleCount::Exactly(row.few),
        _ => PeopleCount::About((row.estimated as i64).max(COUNTED_MAX)),
    })
}
