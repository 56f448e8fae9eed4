//! What letters ask for by themselves: the picture that tells of an opening, links that are counted, and the letter in a
//! browser. For strangers, without a session; whatever a token is, nothing breaks and nobody is led to where an address
//! of ours was bent to.

use super::token::{Token, number};
use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use mailroom::{
    Mailroom,
    reading::{self, Viewed, Visit},
};
use std::net::{IpAddr, SocketAddr};

/// One dot nobody sees.
const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
/// A letter has its own styles and pictures from anywhere; nothing in it runs, and nobody frames it.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; font-src *; media-src *; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox \
    allow-top-navigation-by-user-activation";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/o/{*token}", get(picture))
        .route("/c/{*token}", get(follow))
        .route("/v/{*token}", get(letter))
        .with_state(mailroom)
}

/// The same for every token: a letter shows no broken picture, and nobody learns which tokens are good.
async fn picture(
    method: Method,
    State(mailroom): State<Mailroom>,
    Token(token): Token,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if method == Method::GET
        && let Err(error) = reading::opened(&mailroom, &token, visit(peer, &headers)).await
    {
        tracing::warn!(%error, "an opening was not counted");
    }
    let kept_nowhere = [
        (header::CONTENT_TYPE, "image/gif"),
        (header::CACHE_CONTROL, "no-store, no-cache, must-revalidate, private, max-age=0"),
        (header::PRAGMA, "no-cache"),
        (header::EXPIRES, "0"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (kept_nowhere, PICTURE).into_response()
}

async fn follow(
    method: Method,
    State(mailroom): State<Mailroom>,
    Token(token): Token,
    address: Uri,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let Some(number) = number(&address) else { return lost() };
    let to = match reading::destination(&mailroom, &token, number).await {
        Ok(Some(to)) => to,
        Ok(None) => return lost(),
        Err(error) => {
            tracing::error!(%error, "where a link leads could not be told");
            return (StatusCode::SERVICE_UNAVAILABLE, page(include_str!("readings/later.html"))).into_response();
        }
    };
    if method == Method::GET
        && let Err(error) = reading::clicked(&mailroom, &token, number, visit(peer, &headers)).await
    {
        tracing::warn!(%error, "a click was not counted");
    }
    let Ok(to) = HeaderValue::from_str(to.as_str()) else { return lost() };
    let headers = [
        (header::LOCATION, to),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store, private")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

async fn letter(State(mailroom): State<Mailroom>, Token(token): Token) -> Response {
    match reading::view(&mailroom, &token).await {
        Ok(Viewed::Letter { html, .. }) => {
            let headers = [(header::CONTENT_SECURITY_POLICY, LETTER_POLICY)];
            (headers, page(html)).into_response()
        }
        Ok(Viewed::Gone) => (StatusCode::GONE, page(include_str!("readings/gone.html"))).into_response(),
        Ok(Viewed::Unknown) => lost(),
        Err(error) => {
            tracing::error!(%error, "a letter could not be shown");
            (StatusCode::SERVICE_UNAVAILABLE, page(include_str!("readings/later.html"))).into_response()
        }
    }
}

/// A kind word instead of a way to anywhere.
fn lost() -> Response {
    (StatusCode::NOT_FOUND, page(include_str!("readings/lost.html"))).into_response()
}

fn page(html: impl Into<String>) -> impl IntoResponse {
    let headers = [
        (header::CACHE_CONTROL, "no-store, private"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    ];
    (headers, Html(html.into()))
}

fn visit(peer: SocketAddr, headers: &HeaderMap) -> Visit<'_> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // what browsers and mail programs say of a request that nobody has asked for yet
    let purposes = ["sec-purpose", "purpose", "x-moz"].map(|name| text(HeaderName::from_static(name)));
    Visit { user_agent: text(header::USER_AGENT), purposes, address: address(peer.ip()) }
}

/// Of a proxy that does not say whom it speaks for everybody would come from one place: that is no place.
fn address(peer: IpAddr) -> Option<IpAddr> {
    (!is_near(peer)).then_some(peer)
}

fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn whoever_comes_from_near_comes_from_nowhere_in_particular() {
        for (peer, is_place) in [("203.0.113.7", true), ("127.0.0.1", false), ("10.0.0.3", false), ("::1", false)] {
            assert_eq!(address(peer.parse().unwrap()).is_some(), is_place, "{peer}");
        }
    }
}
