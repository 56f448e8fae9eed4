//! What a server function and a page need of the request they answer.

use crate::{
    AppError,
    auth::{AuthSession, SignedIn},
    texts::Locale,
    theme::Theme,
};
use axum::{
    extract::ConnectInfo,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, COOKIE, LOCATION},
        request::Parts,
    },
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use mailroom::{Mailroom, Member, members::Source};
use std::net::SocketAddr;

pub fn mailroom() -> Mailroom {
    expect_context()
}

/// Who asks. The first line of every server function that is not for strangers.
pub async fn signed_in() -> Result<SignedIn, AppError> {
    session().await?.user.ok_or_else(|| AppError::SignInFirst.answered())
}

/// The session gets a new id, so that one planted before is worth nothing.
pub async fn begin_session(member: Member) -> Result<(), AppError> {
    session().await?.login(&SignedIn::new(member)).await.map_err(|error| AppError::broken(&error))
}

pub async fn end_session() -> Result<(), AppError> {
    session().await?.logout().await.map_err(|error| AppError::broken(&error))?;
    Ok(())
}

pub async fn source() -> Result<Source, AppError> {
    let ConnectInfo(address) = leptos_axum::extract::<ConnectInfo<SocketAddr>>()
        .await
        .map_err(|error| AppError::broken(&format!("the peer's address: {error}")))?;
    Ok(Source::new(address.ip()))
}

/// A redirect keeps its own status: that of a plain form, or of a page that sends the person elsewhere.
pub fn answer_with(status: StatusCode) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let is_elsewhere = response.0.read().is_ok_and(|parts| parts.headers.contains_key(LOCATION));
    if !is_elsewhere && !is_plain_form() {
        response.set_status(status);
    }
}

fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts.method == Method::POST
            && header(&parts.headers, &ACCEPT).is_some_and(|accepted| accepted.contains("text/html"))
    })
}

/// Whether the page that is asked for may show mail in a frame.
pub fn shows_mail() -> bool {
    use_context::<Parts>().is_some_and(|parts| crate::preview::shows_mail(parts.uri.path()))
}

/// Only our own script runs in a page, and nobody may frame it. A frame inherits the policy of its page, so where mail
/// is shown its styles and pictures are let in.
pub fn protect_document() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
    let (styles, pictures) = if shows_mail() { ("'unsafe-inline'", "https: http:") } else { ("", "") };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' {styles}; \
         img-src 'self' data: {pictures}; worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

impl Locale {
    /// What the person chose, or else what their browser prefers.
    pub fn of_headers(headers: &HeaderMap) -> Self {
        let chosen = header(headers, &COOKIE).and_then(Self::of_cookies);
        chosen.unwrap_or_else(|| Self::preferred(header(headers, &ACCEPT_LANGUAGE).unwrap_or_default()))
    }

    /// Of the request being answered.
    pub fn of_request() -> Self {
        use_context::<Parts>().map(|parts| Self::of_headers(&parts.headers)).unwrap_or_default()
    }
}

impl Theme {
    pub fn of_request() -> Self {
        let cookies =
            use_context::<Parts>().and_then(|parts| header(&parts.headers, &COOKIE).and_then(Self::of_cookies));
        cookies.unwrap_or_default()
    }
}

async fn session() -> Result<AuthSession, AppError> {
    leptos_axum::extract().await.map_err(|error| AppError::broken(&error))
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
