//! The link at the foot of every mail: what one gets, and the way out. RFC 8058: one POST, from anywhere, without a session,
//! does it.
//!
//! A mailbox provider gets the same answer for a link that is none of ours, which it can do nothing about; a person is told
//! that nothing happened. Whoever left long ago, or is not known any more, has left.

mod view;

use super::{Asked, Door, Fields, network::network, shell::Page, texts::texts};
use crate::web::token::Token;
use app::texts::Locale;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::consent::FormText;
use futures::StreamExt;
use mailroom::{
    links::{self, Claim, Purpose},
    preferences::{self, Choice, Found, Preferences},
    suppressions,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::time::timeout;
use view::{Told, body};

/// Within a minute.
const OF_ONE_LINK: u32 = 60;
/// A mobile network is one address for very many people.
const OF_ONE_NETWORK: u32 = 1_200;
/// Whoever tries links that are none of ours guesses.
const GUESSES_OF_ONE_NETWORK: u32 = 60;

const FORM_OCTETS_MAX: usize = 16 * 1024;
const PASSED_OVER_MAX: usize = 1024 * 1024;
const BODY_WITHIN: Duration = Duration::from_secs(10);

pub fn router() -> Router<Door> {
    Router::new().route("/u/{*token}", get(show).post(take))
}

type Peer = ConnectInfo<SocketAddr>;

/// Changes nothing: mail scanners open every link.
async fn show(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token) -> Response {
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
    asked.trouble(StatusCode::NOT_FOUND, texts(asked.locale()).trouble.unknown)
}

/// A form of our page, or one click in a mailbox.
async fn take(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token, body: Body) -> Response {
    let choice = match said(&Fields::read(&beginning(body).await)) {
        // a refusal is taken however often it comes
        Said::OneClick => return refuse(&door, &asked, &token, None).await,
        Said::Choice(choice @ Choice::Everything(false)) => return refuse(&door, &asked, &token, Some(choice)).await,
        Said::Choice(choice) => Some(choice),
        Said::Nonsense => None,
    };
    match (admitted(&door, &asked, &peer, &token).await, choice) {
        (Ok(claim), Some(choice)) => choose(&door, &asked, &claim, choice).await,
        (Ok(_), None) => asked.trouble(StatusCode::BAD_REQUEST, texts(asked.locale()).trouble.unreadable),
        (Err(refusal), _) => refusal,
    }
}

/// A form of ours is shorter than this, and one click needs no body at all: of what is longer the rest is passed over, for a
/// while, so that whoever sends it hears the answer.
async fn beginning(body: Body) -> Vec<u8> {
    let (mut read, mut passed_over) = (vec![], 0);
    let mut chunks = body.into_data_stream();
    let reading = async {
        while let Some(Ok(chunk)) = chunks.next().await {
            let room = FORM_OCTETS_MAX.saturating_sub(read.len()).min(chunk.len());
            read.extend_from_slice(&chunk[..room]);
            passed_over += chunk.len() - room;
            if passed_over > PASSED_OVER_MAX {
                break;
            }
        }
    };
    // who never comes to an end has said no all the same
    _ = timeout(BODY_WITHIN, reading).await;
    read
}

enum Said {
    /// No form of ours: a mailbox provider, or the button of an older letter.
    OneClick,
    Choice(Choice),
    /// A form of ours that came out of shape: no word of anybody, least of all a no to everything.
    Nonsense,
}

fn said(fields: &Fields) -> Said {
    let is_wanted = fields.get("wanted") == "yes";
    match fields.get("act") {
        "" => Said::OneClick,
        "topic" => match fields.get("topic").parse() {
            Ok(topic) => Said::Choice(Choice::Topic { topic, is_wanted }),
            Err(_) => Said::Nonsense,
        },
        "everything" => Said::Choice(Choice::Everything(is_wanted)),
        "measuring" => Said::Choice(Choice::Measuring(is_wanted)),
        "language" => {
            let chosen = Locale::of_tag(fields.get("locale"));
            Said::Choice(Choice::Language(chosen.map(|locale| locale.code().to_owned())))
        }
        _ => Said::Nonsense,
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
    let locale = asked.locale_of(shown.reads);
    let is_unknown =
        matches!(&choice, Choice::Topic { topic, .. } if shown.topics.iter().all(|known| known.id != *topic));
    if is_unknown {
        let words = texts(locale).trouble.unreadable;
        return (StatusCode::BAD_REQUEST, Page::saying(locale, &asked.path, words)).into_response();
    }
    let words = view::words(locale, &shown, &choice);
    let text = FormText { locale: locale.code().to_owned(), words };
    match preferences::choose(&door.mailroom, claim, &choice, &text).await {
        Ok(Some(done)) => page(door, asked, claim, Some(Told { choice, undo: done.undo })).await,
        Ok(None) => nobody(asked, &Found::Gone(shown.reads)),
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
    let locale = asked.locale_of(shown.reads);
    let title = texts(locale).preferences.title;
    Page { locale, title, address: &asked.path }.around(body(locale, shown, told))
}

fn nobody(asked: &Asked, found: &Found) -> Response {
    let (locale, is_test) = match found {
        Found::Test(language) => (asked.locale_of(*language), true),
        Found::Gone(language) => (asked.locale_of(*language), false),
        Found::Person(shown) => (asked.locale_of(shown.reads), false),
    };
    let trouble = &texts(locale).trouble;
    Page::saying(locale, &asked.path, if is_test { trouble.test } else { trouble.gone }).into_response()
}
