//! Lists as CSV, streamed page by page: memory does not grow with them.

use super::answer::{Answer, Asking, attachment};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    routing::get,
};
use domain::{
    CampaignId,
    failed_send::{FailedFilter, FailedKey, FailedSend},
    report::RecipientRow,
};
use futures::{Stream, StreamExt, stream};
use mailroom::{
    Mailroom, audit, campaigns, failed_sends,
    recipients::{self, RecipientQuery},
    spreadsheet,
};

const ROWS: i64 = 500;

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/campaigns/{id}/people.csv", get(people))
        .route("/failed-sends.csv", get(failed))
        .with_state(mailroom)
}

async fn people(Asking(by): Asking, State(mailroom): State<Mailroom>, Path(id): Path<i64>) -> Answer {
    let campaign = CampaignId(id);
    let summary = campaigns::summary(&mailroom, campaign).await?;
    audit::exported(&mailroom, &by, "campaign", id, &summary.name).await?;
    let head = ["number", "address", "name", "state", "attempts", "reason", "detail", "time"];
    let pages = stream::try_unfold(Some(RecipientQuery { limit: ROWS, ..Default::default() }), move |query| {
        let mailroom = mailroom.clone();
        async move {
            let Some(query) = query else { return Ok(None) };
            let page = recipients::page(&mailroom, campaign, &query).await?;
            let rows = spreadsheet::lines(page.rows.iter().map(person))?;
            let next = page.next.map(|after| RecipientQuery { after: Some(after), ..query });
            Ok::<_, mailroom::Error>(Some((Bytes::from(rows), next)))
        }
    });
    file(&format!("campaign-{id}.csv"), &head, pages)
}

async fn failed(Asking(by): Asking, State(mailroom): State<Mailroom>, RawQuery(query): RawQuery) -> Answer {
    audit::exported(&mailroom, &by, "people", 0, "").await?;
    let filter = app::failed_filter(&query.unwrap_or_default());
    let head =
        ["campaign", "campaign name", "number", "address", "name", "state", "attempts", "reason", "detail", "time"];
    let pages = stream::try_unfold(Some(None), move |after: Option<Option<FailedKey>>| {
        let (mailroom, filter): (Mailroom, FailedFilter) = (mailroom.clone(), filter.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let rows = failed_sends::page(&mailroom, &filter, after, ROWS).await?;
            let next = rows.last().filter(|_| rows.len() == ROWS as usize).map(|last| Some(last.key()));
            let rows = spreadsheet::lines(rows.iter().map(failure))?;
            Ok::<_, mailroom::Error>(Some((Bytes::from(rows), next)))
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

fn file(name: &str, head: &[&str], pages: impl Stream<Item = mailroom::Result<Bytes>> + Send + 'static) -> Answer {
    let head = stream::iter([Ok(Bytes::from(spreadsheet::head(head)?))]);
    Ok(attachment(name, "text/csv; charset=utf-8", Body::from_stream(head.chain(pages))))
}
