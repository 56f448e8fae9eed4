//! What the request for production access is written from.

use super::sender_lines;
use crate::{Mailroom, Result, consents, contacts};
use domain::{
    people::PeopleCount,
    ses::{RequestFacts, request},
};

pub async fn written(mailroom: &Mailroom, hears_reports: bool) -> Result<String> {
    let mut domains: Vec<String> = sender_lines(mailroom).await?.into_iter().map(|line| line.domain).collect();
    domains.dedup();
    let row = sqlx::query!(
        r#"select coalesce((select company from senders where archived_at is null and company <> '' order by id limit 1), '') as "company!",
                  exists (select from contacts where consented_at is not null) as "has_consents!",
                  (select is_open from subscribe_form) as "has_form!",
                  array(select name_en from topics where archived_at is null order by lower(name_en), id) as "topics!""#
    )
    .fetch_one(&mailroom.db)
    .await?;
    let people = match contacts::count(mailroom).await? {
        PeopleCount::Exactly(people) | PeopleCount::About(people) => people,
    };
    let company =
        if row.company.is_empty() && !domains.is_empty() { consents::house_name(mailroom).await? } else { row.company };
    let website = mailroom.public_url.as_ref();
    let website = if website.scheme() == "https" { website.as_str().trim_end_matches('/') } else { "" };
    Ok(request(&RequestFacts {
        company,
        website: website.to_owned(),
        domains,
        people,
        has_consents: row.has_consents,
        has_form: row.has_form,
        topics: row.topics,
        hears_reports,
    }))
}
