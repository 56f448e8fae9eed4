//! People on their way in and out as files.

use app::{auth::AuthSession, texts::Locale};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, Path, Query, State, multipart::Field},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    ContactId, ImportId, Sentence,
    import::FILE_OCTETS_MAX,
    people::{PeopleFilter, Standing},
};
use futures::{StreamExt, TryStreamExt};
use mailroom::{
    Error, Mailroom, Member,
    contacts::{
        self,
        export::{self, cell},
        import::{self, Source},
    },
};
use serde::Deserialize;
use tokio::{fs::File, io::AsyncWriteExt};

/// The file, and what a form says around it.
const UPLOAD_OCTETS_MAX: usize = FILE_OCTETS_MAX as usize + 64 * 1024;
const FILE_NAME_CHARS_MAX: usize = 200;
const REJECTIONS_AT_ONCE: i64 = 5_000;

/// Files: as large as a file may be, for as long as it takes to come.
pub fn uploads(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/people/imports/upload", post(upload))
        .layer(DefaultBodyLimit::max(UPLOAD_OCTETS_MAX))
        .with_state(mailroom)
}

pub fn downloads(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/people/export.csv", get(people))
        .route("/people/{id}/export.json", get(one))
        .route("/people/imports/{id}/rejected.csv", get(rejected))
        .with_state(mailroom)
}

async fn upload(State(mailroom): State<Mailroom>, auth: AuthSession, form: Multipart) -> Response {
    let Some(by) = auth.user else { return Redirect::to("/sign-in").into_response() };
    if !by.role.may_send() {
        return StatusCode::FORBIDDEN.into_response();
    }
    match receive(&mailroom, &by, form).await {
        Ok(Some(import)) => Redirect::to(&format!("/people/imports/{import}")).into_response(),
        Ok(None) => Redirect::to("/people/imports").into_response(),
        Err(refused) => *refused,
    }
}

/// `None` where no file was chosen.
async fn receive(mailroom: &Mailroom, by: &Member, mut form: Multipart) -> Result<Option<ImportId>, Box<Response>> {
    while let Some(field) = form.next_field().await.map_err(|error| Box::new(error.into_response()))? {
        let file_name = field.file_name().map(|name| name.chars().take(FILE_NAME_CHARS_MAX).collect::<String>());
        let Some(file_name) = file_name.filter(|name| field.name() == Some("file") && !name.is_empty()) else {
            continue;
        };
        let folder = tempfile::tempdir().map_err(|error| Box::new(failed(&Error::broken(error))))?;
        let source = Source { file_name, path: folder.path().join("file") };
        write(field, &source).await?;
        return import::receive(mailroom, by, &source).await.map(Some).map_err(|error| Box::new(failed(&error)));
    }
    Ok(None)
}

async fn write(mut field: Field<'_>, source: &Source) -> Result<(), Box<Response>> {
    let broken = |error: std::io::Error| Box::new(failed(&Error::broken(error)));
    let mut file = File::create(&source.path).await.map_err(broken)?;
    while let Some(octets) = field.chunk().await.map_err(|error| Box::new(error.into_response()))? {
        file.write_all(&octets).await.map_err(broken)?;
    }
    file.flush().await.map_err(broken)
}

fn failed(error: &Error) -> Response {
    match error {
        Error::Missing(_) => StatusCode::NOT_FOUND.into_response(),
        Error::Invalid(_) | Error::Refused(_) => (StatusCode::CONFLICT, error.to_string()).into_response(),
        Error::Database(_) | Error::Broken(_) => {
            tracing::error!(%error, "a file of people could not be moved");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
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

async fn people(State(mailroom): State<Mailroom>, auth: AuthSession, Query(asked): Query<Narrowed>) -> Response {
    let Some(by) = auth.user else { return Redirect::to("/sign-in").into_response() };
    match export::csv(&mailroom, &by, asked.into()).await {
        Ok(pieces) => file("people.csv", "text/csv; charset=utf-8", Body::from_stream(pieces.map_ok(Bytes::from))),
        Err(error) => failed(&error),
    }
}

async fn one(State(mailroom): State<Mailroom>, auth: AuthSession, Path(id): Path<i64>) -> Response {
    let Some(by) = auth.user else { return Redirect::to("/sign-in").into_response() };
    match export::one(&mailroom, &by, ContactId(id)).await {
        Ok(all) => file(&format!("person-{id}.json"), "application/json", Body::from(format!("{all:#}"))),
        Err(error) => failed(&error),
    }
}

async fn rejected(
    State(mailroom): State<Mailroom>,
    auth: AuthSession,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Response {
    if auth.user.is_none() {
        return Redirect::to("/sign-in").into_response();
    }
    let locale = locale_of(&headers);
    let begin = (mailroom, None, true);
    let pieces = futures::stream::try_unfold(begin, move |(mailroom, after, is_first)| async move {
        let rows = import::rejections(&mailroom, ImportId(id), after, REJECTIONS_AT_ONCE).await?;
        let Some(last) = rows.last().map(|row| row.record) else { return Ok::<_, Error>(None) };
        let head = if is_first { "\u{feff}row,reason,raw\r\n" } else { "" };
        let lines = rows.iter().map(|row| {
            let reason = said(&row.reason, locale);
            format!("{},{},{}\r\n", row.record, cell(reason), cell(&row.raw))
        });
        let text = head.to_owned() + &lines.collect::<String>();
        Ok(Some((Bytes::from(text), (mailroom, Some(last), false))))
    });
    file(&format!("rejected-{id}.csv"), "text/csv; charset=utf-8", Body::from_stream(pieces.boxed()))
}

fn said(sentence: &Sentence, locale: Locale) -> &str {
    match locale {
        Locale::En => &sentence.en,
        Locale::Ko => &sentence.ko,
    }
}

fn locale_of(headers: &HeaderMap) -> Locale {
    let header = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Locale::of_cookies(header(header::COOKIE)).unwrap_or_else(|| Locale::preferred(header(header::ACCEPT_LANGUAGE)))
}

/// To be kept by whoever asked, and by no cache.
fn file(name: &str, content_type: &'static str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Once an hour: what nobody came back for goes, and the erased are made nameless where a campaign has ended.
pub async fn forget(mailroom: Mailroom, stop: tokio_util::sync::CancellationToken) {
    loop {
        if let Err(error) = import::forget_old(&mailroom).await {
            tracing::warn!(%error, "old files of people could not be removed; tried again in an hour");
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
