//! What answers to HTTP: the pages, and around them the routes that are not pages.

mod answer;
mod assets;
mod cross_site;
mod door;
pub mod hooks;
mod images;
mod letters;
mod live;
mod pages;
pub mod peer;
mod people;
mod preferences;
mod readings;
mod sessions;
mod tables;
mod templates;
mod token;
mod upload;

use axum::{
    RequestExt, Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use mailroom::{Mailroom, events::sns::Webhook, reading};
use peer::Network;
use std::{any::Any, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::{DefaultOnFailure, DefaultOnResponse, TraceLayer},
};
use tracing::{Level, Span};

/// No form of ours is larger, but for those that hold a template.
const BODY_OCTETS_MAX: usize = 256 * 1024;
/// Until an answer begins; a live stream then goes on.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Answers until told to stop, then lets what is under way finish.
pub async fn serve(
    mailroom: Mailroom,
    listener: TcpListener,
    secure_cookies: bool,
    webhook: Option<Webhook>,
    proxies: Arc<[Network]>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    tokio::spawn(sessions::forget_expired(mailroom.clone(), stop.clone()));
    tokio::spawn(people::forget(mailroom.clone(), stop.clone()));
    let answered = CancellationToken::new();
    let readings = tokio::spawn(reading::write_down(mailroom.clone(), answered.clone()));
    let router = router(mailroom, secure_cookies, webhook, stop.clone());
    // outermost: what is inside knows only whom the proxies speak for
    let router = router.layer(from_fn_with_state(proxies, peer::told_by_proxies));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await?;
    // what the last requests told is written down too
    answered.cancel();
    readings.await?;
    Ok(())
}

pub fn router(mailroom: Mailroom, secure_cookies: bool, webhook: Option<Webhook>, stop: CancellationToken) -> Router {
    let for_members = Router::new()
        .merge(pages::router(mailroom.clone()))
        .merge(live::router(mailroom.clone(), stop))
        .merge(letters::router(mailroom.clone()))
        .merge(tables::router(mailroom.clone()))
        .merge(templates::router(mailroom.clone()))
        .merge(people::downloads(mailroom.clone()))
        .layer(from_fn(answer::speak))
        .layer(from_fn(sessions::keep_alive))
        .layer(sessions::layer(mailroom.clone(), secure_cookies))
        .layer(CompressionLayer::new());
    let uploads = images::taking(mailroom.clone())
        .merge(people::uploads(mailroom.clone()))
        .layer(from_fn(answer::speak))
        .layer(from_fn(sessions::keep_alive))
        .layer(sessions::layer(mailroom.clone(), secure_cookies));
    let router = for_members
        .merge(assets::router())
        .merge(images::serving(mailroom.clone()).layer(from_fn(answer::speak)))
        .merge(hooks::router(mailroom.clone(), webhook))
        .merge(readings::router(mailroom.clone()))
        .merge(door::router(mailroom))
        .route("/language", post(preferences::choose_language))
        .route("/theme", post(preferences::choose_theme))
        .route("/health", get(|| async { "ok" }))
        .layer(from_fn(limit_body))
        .layer(DefaultBodyLimit::max(BODY_OCTETS_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        // with limits of their own: a picture is larger than a form, and its way may be slow
        .merge(uploads)
        .layer(from_fn(cross_site::refuse))
        .layer(CatchPanicLayer::custom(after_panic));
    in_safe_headers(router).layer(
        TraceLayer::new_for_http()
            .make_span_with(span)
            .on_response(DefaultOnResponse::new().level(Level::DEBUG))
            .on_failure(DefaultOnFailure::new().level(Level::WARN)),
    )
}

/// Pages bring a policy of their own, with a nonce; for all the rest this one stands.
fn in_safe_headers(router: Router) -> Router {
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // an address may hold a token; our own forms need to know where they came from
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    headers.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

/// The shape of the path only: paths and queries hold tokens and addresses.
fn span(request: &Request) -> Span {
    let path = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), path)
}

/// Server functions read the whole body themselves; this makes the limit theirs too.
async fn limit_body(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if let Some(limit) = templates::body_limit(path).or_else(|| door::body_limit(path)) {
        limit.apply(&mut request);
    }
    next.run(request.with_limited_body()).await
}

fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = words.unwrap_or("without words"), "a request panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side; it was logged.").into_response()
}
