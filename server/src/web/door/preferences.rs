//! The link at the foot of every mail: what one gets, and the way out. RFC 8058: one POST, from anywhere, without a session,
//! does it.
//!
//! A mailbox provider gets the same answer for a link that is none of ours, which it can do nothing about; a person is told
//! that nothing happened. Whoever left long ago, or is not known any more, has left.

mod view;

use super::{Asked, Door, Fields, network::network, shell::Page, texts::texts};
use app::texts::Locale;
use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::consent::FormText;
use mailroom::{
    links::{self, Claim, Purpose},
    preferences::{self, Choice, Found, Preferences},
    suppressions,
};
use std::{net::SocketAddr, time::Instant};
use view::{Told, body};

/// Within a minute.
const OF_ONE_LINK: u32 = 60;
/// A mobile network is one address for very many people.
const OF_ONE_NETWORK: u32 = 1_200;
/// Whoever tries links that are none of ours guesses.
const GUESSES_OF_ONE_NETWORK: u32 = 60;

pub fn router() -> Router<Door> {
    Router::new().route("/u/{token}", get(show).post(take))
}

type Peer = ConnectInfo<SocketAddr>;

/// Changes nothing: mail scanners open every link.
async fn show(State(door): State<Door>, asked: Asked, peer: Peer, Path(token): Path<String>) -> Response {
    match admitted(&door, &asked, &peer, &token).await {
        Ok(claim) => page(&door, &asked, &claim, None).await,
        Err(refusal) => refusal,
    }
}

/// Whose link it is, if it is one of ours and was not used too often.
async fn admitted(door: &Door, asked: &Asked, peer: &Peer, token: &str) -> Result<Claim, Response> {
    let (network, now) = (network(peer), Instant::now());
    let Some(claim) = read(door, asked, token).await? else {
        if !door.limits.admit(&format!("guess {network}"), GUESSES_OF_ONE_NETWORK, now) {
            return Err(asked.too_often());
        }
        return Err(unknown(asked));
    };
    let link = format!("link {} {}", claim.contact, claim.campaign);
    let is_welcome = door.limits.admit(&link, OF_ONE_LINK, now) && door.limits.admit(&network, OF_ONE_NETWORK, now);
    if is_welcome { Ok(claim) } else { Err(asked.too_often()) }
}

async fn read(door: &Door, asked: &Asked, token: &str) -> Result<Option<Claim>, Response> {
    links::read_claim(&door.mailroom, Purpose::Unsubscribe, token).await.map_err(|error| asked.broken(&error))
}

fn unknown(asked: &Asked) -> Response {
    tracing::info!("a link of a letter was not one of ours");
    asked.trouble(StatusCode::NOT_FOUND, texts(asked.locale(None)).trouble.unknown)
}

/// A form of our page, or one click in a mailbox.
async fn take(State(door): State<Door>, asked: Asked, peer: Peer, Path(token): Path<String>, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    match choice(&fields) {
        // a refusal is taken however often it comes
        None | Some(Choice::Everything(false)) => refuse(&door, &asked, &token, choice(&fields)).await,
        Some(choice) => match admitted(&door, &asked, &peer, &token).await {
            Ok(claim) => choose(&door, &asked, &claim, choice).await,
            Err(refusal) => refusal,
        },
    }
}

fn choice(fields: &Fields) -> Option<Choice> {
    let is_wanted = fields.get("wanted") == "yes";
    match fields.get("act") {
        "topic" => Some(Choice::Topic { topic: fields.get("topic").parse().ok()?, is_wanted }),
        "everything" => Some(Choice::Everything(is_wanted)),
        "measuring" => Some(Choice::Measuring(is_wanted)),
        "language" => {
            Some(Choice::Language(Locale::of_tag(fields.get("locale")).map(|locale| locale.code().to_owned())))
        }
        _ => None,
    }
}

async fn refuse(door: &Door, asked: &Asked, token: &str, choice: Option<Choice>) -> Response {
    let claim = match read(door, asked, token).await {
        Ok(claim) => claim,
        Err(answer) => return answer,
    };
    let Some(claim) = claim else {
        return if asked.is_person() { unknown(asked) } else { ().into_response() };
    };
    if let Some(choice) = choice {
        return choose(door, asked, &claim, choice).await;
    }
    match suppressions::refuse(&door.mailroom, &claim).await {
        Ok(true) => {}
        Ok(false) => tracing::info!("an unsubscribe link named nobody we know"),
        // not 200: the mailbox provider is to try again
        Err(error) => return asked.broken(&error),
    }
    if !asked.is_person() {
        return ().into_response();
    }
    let told = Told { choice: Choice::Everything(false), undo: Some(Choice::Everything(true)) };
    page(door, asked, &claim, Some(told)).await
}

async fn choose(door: &Door, asked: &Asked, claim: &Claim, choice: Choice) -> Response {
    let shown = match preferences::find(&door.mailroom, claim).await {
        Ok(Found::Person(shown)) => shown,
        Ok(other) => return nobody(asked, &other),
        Err(error) => return asked.broken(&error),
    };
    let locale = asked.locale(shown.locale.as_deref());
    let words = view::words(locale, &shown, &choice);
    let text = FormText { locale: locale.code().to_owned(), words };
    match preferences::choose(&door.mailroom, claim, &choice, &text).await {
        Ok(Some(done)) => page(door, asked, claim, Some(Told { choice, undo: done.undo })).await,
        Ok(None) => nobody(asked, &Found::Gone),
        Err(error) => asked.broken(&error),
    }
}

/// As it is now, below what was just done.
async fn page(door: &Door, asked: &Asked, claim: &Claim, told: Option<Told>) -> Response {
    match preferences::find(&door.mailroom, claim).await {
        Ok(Found::Person(shown)) => drawn(asked, &shown, told).into_response(),
        Ok(other) => nobody(asked, &other),
        Err(error) => asked.broken(&error),
    }
}

fn drawn(asked: &Asked, shown: &Preferences, told: Option<Told>) -> impl IntoResponse {
    let locale = asked.locale(shown.locale.as_deref());
    let title = texts(locale).preferences.title;
    Page { locale, title, address: &asked.path }.around(body(locale, shown, told))
}

fn nobody(asked: &Asked, found: &Found) -> Response {
    let trouble = &texts(asked.locale(None)).trouble;
    let words = if *found == Found::Test { trouble.test } else { trouble.gone };
    asked.trouble(StatusCode::OK, words)
}
