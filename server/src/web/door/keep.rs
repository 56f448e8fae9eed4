//! The link in the reminder of a consent. Opening it changes nothing, because mail scanners open every link; its button
//! renews the consent.

use super::{Asked, Door, network::network, shell::Page, texts::texts};
use crate::web::token::Token;
use app::texts::Locale;
use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::consent::FormText;
use leptos::{either::EitherOf3, prelude::*};
use mailroom::{
    law::{self, Keepable, Keeping},
    links::{self, Claim, Purpose},
};
use std::{net::SocketAddr, time::Instant};

/// Within a minute, of one network.
const LINKS_MAX: u32 = 240;

pub fn router() -> Router<Door> {
    Router::new().route("/k/{*token}", get(show).post(keep))
}

type Peer = ConnectInfo<SocketAddr>;

async fn show(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token) -> Response {
    match found(&door, &asked, &peer, &token).await {
        Ok((_, keepable)) => drawn(&asked, &keepable),
        Err(answer) => answer,
    }
}

async fn keep(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token) -> Response {
    let (claim, keepable) = match found(&door, &asked, &peer, &token).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let locale = asked.locale_of(keepable.reads);
    let text = FormText { locale: locale.code().to_owned(), words: words(locale, &keepable) };
    if let Err(error) = law::keep(&door.mailroom, &claim, &text).await {
        return asked.broken(&error);
    }
    // as it is now: who refused meanwhile is told so
    match law::keepable(&door.mailroom, &claim).await {
        Ok(Keeping::Person(keepable)) => drawn(&asked, &keepable),
        Ok(other) => nobody(&asked, &other),
        Err(error) => asked.broken(&error),
    }
}

/// Whose link it is, if it is one of ours and they are known.
async fn found(door: &Door, asked: &Asked, peer: &Peer, token: &str) -> Result<(Claim, Keepable), Response> {
    let key = format!("keep {}", network(peer));
    if !door.limits.admit(&key, LINKS_MAX, Instant::now()) {
        return Err(asked.too_often());
    }
    let broken = |error| asked.broken(&error);
    let claim = links::read_claim(&door.mailroom, Purpose::Keep, token).await.map_err(broken)?;
    let Some(claim) = claim else {
        return Err(asked.trouble(StatusCode::NOT_FOUND, texts(asked.locale()).keep.unknown));
    };
    match law::keepable(&door.mailroom, &claim).await.map_err(broken)? {
        Keeping::Person(keepable) => Ok((claim, *keepable)),
        other => Err(nobody(asked, &other)),
    }
}

fn nobody(asked: &Asked, keeping: &Keeping) -> Response {
    let (locale, is_test) = match keeping {
        Keeping::Test(language) => (asked.locale_of(*language), true),
        Keeping::Gone(language) => (asked.locale_of(*language), false),
        Keeping::Person(keepable) => (asked.locale_of(keepable.reads), false),
    };
    let trouble = &texts(locale).trouble;
    Page::saying(locale, &asked.path, if is_test { trouble.test } else { trouble.gone }).into_response()
}

/// What they agree to, as it stands above the button.
fn words(locale: Locale, keepable: &Keepable) -> String {
    let k = &texts(locale).keep;
    format!("{}\n{}", (k.means)(&keepable.sender), k.button)
}

fn drawn(asked: &Asked, keepable: &Keepable) -> Response {
    let locale = asked.locale_of(keepable.reads);
    let t = texts(locale);
    let k = &t.keep;
    let day = |at| (t.day)(at);
    let (title, body) = match (keepable.is_stopped, keepable.kept_at) {
        (true, _) => (k.stopped.0, EitherOf3::A(view! { <p>{(k.stopped.1)(&keepable.sender)}</p> })),
        (false, Some(at)) => {
            let words = (k.done.1)(&keepable.sender, &day(at));
            (k.done.0, EitherOf3::B(view! { <p role="status">{words}</p> }))
        }
        (false, None) => {
            let agreed = keepable.agreed_at.map(|at| view! { <p>{(k.agreed)(&keepable.sender, &day(at))}</p> });
            let form = view! {
                {agreed}
                <p>{(k.means)(&keepable.sender)}</p>
                <form method="post" action=format!("?lang={}", locale.code())>
                    <button type="submit" class="button button-main">{k.button}</button>
                </form>
                <p class="quiet">{k.silence}</p>
            };
            (k.title, EitherOf3::C(form))
        }
    };
    let choices = format!("{}?lang={}", keepable.choices, locale.code());
    let body = view! {
        <p class="door-whom">{(t.preferences.for_whom)(&keepable.address.masked())}</p>
        {body}
        <p><a href=choices>{k.choices}</a></p>
    };
    Page { locale, title, address: &asked.path }.around(body).into_response()
}
