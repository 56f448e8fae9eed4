//! Taking people along: all of the table that is narrowed, or everything about one.

use super::{attributes, page, person};
use crate::{Mailroom, Member, Result, audit, spreadsheet};
use domain::{
    ContactId,
    people::{Beside, PeopleFilter, PeopleQuery, PeopleSort, PersonRow},
    typed,
};
use futures::{Stream, stream};
use serde_json::{Value, json};

const ROWS_AT_ONCE: usize = 1_000;
const LETTERS_MAX: i64 = 10_000;

/// The people of a filter as CSV, piece by piece: memory does not grow with them.
pub async fn csv(
    mailroom: &Mailroom,
    by: &Member,
    filter: PeopleFilter,
) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + use<>> {
    by.may_send()?;
    let (beginning, locale) = (filter.beginning.as_deref(), filter.locale.as_deref());
    let filter =
        PeopleFilter { beginning: beginning.and_then(typed::sought), locale: locale.and_then(typed::sought), ..filter };
    let attributes = attributes::columns(mailroom).await?;
    let mut tx = mailroom.db.begin().await?;
    let subject = audit::Subject { kind: "people", id: 0, name: "" };
    audit::note(&mut tx, by, "exported", subject, None::<&()>, Some(&filter)).await?;
    tx.commit().await?;
    let query = PeopleQuery { filter, sort: PeopleSort::Address, is_reversed: false, beside: None, attributes };
    let begin = (mailroom.clone(), Some(query), true);
    Ok(stream::try_unfold(begin, |(mailroom, query, is_first)| async move {
        let Some(mut query) = query else { return Ok(None) };
        let mut tx = mailroom.db.begin().await?;
        let found = page::page_in(&mut tx, &query, ROWS_AT_ONCE).await?;
        tx.commit().await?;
        let mut text = if is_first { spreadsheet::head(&names(&query.attributes))? } else { Vec::new() };
        text.extend(spreadsheet::lines(found.rows.iter().map(|row| cells(row, &query.attributes)))?);
        let next = found.rows.last().filter(|_| found.has_later).map(|last| Beside::After(last.id));
        query.beside = next;
        let query = next.map(|_| query);
        Ok(Some((text, (mailroom, query, false))))
    }))
}

fn names(attributes: &[String]) -> Vec<&str> {
    let own = ["email", "name", "locale", "consent", "suppressed", "added_at"];
    own.into_iter().chain(attributes.iter().map(String::as_str)).collect()
}

fn cells(row: &PersonRow, attributes: &[String]) -> Vec<String> {
    let own = [
        row.address.to_string(),
        row.name.clone(),
        row.locale.clone().unwrap_or_default(),
        row.consent.to_string(),
        row.suppressed.map(|reason| reason.to_string()).unwrap_or_default(),
        row.added_at.to_string(),
    ];
    let facts = attributes.iter().map(|name| row.attributes.get(name).map(plain).unwrap_or_default());
    own.into_iter().chain(facts).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Everything that is held about one person, for them (GDPR, article 15).
pub async fn one(mailroom: &Mailroom, by: &Member, contact: ContactId) -> Result<Value> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let person = person::find_in(&mut tx, contact).await?;
    let letters = person::letters_in(&mut tx, contact, None, LETTERS_MAX).await?;
    let reports = sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(jsonb_build_object('campaign', m.campaign_id, 'kind', m.kind, 'recipient', m.recipient,
                  'detail', m.detail, 'at', m.at) order by m.at), '[]') as "reports!"
           from recipients r join mail_events m on m.campaign_id = r.campaign_id and m.seq = r.seq
           where r.contact_id = $1"#,
        contact.0
    );
    let reports: Value = reports.fetch_one(&mut *tx).await?;
    let frozen = sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(jsonb_build_object('campaign', campaign_id, 'address', address, 'name', name,
                  'locale', locale, 'attributes', merge) order by campaign_id), '[]') as "frozen!"
           from recipients where contact_id = $1"#,
        contact.0
    );
    let frozen: Value = frozen.fetch_one(&mut *tx).await?;
    audit::note(&mut tx, by, "exported", super::editing::subject(contact), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(json!({ "person": person, "letters": letters, "as_sent": frozen, "reports": reports }))
}
