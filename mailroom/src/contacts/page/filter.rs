//! Which people, as conditions of SQL over contacts `k`; what is not asked for is not said.

use super::asking::Sql;
use crate::{Error, Result};
use domain::people::{Consent, PeopleFilter, Standing};
use jiff::{civil::Date, tz::TimeZone};
use time::OffsetDateTime;

/// What is looked for at the beginning of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Address,
    Name,
}

/// Each condition begins with `and`.
pub(super) fn push(sql: &mut Sql, filter: &PeopleFilter) -> Result<()> {
    if let Some(consent) = filter.consent {
        push_consent(sql, consent);
    }
    if let Some(standing) = filter.standing {
        push_standing(sql, standing);
    }
    if let Some(locale) = &filter.locale {
        sql.push(" and k.locale = ").push_bind(locale.clone());
    }
    if let Some(import) = filter.import {
        sql.push(" and exists (select from import_members m where m.contact_id = k.id and m.import_id = ");
        sql.push_bind(import.0).push(")");
    }
    if let Some(day) = filter.added_since {
        sql.push(" and k.created_at >= ").push_bind(midnight(day)?);
    }
    Ok(())
}

fn push_consent(sql: &mut Sql, consent: Consent) {
    const REFUSED: &str = "exists (select from suppressions r where r.address = k.address and r.reason = 'refused')";
    match consent {
        Consent::Given => sql.push(" and k.consented_at is not null and not ").push(REFUSED),
        Consent::Unknown => sql.push(" and k.consented_at is null and not ").push(REFUSED),
        Consent::Refused => sql.push(" and ").push(REFUSED),
    };
}

fn push_standing(sql: &mut Sql, standing: Standing) {
    sql.push(if standing == Standing::NotSuppressed { " and not" } else { " and" });
    sql.push(" exists (select from suppressions s where s.address = k.address");
    if let Standing::Because(reason) = standing {
        sql.push(" and s.reason = ").push_bind(reason.as_str());
    }
    sql.push(")");
}

/// As the indexes of addresses and of names have it.
pub(super) fn push_beginning(sql: &mut Sql, part: Part, words: &str) {
    let pattern = pattern(words);
    match part {
        Part::Address => sql.push(" and k.address like ").push_bind(pattern.to_ascii_lowercase()),
        Part::Name => sql.push(" and lower(k.name) collate \"C\" like lower(").push_bind(pattern).push(")"),
    };
}

/// What begins with these words, for `like`.
fn pattern(words: &str) -> String {
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

fn midnight(date: Date) -> Result<OffsetDateTime> {
    let at = date.to_zoned(TimeZone::UTC).map_err(Error::broken)?;
    OffsetDateTime::from_unix_timestamp(at.timestamp().as_second()).map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_like_takes_for_a_sign_is_a_letter() {
        assert_eq!(pattern("50%_a\\b"), "50\\%\\_a\\\\b%");
    }
}
