//! Pictures: served to the world, taken from members.

use super::{
    answer::{Answer, Asking, asks_for_a_page},
    upload::{self, Limit, cut_off},
};
use app::AppError;
use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::Field},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use domain::image::{FILES_AT_ONCE_MAX, UPLOAD_OCTETS_MAX, Unfit, Uploaded};
use mailroom::{
    Mailroom, Member,
    image_store::FOR_EVER,
    images::{self, Upload, UploadRefused},
};
use std::time::Duration;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio_util::io::ReaderStream;
use tower_http::timeout::TimeoutLayer;

/// 10 MB at a third of a megabit a second.
const UPLOADED_WITHIN: Duration = Duration::from_secs(5 * 60);
const LIMIT: Limit = Limit { kept: UPLOAD_OCTETS_MAX, read_in_vain: 64 * 1024 * 1024 };
/// Files that are refused one by one; what comes after them is not read any more.
const NAMED_MAX: usize = 100;
/// Of the name of a file: the names go back in an address.
const NAME_CHARACTERS_MAX: usize = 60;
const FILE: &str = "file";

pub fn serving(mailroom: Mailroom) -> Router {
    Router::new().route("/i/{name}", get(serve)).with_state(mailroom)
}

pub fn taking(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/images/upload", post(take_in))
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, UPLOADED_WITHIN))
        .with_state(mailroom)
}

/// The name is the content: what a mail program has once it never has to ask for again.
async fn serve(State(mailroom): State<Mailroom>, Path(name): Path<String>, request: HeaderMap) -> Answer {
    let tag = format!("\"{name}\"");
    let kept = images::open(&mailroom, &name).await?.ok_or_else(|| AppError::Missing(name.clone()))?;
    let headers = [
        (header::CACHE_CONTROL, FOR_EVER.to_owned()),
        (header::ETAG, tag.clone()),
        (header::CONTENT_TYPE, images::content_type(&name).unwrap_or("application/octet-stream").to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned()),
        // a letter is read on pages of other sites
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
    ];
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let length = [(header::CONTENT_LENGTH, kept.octets.to_string())];
    Ok((headers, length, Body::from_stream(ReaderStream::new(kept.content))).into_response())
}

async fn take_in(
    Asking(member): Asking,
    State(mailroom): State<Mailroom>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Answer {
    if asks_for_a_page(&headers) {
        return take_all(&mailroom, &member, &mut form).await;
    }
    Ok(Json(take_one(&mailroom, &member, &mut form).await?).into_response())
}

async fn take_one(mailroom: &Mailroom, member: &Member, form: &mut Multipart) -> Result<Uploaded, AppError> {
    while let Some(field) = form.next_field().await.map_err(cut_off)? {
        if field.name() == Some(FILE) {
            return Ok(take(mailroom, member, field).await?);
        }
    }
    Err(AppError::Refused(Unfit::Empty.sentence()))
}

/// Of a form that was sent without a script: the page is loaded anew and says what became of each file.
async fn take_all(mailroom: &Mailroom, member: &Member, form: &mut Multipart) -> Answer {
    let (mut added, mut refused) = (0, Vec::new());
    let mut files = 0;
    while files < FILES_AT_ONCE_MAX + NAMED_MAX {
        let field = match form.next_field().await {
            Ok(Some(field)) if field.file_name().is_some_and(|name| !name.is_empty()) => field,
            Ok(Some(_)) => continue,
            Ok(None) => break,
            Err(error) => return Err(cut_off(error).into()),
        };
        files += 1;
        let name: String = field.file_name().unwrap_or_default().chars().take(NAME_CHARACTERS_MAX).collect();
        if files > FILES_AT_ONCE_MAX {
            refused.push((name, Unfit::TooMany));
            continue;
        }
        match take(mailroom, member, field).await {
            Ok(_) => added += 1,
            Err(UploadRefused::Unfit(unfit)) => refused.push((name, unfit)),
            Err(UploadRefused::Failed(error)) => return Err(error.into()),
        }
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("added", &added.to_string());
    if let (false, Ok(refused)) = (refused.is_empty(), serde_json::to_string(&refused)) {
        query.append_pair("refused", &refused);
    }
    Ok(Redirect::to(&format!("/images?{}", query.finish())).into_response())
}

async fn take(mailroom: &Mailroom, member: &Member, field: Field<'_>) -> Result<Uploaded, UploadRefused> {
    let title = field.file_name().unwrap_or_default().to_owned();
    let file = NamedTempFile::new().map_err(mailroom::Error::broken)?;
    let writing = File::from_std(file.reopen().map_err(mailroom::Error::broken)?);
    if upload::write(field, writing, LIMIT).await? > LIMIT.kept {
        return Err(Unfit::TooHeavy.into());
    }
    images::upload(mailroom, member, &Upload { title, path: file.path().to_owned() }).await
}
