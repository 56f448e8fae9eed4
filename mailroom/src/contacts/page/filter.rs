//! Which people, as conditions of SQL over contacts `k`; what is not asked for is not said.

use super::asking::Sql;
use crate::{Error, Result, pattern};
use domain::{
    ImportId,
    people::{Consent, PeopleFilter, Standing, SuppressionReason},
    typed,
};
use jiff::{civil::Date, tz::TimeZone};
use sqlx::PgConnection;
use time::OffsetDateTime;

/// What is looked for at the beginning of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Address,
    Name,
}

/// How other tables are asked: for each person who is met, or together with all contacts, however the planner likes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lookup {
    Each,
    Together,
}

/// The people of an import: those of new addresses lie next to each other.
#[derive(Clone, Copy)]
pub(super) struct Members {
    pub first: i64,
    pub last: i64,
    pub are_few: bool,
}

impl Members {
    /// Up to here they are looked up at once, as fast as others are passed by.
    const FEW: i64 = 10_000;

    pub async fn find(db: &mut PgConnection, import: ImportId) -> Result<Self> {
        let row = sqlx::query_as!(
            Self,
            r#"select coalesce(min(contact_id), 0) as "first!", coalesce(max(contact_id), 0) as "last!",
                      (select count(*) < $2 from (select from import_members where import_id = $1 limit $2) few) as "are_few!"
               from import_members where import_id = $1"#,
            import.0,
            Self::FEW,
        );
        Ok(row.fetch_one(db).await?)
    }
}

/// Whether only people are wanted who are never mailed.
pub(super) fn is_of_suppressed(filter: &PeopleFilter) -> bool {
    let is_refused = filter.consent == Some(Consent::Refused);
    is_refused || matches!(filter.standing, Some(Standing::Suppressed | Standing::Because(_)))
}

/// What stands in the contact, and in the index of each order. Each condition begins with `and`.
pub(super) fn push_columns(sql: &mut Sql, filter: &PeopleFilter) -> Result<()> {
    match filter.consent {
        Some(Consent::Given) => _ = sql.push(" and k.consented_at is not null"),
        Some(Consent::Unknown) => _ = sql.push(" and k.consented_at is null"),
        Some(Consent::Refused) | None => {}
    }
    if let Some(locale) = &filter.locale {
        sql.push(" and k.locale = ").push_bind(typed::plain(locale));
    }
    if let Some(day) = filter.added_since {
        sql.push(" and k.created_at >= ").push_bind(midnight(day)?);
    }
    Ok(())
}

/// What stands elsewhere.
pub(super) fn push_lookups(sql: &mut Sql, filter: &PeopleFilter, lookup: Lookup) {
    match filter.consent {
        Some(Consent::Given | Consent::Unknown) => {
            push_suppressed(sql, " and not", Some(SuppressionReason::Refused), lookup)
        }
        Some(Consent::Refused) => push_suppressed(sql, " and", Some(SuppressionReason::Refused), lookup),
        None => {}
    }
    match filter.standing {
        Some(Standing::NotSuppressed) => push_suppressed(sql, " and not", None, lookup),
        Some(Standing::Suppressed) => push_suppressed(sql, " and", None, lookup),
        Some(Standing::Because(reason)) => push_suppressed(sql, " and", Some(reason), lookup),
        None => {}
    }
    if let Some(import) = filter.import {
        sql.push(" and exists (select from import_members m where m.contact_id = k.id and m.import_id = ");
        sql.push_bind(import.0);
        push_end(sql, lookup);
    }
}

fn push_suppressed(sql: &mut Sql, whether: &str, because: Option<SuppressionReason>, lookup: Lookup) {
    sql.push(whether).push(" exists (select from suppressions s where s.address = k.address");
    if let Some(reason) = because {
        sql.push(" and s.reason = ").push_bind(reason.as_str());
    }
    push_end(sql, lookup);
}

/// `offset 0` keeps the planner from joining.
fn push_end(sql: &mut Sql, lookup: Lookup) {
    sql.push(if lookup == Lookup::Each { " offset 0)" } else { ")" });
}

/// As the indexes of addresses and of names have it.
pub(super) fn push_beginning(sql: &mut Sql, part: Part, words: &str) {
    let pattern = pattern::beginning(words);
    match part {
        Part::Address => sql.push(" and k.address like ").push_bind(pattern.to_ascii_lowercase()),
        Part::Name => sql.push(" and lower(k.name) collate \"C\" like lower(").push_bind(pattern).push(")"),
    };
}

fn midnight(date: Date) -> Result<OffsetDateTime> {
    crate::stored(date.to_zoned(TimeZone::UTC).map_err(Error::broken)?.timestamp())
}
