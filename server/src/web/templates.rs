//! What is not a page of a template: how it looks, its files to take along, and the way in for files.

use super::answer::{Answer, Asking, Refusal, attachment};
use app::AppError;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    http::header,
    response::{Html, IntoResponse, Redirect},
    routing::{get, post},
};
use domain::{
    TemplateId,
    compose::sample,
    template::{Compiled, Markup, library::ImportRefused},
};
use mailroom::{
    Mailroom,
    templates::{self, Starter},
};
use serde::Deserialize;

/// A template's source in a form takes up to four times its octets.
const FORM_OCTETS_MAX: usize = 4 * 1024 * 1024 + 64 * 1024;
/// What is larger than a template, but not absurd, is read to its end and refused with words.
const FILE_OCTETS_MAX: usize = 16 * 1024 * 1024;
const IMPORT: &str = "/templates/import";

/// Somebody else's HTML: it runs nothing, sends nothing and reaches nothing but pictures.
const INERT: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; sandbox; frame-ancestors 'self'";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/templates/{id}/thumbnail", get(thumbnail))
        .route("/templates/{id}/source", get(source))
        .route("/templates/{id}/html", get(html))
        .route("/templates/starters/{key}/{language}", get(starter))
        .route(IMPORT, post(import))
        .with_state(mailroom)
}

/// More than other forms may hold, where a form holds a template.
pub fn body_limit(path: &str) -> Option<DefaultBodyLimit> {
    match path {
        IMPORT => Some(DefaultBodyLimit::max(FILE_OCTETS_MAX)),
        path if path.starts_with("/api/templates/") => Some(DefaultBodyLimit::max(FORM_OCTETS_MAX)),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Shown {
    /// The newest where it is not said.
    version: Option<i32>,
    language: Option<String>,
}

/// The mail as somebody made up would get it.
async fn thumbnail(
    _: Asking,
    State(mailroom): State<Mailroom>,
    Path(id): Path<i64>,
    Query(shown): Query<Shown>,
) -> Answer {
    let compiled = compiled(&mailroom, TemplateId(id), shown.version).await?;
    let language = shown.language.as_deref().unwrap_or("ko");
    inert(&compiled, language, shown.version.is_some())
}

async fn starter(_: Asking, Path((key, language)): Path<(String, String)>) -> Answer {
    let starter = Starter::find(&key, &language).ok_or_else(|| missing("starter"))?;
    let compiled = templates::compile(starter.markup, starter.source.to_owned()).await?;
    inert(&compiled.map_err(|_| missing("picture"))?, &language, true)
}

async fn source(
    _: Asking,
    State(mailroom): State<Mailroom>,
    Path(id): Path<i64>,
    Query(shown): Query<Shown>,
) -> Answer {
    let kept = templates::find(&mailroom, TemplateId(id)).await?;
    let source = match shown.version {
        Some(version) => templates::version(&mailroom, kept.id, version).await?.source,
        None => kept.source,
    };
    let ending = match kept.markup {
        Markup::Html => "html",
        Markup::Mjml => "mjml",
    };
    Ok(attachment(&format!("{}.{ending}", kept.name), "application/octet-stream", source))
}

async fn html(_: Asking, State(mailroom): State<Mailroom>, Path(id): Path<i64>, Query(shown): Query<Shown>) -> Answer {
    let kept = templates::find(&mailroom, TemplateId(id)).await?;
    let compiled = compiled(&mailroom, kept.id, shown.version).await?;
    Ok(attachment(&format!("{}.html", kept.name), "application/octet-stream", compiled.html))
}

/// A file of a plain form. What is wrong with it stands in the address of the page it came from.
async fn import(Asking(by): Asking, State(mailroom): State<Mailroom>, form: Multipart) -> Answer {
    let made = match read(form).await {
        Ok((name, markup, source)) => templates::import(&mailroom, &by, &name, markup, source).await?,
        Err(refused) => return Ok(Redirect::to(&format!("/templates/new?refused={refused}")).into_response()),
    };
    Ok(Redirect::to(&format!("/templates/{made}")).into_response())
}

async fn read(mut form: Multipart) -> Result<(String, Markup, String), ImportRefused> {
    let too_large = |_| ImportRefused::TooLarge;
    while let Some(field) = form.next_field().await.map_err(too_large)? {
        let Some(name) = field.file_name().map(str::to_owned).filter(|name| !name.is_empty()) else { continue };
        let octets = field.bytes().await.map_err(too_large)?;
        let (markup, source) = templates::read_file(&name, &octets)?;
        return Ok((name, markup, source));
    }
    Err(ImportRefused::Empty)
}

async fn compiled(mailroom: &Mailroom, template: TemplateId, version: Option<i32>) -> Answer<Compiled> {
    let number = match version {
        Some(version) => version,
        None => templates::find(mailroom, template).await?.version,
    };
    let version = templates::version(mailroom, template, number).await?;
    match (version.html, version.text) {
        (Some(html), Some(text)) => Ok(Compiled { html, text, variables: version.variables }),
        _ => Err(missing("picture")),
    }
}

fn inert(compiled: &Compiled, language: &str, is_final: bool) -> Answer {
    let shown = sample(&compiled.html, &compiled.text, &compiled.variables, language);
    let shown = shown.map_err(|_| missing("picture"))?;
    let caching = if is_final { "private, max-age=604800, immutable" } else { "private, no-cache" };
    let headers = [(header::CONTENT_SECURITY_POLICY, INERT), (header::CACHE_CONTROL, caching)];
    Ok((headers, Html(shown.html)).into_response())
}

fn missing(what: &str) -> Refusal {
    AppError::Missing(what.to_owned()).into()
}
