//! What the routes that are no pages have in common: whom they let in, how they refuse, how they hand out a file.

use super::preferences::page_they_came_from;
use app::{
    AppError,
    auth::{AuthSession, SignedIn},
    door_from,
    texts::Locale,
};
use axum::{
    Json,
    body::Body,
    extract::{FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

pub type Answer<T = Response> = Result<T, Refusal>;

/// Said by `speak`, to whom it is answered.
#[derive(Clone, Debug)]
pub struct Refusal(AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<mailroom::Error> for Refusal {
    fn from(error: mailroom::Error) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.0.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A person reads a refusal in their language, a script as JSON; a stranger's browser is led to the sign-in.
pub async fn speak(request: Request, next: Next) -> Response {
    let (is_person, locale) = (asks_for_a_page(request.headers()), Locale::of_headers(request.headers()));
    // not back to what was asked for: what is no page would leave the person nowhere
    let came_from = page_they_came_from(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Refusal>() {
        None => response,
        Some(Refusal(AppError::SignInFirst)) if is_person => Redirect::to(&door_from(&came_from)).into_response(),
        Some(Refusal(error)) if is_person => (error.status(), (locale.texts().error)(&error)).into_response(),
        Some(Refusal(error)) => (error.status(), Json(error)).into_response(),
    }
}

/// Whoever asks has to be one.
pub struct Asking(pub SignedIn);

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let session = AuthSession::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        session.user.map(Self).ok_or_else(|| Refusal(AppError::SignInFirst).into_response())
    }
}

/// A file to keep, never a page of ours; and no cache keeps it.
pub fn attachment(name: &str, content_type: &'static str, body: impl Into<Body>) -> Response {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body.into()).into_response()
}

/// A person with a browser, not a program.
pub fn asks_for_a_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
