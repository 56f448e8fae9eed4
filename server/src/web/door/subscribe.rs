//! The public form. It keeps programs out without a third party: a field that people do not see, and a signed time, since
//! programs are too fast or come back with an old page. A form on another site has no time yet; it leads here for one press.

mod view;

use super::{
    Asked, Door, Fields,
    network::network,
    shell::Page,
    texts::{self, texts},
};
use app::texts::Locale;
use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    TopicId,
    consent::{FormText, form_text},
};
use jiff::{SignedDuration, Timestamp};
use mailroom::{
    Error, Mailroom,
    subscribing::{self, Application, Form},
};
use std::net::SocketAddr;
use view::{Filled, body};

/// Nobody reads and fills in a form within this.
const TOO_FAST: SignedDuration = SignedDuration::from_secs(2);
const TOO_OLD: SignedDuration = SignedDuration::from_hours(2);

pub fn router() -> Router<Door> {
    Router::new().route("/subscribe", get(show).post(take)).route("/subscribe/", get(show).post(take))
}

/// Why the form is shown once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    OneMoreStep,
    TooFast,
    TooOld,
    TextChanged,
    NoAgreement,
}

impl Again {
    fn words(self, form: &texts::Form) -> &'static str {
        match self {
            Self::OneMoreStep => form.one_more_step,
            Self::TooFast => form.too_fast,
            Self::TooOld => form.too_old,
            Self::TextChanged => form.text_changed,
            Self::NoAgreement => form.no_agreement,
        }
    }
}

async fn show(State(door): State<Door>, asked: Asked) -> Response {
    let form = match subscribing::form(&door.mailroom).await {
        Ok(form) => form,
        Err(error) => return asked.broken(&error),
    };
    if !form.is_open {
        return closed(&asked, StatusCode::OK);
    }
    let locale = asked.locale();
    drawn(&door.mailroom, &asked, locale, &form, Filled::new(locale))
}

fn closed(asked: &Asked, status: StatusCode) -> Response {
    asked.trouble(status, texts(asked.locale()).form.closed)
}

async fn take(State(door): State<Door>, asked: Asked, peer: ConnectInfo<SocketAddr>, fields: Bytes) -> Response {
    let form = match subscribing::form(&door.mailroom).await {
        Ok(form) => form,
        Err(error) => return asked.broken(&error),
    };
    if !form.is_open {
        return closed(&asked, StatusCode::FORBIDDEN);
    }
    let fields = Fields::read(&fields);
    // the page stays in the language it was read in; one from another site says it with its form
    let locale = asked.chosen.or_else(|| Locale::of_tag(fields.get("locale"))).unwrap_or(asked.preferred);
    let mut filled = Filled::read(&fields, locale);
    let text = FormText { locale: locale.code().to_owned(), words: locale.said(&form_text(&form.sender)).to_owned() };
    let shown_at = match subscribing::read_moment(&door.mailroom, fields.get("shown")).await {
        Ok(shown_at) => shown_at,
        Err(error) => return asked.broken(&error),
    };
    if let Some(again) = again(shown_at, &fields, &text) {
        filled.again = Some(again);
        return drawn(&door.mailroom, &asked, locale, &form, filled);
    }
    if !fields.get("website").is_empty() {
        tracing::info!("a program filled in the subscribe form");
        return taken(&asked, locale, &filled.address);
    }
    let application = Application {
        address: filled.address.clone(),
        name: filled.name.clone(),
        locale: filled.letters_in.code().to_owned(),
        topics: filled.topics.clone(),
        text,
        network: network(&peer),
        user_agent: asked.user_agent(),
    };
    match subscribing::ask(&door.mailroom, &application).await {
        Ok(subscribing::Asked::Taken) => taken(&asked, locale, &filled.address),
        Ok(subscribing::Asked::TooOften) => asked.too_often(),
        Err(Error::Invalid(invalid)) => {
            filled.wrong = Some(invalid);
            drawn(&door.mailroom, &asked, locale, &form, filled)
        }
        Err(Error::Refused(_)) => closed(&asked, StatusCode::FORBIDDEN),
        Err(error) => asked.broken(&error),
    }
}

fn again(shown_at: Option<Timestamp>, fields: &Fields, text: &FormText) -> Option<Again> {
    let Some(shown_at) = shown_at else { return Some(Again::OneMoreStep) };
    let open_for = Timestamp::now().duration_since(shown_at);
    if open_for < TOO_FAST {
        return Some(Again::TooFast);
    }
    if open_for > TOO_OLD {
        return Some(Again::TooOld);
    }
    if fields.get("words").replace("\r\n", "\n") != text.words {
        return Some(Again::TextChanged);
    }
    (fields.get("agree") != "yes").then_some(Again::NoAgreement)
}

/// The same whether the address is known, new, or never to be written to.
fn taken(asked: &Asked, locale: Locale, address: &str) -> Response {
    let (title, words) = texts(locale).form.asked;
    Page::saying(locale, &asked.path, (title, &words(address.trim()))).into_response()
}

fn drawn(mailroom: &Mailroom, asked: &Asked, locale: Locale, form: &Form, mut filled: Filled) -> Response {
    // whoever was too fast keeps their time: pressing again is slow enough then
    let is_kept = filled.again == Some(Again::TooFast) || filled.again == Some(Again::NoAgreement);
    if !is_kept {
        filled.shown = match subscribing::moment(mailroom, Timestamp::now()) {
            Ok(shown) => shown,
            Err(error) => return asked.broken(&error),
        };
    }
    let title = (texts(locale).form.title)(&form.sender);
    Page { locale, title: &title, address: &asked.path }.around(body(locale, form, filled)).into_response()
}
