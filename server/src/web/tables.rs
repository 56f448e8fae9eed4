//! Lists as CSV, streamed page by page: memory does not grow with them.

use app::auth::AuthSession;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    CampaignId,
    failed_send::{FailedFilter, FailedKey, FailedSend},
    report::RecipientRow,
};
use futures::stream;
use mailroom::{
    Mailroom, campaigns, failed_sends,
    recipients::{self, RecipientQuery},
};

const ROWS: i64 = 500;
/// Without it Excel takes UTF-8 for something else.
const BOM: &str = "\u{feff}";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/campaigns/{id}/people.csv", get(people))
        .route("/failed-sends.csv", get(failed))
        .with_state(mailroom)
}

async fn people(State(mailroom): State<Mailroom>, Path(id): Path<i64>, auth: AuthSession) -> Response {
    if auth.user.is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let campaign = CampaignId(id);
    match campaigns::summary(&mailroom, campaign).await {
        Ok(_) => {}
        Err(mailroom::Error::Missing(_)) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return unavailable(&error),
    }
    let head = ["number", "address", "name", "state", "attempts", "reason", "detail", "time"];
    let pages = stream::try_unfold(Some(RecipientQuery { limit: ROWS, ..Default::default() }), move |query| {
        let mailroom = mailroom.clone();
        async move {
            let Some(query) = query else { return Ok(None) };
            let page = recipients::page(&mailroom, campaign, &query).await?;
            let rows = written(page.rows.iter().map(person))?;
            let next = page.next.map(|after| RecipientQuery { after: Some(after), ..query });
            Ok::<_, mailroom::Error>(Some((rows, next)))
        }
    });
    file(&format!("campaign-{id}.csv"), &head, pages)
}

async fn failed(State(mailroom): State<Mailroom>, RawQuery(query): RawQuery, auth: AuthSession) -> Response {
    if auth.user.is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let filter = app::failed_filter(&query.unwrap_or_default());
    let head =
        ["campaign", "campaign name", "number", "address", "name", "state", "attempts", "reason", "detail", "time"];
    let pages = stream::try_unfold(Some(None), move |after: Option<Option<FailedKey>>| {
        let (mailroom, filter): (Mailroom, FailedFilter) = (mailroom.clone(), filter.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let rows = failed_sends::page(&mailroom, &filter, after, ROWS).await?;
            let next = rows.last().filter(|_| rows.len() == ROWS as usize).map(|last| Some(last.key()));
            Ok::<_, mailroom::Error>(Some((written(rows.iter().map(failure))?, next)))
        }
    });
    file("failed-sends.csv", &head, pages)
}

fn person(row: &RecipientRow) -> Vec<String> {
    vec![
        row.seq.to_string(),
        row.address.to_string(),
        row.name.clone(),
        row.state.to_string(),
        row.attempts.to_string(),
        row.cause.map(|cause| cause.wording().name.en.to_owned()).unwrap_or_default(),
        row.detail.clone(),
        row.updated_at.map(|at| at.to_string()).unwrap_or_default(),
    ]
}

fn failure(row: &FailedSend) -> Vec<String> {
    vec![
        row.campaign.to_string(),
        row.campaign_name.clone(),
        row.seq.to_string(),
        row.address.to_string(),
        row.name.clone(),
        row.state.to_string(),
        row.attempts.to_string(),
        row.cause.wording().name.en.to_owned(),
        row.detail.clone(),
        row.at.to_string(),
    ]
}

fn file(
    name: &str,
    head: &[&str],
    pages: impl futures::Stream<Item = mailroom::Result<Bytes>> + Send + 'static,
) -> Response {
    let head = written([head.iter().map(|word| (*word).to_owned()).collect()]);
    let head = head.map(|head| Bytes::from([BOM.as_bytes(), &head].concat()));
    let body = stream::StreamExt::chain(stream::iter([head]), pages);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, Body::from_stream(body)).into_response()
}

fn written(rows: impl IntoIterator<Item = Vec<String>>) -> mailroom::Result<Bytes> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        csv.write_record(row.iter().map(|cell| harmless(cell))).map_err(mailroom::Error::broken)?;
    }
    Ok(Bytes::from(csv.into_inner().map_err(mailroom::Error::broken)?))
}

/// A spreadsheet runs what begins like a formula, and names come from strangers.
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

fn unavailable(error: &mailroom::Error) -> Response {
    tracing::error!(%error, "a list cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_begins_like_a_formula_is_only_text() {
        for (cell, expected) in [("=1+1", "'=1+1"), ("@sum(a)", "'@sum(a)"), ("-2", "'-2"), ("Ann", "Ann"), ("", "")] {
            assert_eq!(harmless(cell), expected);
        }
    }
}
