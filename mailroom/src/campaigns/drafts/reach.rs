//! Whom a draft would reach, and when it would go.

use super::cards::zone_of;
use crate::{Error, Mailroom, Result};
use domain::{
    Audience, ContactId, Invalid,
    draft::{Moment, Person, Reach, When, moment},
};
use jiff::Timestamp;

/// Counted over all of them: for a page that somebody looks at, not for one of every request.
pub async fn reach(mailroom: &Mailroom, audience: &Audience) -> Result<Reach> {
    let import = match audience {
        Audience::Everyone => None,
        Audience::Import(import) => Some(import.0),
    };
    let counted = sqlx::query!(
        r#"select (case when $1::bigint is null then (select count(*) from contacts)
                   else (select count(*) from import_members m join contacts c on c.id = m.contact_id where m.import_id = $1)
                   end) as "people!",
                  (select count(*) from suppressions s join contacts c on c.address = s.address
                   where $1::bigint is null
                      or exists (select from import_members m where m.import_id = $1 and m.contact_id = c.id)) as "suppressed!""#,
        import
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(Reach { people: counted.people, suppressed: counted.suppressed, sample: sample(mailroom, import).await? })
}

async fn sample(mailroom: &Mailroom, import: Option<i64>) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"(select id as "id!", address as "address!", name as "name!" from contacts
            where $1::bigint is null order by id limit 5)
           union all
           (select c.id, c.address, c.name from import_members m join contacts c on c.id = m.contact_id
            where m.import_id = $1 order by c.id limit 5)"#,
        import
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| Ok(Person { id: ContactId(row.id), address: row.address.parse()?, name: row.name }))
        .collect()
}

/// The moment a card's local time means; `None` for now.
pub fn moment_of(when: &When) -> Result<Option<Moment>> {
    let When::Local { local, zone } = when else { return Ok(None) };
    let moment = moment(*local, &zone_of(zone)?);
    Ok(Some(
        moment
            .ok_or_else(|| Error::from(Invalid::new("when", ("no clock knows this time", "알 수 없는 시각입니다"))))?,
    ))
}

/// When a draft is to go; `None` for now. What has passed is refused.
pub(crate) fn at(when: &When, now: Timestamp) -> Result<Option<Timestamp>> {
    let Some(moment) = moment_of(when)? else { return Ok(None) };
    if moment.at <= now {
        return Err(Invalid::new(
            "when",
            ("this time has passed; choose a later one", "이미 지난 시각입니다. 더 늦은 시각을 선택하세요"),
        )
        .into());
    }
    Ok(Some(moment.at))
}

/// Every time zone that clocks of people follow, by name.
pub fn zones() -> Vec<String> {
    let is_place = |name: &str| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"));
    let mut names: Vec<String> =
        jiff::tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| is_place(name)).collect();
    names.sort();
    names
}
