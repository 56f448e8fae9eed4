//! The public pages: no sign-in, no cookie, no script, so that everybody can use them from any mail program.

mod confirm;
mod keep;
mod limits;
mod network;
mod preferences;
mod shell;
mod subscribe;
mod texts;

use super::answer::asks_for_a_page;
use app::texts::Locale;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::template::Language;
use limits::Limits;
use mailroom::Mailroom;
use shell::Page;
use std::{convert::Infallible, sync::Arc};
use texts::texts;
use tower_http::set_header::SetResponseHeaderLayer;

/// Forms of other sites may be sent here: what a link allows it allows whoever holds it, and the subscribe form is made to
/// stand on other sites.
const OPEN_TO_OTHER_SITES: [&str; 3] = ["/u/", "/k/", "/confirm/"];
const FORMS_FOR_OTHER_SITES: [&str; 2] = ["/subscribe", "/subscribe/"];

#[derive(Clone)]
pub struct Door {
    mailroom: Mailroom,
    limits: Arc<Limits>,
}

pub fn is_open_to_other_sites(path: &str) -> bool {
    FORMS_FOR_OTHER_SITES.contains(&path) || OPEN_TO_OTHER_SITES.iter().any(|open| path.starts_with(open))
}

/// One click has any body, and is not to fail by it: its page reads no more than it needs.
pub fn body_limit(path: &str) -> Option<DefaultBodyLimit> {
    path.starts_with("/u/").then(DefaultBodyLimit::disable)
}

pub fn router(mailroom: Mailroom) -> Router {
    let door = Door { mailroom, limits: Arc::default() };
    let router = Router::new()
        .merge(preferences::router())
        .merge(subscribe::router())
        .merge(confirm::router())
        .merge(keep::router())
        .with_state(door);
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    headers.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value)))
    })
}

/// What the address and the browser say of the language: what was chosen by a link, else what the browser prefers.
pub struct Asked {
    chosen: Option<Locale>,
    preferred: Locale,
    path: String,
    headers: HeaderMap,
}

impl Asked {
    /// Of a page that no link of a letter tells the language of.
    fn locale(&self) -> Locale {
        self.chosen.unwrap_or(self.preferred)
    }

    /// Of a page behind a link of a letter in this language: the browser may be anybody's, the letter is theirs.
    fn locale_of(&self, letter: Language) -> Locale {
        self.chosen.unwrap_or(match letter {
            Language::Korean => Locale::Ko,
            Language::English => Locale::En,
        })
    }

    /// A person who pressed a button, not a mailbox provider.
    fn is_person(&self) -> bool {
        asks_for_a_page(&self.headers)
    }

    fn user_agent(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
        agent.unwrap_or_default().into_owned()
    }

    fn trouble(&self, status: StatusCode, words: (&str, &str)) -> Response {
        (status, Page::saying(self.locale(), &self.path, words)).into_response()
    }

    fn too_often(&self) -> Response {
        let page = self.trouble(StatusCode::TOO_MANY_REQUESTS, texts(self.locale()).trouble.too_often);
        ([(header::RETRY_AFTER, "60")], page).into_response()
    }

    /// Logged, and owned up to: not 200, so that whoever asked tries again.
    fn broken(&self, error: &mailroom::Error) -> Response {
        tracing::error!(%error, "a public page could not be answered");
        self.trouble(StatusCode::SERVICE_UNAVAILABLE, texts(self.locale()).trouble.broken)
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let headers = parts.headers.clone();
        let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let preferred = Locale::preferred(languages);
        Ok(Self { chosen: language(&parts.uri), preferred, path: parts.uri.path().to_owned(), headers })
    }
}

fn language(uri: &Uri) -> Option<Locale> {
    let mut pairs = url::form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(name, _)| name == "lang").and_then(|(_, tag)| Locale::of_tag(&tag))
}

/// What a form said; a field may come several times.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, is_open_to_other_sites};

    #[test]
    fn only_the_public_forms_are_open_to_other_sites() {
        for open in ["/u/token", "/k/token", "/confirm/token", "/subscribe", "/subscribe/"] {
            assert!(is_open_to_other_sites(open), "{open}");
        }
        for closed in ["/", "/u", "/k", "/users", "/subscribers", "/subscribe/x", "/api/pause", "/confirmed"] {
            assert!(!is_open_to_other_sites(closed), "{closed}");
        }
    }

    #[test]
    fn a_form_is_read_whatever_else_is_in_the_body() {
        let fields = Fields::read(b"act=topic&topic=3&topic=4&name=%EA%B9%80+x");
        assert_eq!((fields.get("act"), fields.get("name"), fields.get("nothing")), ("topic", "김 x", ""));
        assert_eq!(fields.all("topic").collect::<Vec<_>>(), ["3", "4"]);
        assert_eq!(Fields::read(b"--x\r\nList-Unsubscribe=One-Click\xff").get("act"), "");
    }
}
