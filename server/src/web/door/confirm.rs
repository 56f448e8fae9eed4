//! The link in the letter that asks whether it was them. Opening it changes nothing, because mail scanners open every link;
//! its button does.

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
use domain::template::Language;
use leptos::prelude::*;
use mailroom::subscribing::{self, Confirmation, Request};
use std::{net::SocketAddr, time::Instant};

/// Within a minute, of one network.
const LINKS_MAX: u32 = 120;

pub fn router() -> Router<Door> {
    Router::new().route("/confirm/{*token}", get(show).post(confirm))
}

type Peer = ConnectInfo<SocketAddr>;

async fn show(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token) -> Response {
    match request(&door, &asked, &peer, &token).await {
        Ok(request) => {
            let locale = asked.locale_of(Language::of_locale(Some(&request.locale)));
            if request.is_confirmed { done(&asked, locale, &request) } else { question(&asked, locale, &request) }
        }
        Err(answer) => answer,
    }
}

async fn request(door: &Door, asked: &Asked, peer: &Peer, token: &str) -> Result<Request, Response> {
    let key = format!("confirm {}", network(peer));
    if !door.limits.admit(&key, LINKS_MAX, Instant::now()) {
        return Err(asked.too_often());
    }
    match subscribing::request(&door.mailroom, token).await {
        Ok(Some(request)) => Ok(request),
        Ok(None) => Err(unknown(asked)),
        Err(error) => Err(asked.broken(&error)),
    }
}

async fn confirm(State(door): State<Door>, asked: Asked, peer: Peer, Token(token): Token) -> Response {
    let request = match request(&door, &asked, &peer, &token).await {
        Ok(request) => request,
        Err(answer) => return answer,
    };
    let locale = asked.locale_of(Language::of_locale(Some(&request.locale)));
    match subscribing::confirm(&door.mailroom, &token).await {
        Ok(Confirmation::Subscribed) => done(&asked, locale, &request),
        Ok(Confirmation::Stopped(reason)) => {
            let (title, words) = texts(locale).confirm.stopped;
            Page::saying(locale, &asked.path, (title, words(reason))).into_response()
        }
        Ok(Confirmation::Unknown) => unknown(&asked),
        Err(error) => asked.broken(&error),
    }
}

fn unknown(asked: &Asked) -> Response {
    let locale = asked.locale();
    let t = &texts(locale).confirm;
    let (title, words) = t.unknown;
    let body = view! {
        <p>{words}</p>
        <p><a href=format!("/subscribe?lang={}", locale.code()) class="button">{t.again}</a></p>
    };
    (StatusCode::NOT_FOUND, Page { locale, title, address: &asked.path }.around(body)).into_response()
}

fn question(asked: &Asked, locale: Locale, request: &Request) -> Response {
    let t = texts(locale);
    let c = &t.confirm;
    let body = view! {
        <p>{(c.lead)(request.address.as_str(), &(t.day)(request.asked_at))}</p>
        {topics(locale, request)}
        <form method="post" action=format!("?lang={}", locale.code())>
            <button type="submit" class="button button-main">{c.button}</button>
        </form>
        <p class="quiet">{c.not_me}</p>
    };
    Page { locale, title: c.title, address: &asked.path }.around(body).into_response()
}

fn done(asked: &Asked, locale: Locale, request: &Request) -> Response {
    let (title, words) = texts(locale).confirm.done;
    let body = view! {
        <p role="status">{words(request.address.as_str())}</p>
        {topics(locale, request)}
    };
    Page { locale, title, address: &asked.path }.around(body).into_response()
}

fn topics(locale: Locale, request: &Request) -> impl IntoView + use<> {
    let names = request.topics.iter().map(|name| locale.said(name).to_owned());
    let names = names.map(|name| view! { <li>{name}</li> }).collect_view();
    (!request.topics.is_empty()).then(|| {
        view! { <section class="door-part"><h2>{texts(locale).confirm.topics}</h2><ul class="door-names">{names}</ul></section> }
    })
}
