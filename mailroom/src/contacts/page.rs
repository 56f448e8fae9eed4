//! The table of people: a page of it in a few milliseconds, among a million and however it is narrowed and sorted.
//!
//! One statement for all of it, planned anew with the values at hand: what does not apply folds away, and the planner
//! sees whether what is wanted is common (it walks in order) or rare (it looks it up and sorts).

use crate::{Error, Mailroom, Result};
use domain::{
    ContactId,
    contact::Attributes,
    people::{Beside, Consent, PeopleCount, PeoplePage, PeopleQuery, PeopleSort, PersonRow, Standing},
};
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

/// Within a transaction, whose later statements are planned anew too.
pub(super) async fn page_in(db: &mut PgConnection, query: &PeopleQuery, rows: usize) -> Result<PeoplePage> {
    // what applies is known now, and what a page needs is in memory: two workers would cost more than they save
    sqlx::query!(
        "select set_config('plan_cache_mode', 'force_custom_plan', true) as plan,
                set_config('random_page_cost', '1.1', true) as cost,
                set_config('max_parallel_workers_per_gather', '0', true) as workers"
    )
    .fetch_one(&mut *db)
    .await?;
    let edge = match query.beside {
        Some(Beside::After(id) | Beside::Before(id)) => edge(db, id, query.sort).await?,
        None => None,
    };
    let is_backwards = edge.is_some() && matches!(query.beside, Some(Beside::Before(_)));
    let is_within = edge.is_some();
    let mut found = select(db, query, edge, is_backwards != query.is_reversed, rows as i64 + 1).await?;
    let has_more = found.len() > rows;
    found.truncate(rows);
    if is_backwards {
        found.reverse();
    }
    let (has_earlier, has_later) = if is_backwards { (has_more, true) } else { (is_within, has_more) };
    Ok(PeoplePage { rows: found, has_earlier, has_later })
}

/// Where somebody stands in an order; `None` once they are gone.
struct Edge {
    key: Option<String>,
    id: i64,
}

async fn edge(db: &mut PgConnection, id: ContactId, sort: PeopleSort) -> Result<Option<Edge>> {
    let row = sqlx::query!(r#"select address, lower(name) as "name!" from contacts where id = $1"#, id.0);
    Ok(row.fetch_optional(db).await?.map(|row| {
        let key = match sort {
            PeopleSort::Newest => None,
            PeopleSort::Address => Some(row.address),
            PeopleSort::Name => Some(row.name),
        };
        Edge { key, id: id.0 }
    }))
}

async fn select(
    db: &mut PgConnection,
    query: &PeopleQuery,
    edge: Option<Edge>,
    is_backwards: bool,
    limit: i64,
) -> Result<Vec<PersonRow>> {
    let filter = &query.filter;
    let beginning = filter.beginning.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(beginning);
    let since = filter.added_since.map(midnight).transpose()?;
    let rows = sqlx::query_as!(
        Found,
        r#"with page as (
            select * from (
            select c.id, c.address, c.name, c.locale, c.attributes, c.created_at, s.reason
            from contacts c left join suppressions s on s.address = c.address
                 left join import_members m on m.import_id = $10 and m.contact_id = c.id
            where ($1::text <> 'address' or $2::bool or $3::text is null or c.address > $3) and ($1 <> 'address' or not $2 or $3 is null or c.address < $3)
              and ($1 <> 'name' or $2 or $3 is null or (lower(c.name) collate "C", c.id) > ($3, $4::bigint))
              and ($1 <> 'name' or not $2 or $3 is null or (lower(c.name) collate "C", c.id) < ($3, $4))
              and ($1 <> 'newest' or $2 or $4 is null or c.id < $4) and ($1 <> 'newest' or not $2 or $4 is null or c.id > $4) and ($5::text is null or c.address like $5)
              and ($7::text is distinct from 'given' or c.consented_at is not null and s.reason is distinct from 'refused')
              and ($7 is distinct from 'unknown' or c.consented_at is null and s.reason is distinct from 'refused')
              and ($7 is distinct from 'refused' or s.reason = 'refused')
              and ($8::text is distinct from 'any' or s.address is not null) and ($8 is distinct from 'none' or s.address is null)
              and ($8 is null or $8 in ('any', 'none') or s.reason = $8) and ($9::text is null or c.locale = $9)
              and ($10::bigint is null or m.contact_id is not null) and ($11::timestamptz is null or c.created_at >= $11)
            order by case when $1 = 'address' and not $2 then c.address end, case when $1 = 'address' and $2 then c.address end desc, case when $1 = 'name' and not $2 then lower(c.name) collate "C" end, case when $1 = 'name' and $2 then lower(c.name) collate "C" end desc, case when $1 <> 'address' and ($1 = 'newest') = $2 then c.id end, case when $1 <> 'address' and ($1 = 'newest') <> $2 then c.id end desc
            limit $12
        ) by_address
            union all
            select * from (
            select c.id, c.address, c.name, c.locale, c.attributes, c.created_at, s.reason
            from contacts c left join suppressions s on s.address = c.address
                 left join import_members m on m.import_id = $10 and m.contact_id = c.id
            where ($1 <> 'address' or $2 or $3 is null or c.address > $3) and ($1 <> 'address' or not $2 or $3 is null or c.address < $3)
              and ($1 <> 'name' or $2 or $3 is null or (lower(c.name) collate "C", c.id) > ($3, $4))
              and ($1 <> 'name' or not $2 or $3 is null or (lower(c.name) collate "C", c.id) < ($3, $4))
              and ($1 <> 'newest' or $2 or $4 is null or c.id < $4) and ($1 <> 'newest' or not $2 or $4 is null or c.id > $4)
              and $5 is not null and c.address not like $5 and lower(c.name) collate "C" like lower($6::text)
              and ($7 is distinct from 'given' or c.consented_at is not null and s.reason is distinct from 'refused')
              and ($7 is distinct from 'unknown' or c.consented_at is null and s.reason is distinct from 'refused')
              and ($7 is distinct from 'refused' or s.reason = 'refused')
              and ($8 is distinct from 'any' or s.address is not null) and ($8 is distinct from 'none' or s.address is null)
              and ($8 is null or $8 in ('any', 'none') or s.reason = $8) and ($9 is null or c.locale = $9)
              and ($10 is null or m.contact_id is not null) and ($11 is null or c.created_at >= $11)
            order by case when $1 = 'address' and not $2 then c.address end, case when $1 = 'address' and $2 then c.address end desc, case when $1 = 'name' and not $2 then lower(c.name) collate "C" end, case when $1 = 'name' and $2 then lower(c.name) collate "C" end desc, case when $1 <> 'address' and ($1 = 'newest') = $2 then c.id end, case when $1 <> 'address' and ($1 = 'newest') <> $2 then c.id end desc
            limit $12
        ) by_name
        )
        select k.id as "id!", k.address as "address!", k.name as "name!", k.locale, k.attributes as "attributes!: Json<Attributes>",
               k.created_at as "created_at!", k.reason, said.given as "given?"
        from page k left join lateral (select given from consents where contact_id = k.id order by at desc limit 1) said on true
        order by case when $1 = 'address' and not $2 then k.address end, case when $1 = 'address' and $2 then k.address end desc, case when $1 = 'name' and not $2 then lower(k.name) collate "C" end, case when $1 = 'name' and $2 then lower(k.name) collate "C" end desc, case when $1 <> 'address' and ($1 = 'newest') = $2 then k.id end, case when $1 <> 'address' and ($1 = 'newest') <> $2 then k.id end desc
        limit $12"#,
        query.sort.as_str(),
        is_backwards,
        edge.as_ref().and_then(|edge| edge.key.clone()),
        edge.as_ref().map(|edge| edge.id),
        beginning.as_ref().map(|words| words.to_ascii_lowercase()),
        beginning,
        filter.consent.map(Consent::as_str),
        filter.standing.map(Standing::as_str),
        filter.locale,
        filter.import.map(|import| import.0),
        since,
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| row.shown(&query.attributes)).collect()
}

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

/// What begins with these words, for `like`.
fn beginning(words: &str) -> String {
    let mut pattern = String::with_capacity(words.len() + 1);
    for c in words.chars() {
        if matches!(c, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn midnight(date: jiff::civil::Date) -> Result<OffsetDateTime> {
    let at = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(Error::broken)?;
    OffsetDateTime::from_unix_timestamp(at.timestamp().as_second()).map_err(Error::broken)
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

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn what_like_takes_for_a_sign_is_a_letter() {
        assert_eq!(beginning("50%_a\\b"), "50\\%\\_a\\\\b%");
    }
}
