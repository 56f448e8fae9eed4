//! Whom a draft would reach, and when it would go.

use super::cards::zone_of;
use crate::{Error, Mailroom, Result, segments};
use domain::{
    Audience, Invalid,
    draft::{Moment, Person, Reach, When, moment},
    segment::SamplePerson,
};
use jiff::Timestamp;

/// How many the sample shows.
const SAMPLE: i64 = 5;

/// For a page that somebody looks at, not for one of every request.
pub async fn reach(mailroom: &Mailroom, audience: &Audience) -> Result<Reach> {
    let people = segments::count(mailroom, audience).await?;
    let sample = segments::sample(mailroom, audience, SAMPLE).await?;
    let person = |one: SamplePerson| Ok(Person { id: one.id, address: one.address.parse()?, name: one.name });
    Ok(Reach {
        people: people.matching,
        suppressed: people.suppressed,
        is_exact: people.exact,
        sample: sample.into_iter().map(person).collect::<Result<_>>()?,
    })
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
pub fn launch_moment(when: &When, now: Timestamp) -> Result<Option<Timestamp>> {
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
