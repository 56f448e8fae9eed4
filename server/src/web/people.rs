//! People on their way in and out as files.

use super::{
    answer::{Answer, Asking, attachment},
    upload::{self, Limit, cut_off},
};
use app::texts::Locale;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use domain::{
    ContactId, ImportId,
    import::{FILE_OCTETS_MAX, Rejection},
    law::DueForRenewal,
    people::{PeopleFilter, Standing},
    typed,
};
use futures::{StreamExt, TryStreamExt, stream};
use mailroom::{
    Error, Mailroom, Member, audit,
    contacts::{
        self, export,
        import::{self, Source},
    },
    law, spreadsheet, subscribing,
};
use serde::Deserialize;
use tokio::fs::File;

/// What is larger is listed with the reason why nothing of it came in.
const LIMIT: Limit = Limit { kept: FILE_OCTETS_MAX, read_in_vain: 4 * FILE_OCTETS_MAX };
const FILE_NAME_CHARS_MAX: usize = 200;
const CSV: &str = "text/csv; charset=utf-8";
const REJECTIONS_AT_ONCE: i64 = 5_000;

/// For as long as a file takes to come.
pub fn uploads(mailroom: Mailroom) -> Router {
    Router::new().route("/people/imports/upload", post(take_in)).layer(DefaultBodyLimit::disable()).with_state(mailroom)
}

pub fn downloads(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/people/export.csv", get(people))
        .route("/people/consents/due.csv", get(due))
        .route("/people/{id}/export.json", get(one))
        .route("/people/imports/{id}/rejected.csv", get(rejected))
        .with_state(mailroom)
}

async fn take_in(Asking(by): Asking, State(mailroom): State<Mailroom>, form: Multipart) -> Answer {
    let by = by.who_may_send()?;
    let to = match receive(&mailroom, &by, form).await? {
        Some(import) => format!("/people/imports/{import}"),
        None => "/people/imports".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// `None` where no file was chosen.
async fn receive(mailroom: &Mailroom, by: &Member, mut form: Multipart) -> Answer<Option<ImportId>> {
    while let Some(field) = form.next_field().await.map_err(cut_off)? {
        let file_name =
            field.file_name().map(|name| typed::plain(name).chars().take(FILE_NAME_CHARS_MAX).collect::<String>());
        let Some(file_name) = file_name.filter(|name| field.name() == Some("file") && !name.is_empty()) else {
            continue;
        };
        let folder = tempfile::tempdir().map_err(Error::broken)?;
        let source = Source { file_name, path: folder.path().join("file") };
        let file = File::create(&source.path).await.map_err(Error::broken)?;
        upload::write(field, file, LIMIT).await?;
        return Ok(Some(import::receive(mailroom, by, &source).await?));
    }
    Ok(None)
}

/// As the page of people says them in its address.
#[derive(Deserialize)]
struct Narrowed {
    #[serde(default)]
    search: String,
    #[serde(default)]
    consent: String,
    #[serde(default)]
    standing: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    import: String,
    #[serde(default)]
    since: String,
}

impl From<Narrowed> for PeopleFilter {
    fn from(asked: Narrowed) -> Self {
        let words = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        Self {
            beginning: words(asked.search),
            consent: asked.consent.parse().ok(),
            standing: Standing::of(&asked.standing),
            locale: words(asked.locale),
            import: asked.import.parse().ok(),
            added_since: asked.since.parse().ok(),
        }
    }
}

async fn people(Asking(by): Asking, State(mailroom): State<Mailroom>, Query(asked): Query<Narrowed>) -> Answer {
    let pieces = export::csv(&mailroom, &by, asked.into()).await?;
    Ok(attachment("people.csv", CSV, Body::from_stream(pieces.map_ok(Bytes::from))))
}

async fn one(Asking(by): Asking, State(mailroom): State<Mailroom>, Path(id): Path<i64>) -> Answer {
    let all = export::one(&mailroom, &by, ContactId(id)).await?;
    Ok(attachment(&format!("person-{id}.json"), "application/json", format!("{all:#}")))
}

/// Whose consent is to be confirmed.
async fn due(Asking(by): Asking, State(mailroom): State<Mailroom>) -> Answer {
    audit::exported(&mailroom, &by, "people", 0, "").await?;
    let head = ["address", "name", "consented at", "reminded at", "due on", "overdue"];
    let head = stream::iter([Ok(spreadsheet::head(&head)?)]);
    let pieces = stream::try_unfold((mailroom, None), move |(mailroom, after)| async move {
        let people = law::due(&mailroom, after, law::LIMIT_MAX).await?;
        let Some(last) = people.last().map(law::Place::of) else { return Ok::<_, Error>(None) };
        Ok(Some((spreadsheet::lines(people.iter().map(reminded))?, (mailroom, Some(last)))))
    });
    Ok(attachment("consents-due.csv", CSV, Body::from_stream(head.chain(pieces).map_ok(Bytes::from))))
}

fn reminded(person: &DueForRenewal) -> [String; 6] {
    [
        person.address.to_string(),
        person.name.clone(),
        person.consented_at.to_string(),
        person.confirmed_at.map(|at| at.to_string()).unwrap_or_default(),
        person.due_on.to_string(),
        person.is_overdue.to_string(),
    ]
}

/// As the file had them, addresses and all.
async fn rejected(
    Asking(by): Asking,
    State(mailroom): State<Mailroom>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Answer {
    let (import, _) = import::find(&mailroom, ImportId(id)).await?;
    audit::exported(&mailroom, &by, "import", id, &import.file_name).await?;
    let locale = Locale::of_headers(&headers);
    let head = stream::iter([Ok(spreadsheet::head(&["row", "reason", "raw"])?)]);
    let pieces = stream::try_unfold((mailroom, None), move |(mailroom, after)| async move {
        let rows = import::rejections(&mailroom, ImportId(id), after, REJECTIONS_AT_ONCE).await?;
        let Some(last) = rows.last().map(|last| last.row) else { return Ok::<_, Error>(None) };
        let cells = |row: &Rejection| [row.row.to_string(), locale.said(&row.reason).to_owned(), row.raw.clone()];
        Ok(Some((spreadsheet::lines(rows.iter().map(cells))?, (mailroom, Some(last)))))
    });
    let body = Body::from_stream(head.chain(pieces).map_ok(Bytes::from));
    Ok(attachment(&format!("rejected-{id}.csv"), CSV, body))
}

/// Once an hour: what nobody came back for goes, and the erased are made nameless where a campaign has ended.
pub async fn forget(mailroom: Mailroom, stop: tokio_util::sync::CancellationToken) {
    loop {
        if let Err(error) = import::forget_old(&mailroom).await {
            tracing::warn!(%error, "old files of people could not be removed; tried again in an hour");
        }
        if let Err(error) = subscribing::forget_old(&mailroom).await {
            tracing::warn!(%error, "old requests to subscribe could not be removed; tried again in an hour");
        }
        if let Err(error) = contacts::forget_rest(&mailroom).await {
            tracing::warn!(%error, "the erased could not be made nameless; tried again in an hour");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(std::time::Duration::from_secs(60 * 60)) => {}
        }
    }
}
