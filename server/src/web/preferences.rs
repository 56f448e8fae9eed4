//! What a person chooses for their browser: the language and the colours. Plain forms, so that they work without a script.

use app::{texts::Locale, theme::Theme};
use axum::{
    Form,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct LanguageChoice {
    locale: String,
}

#[derive(Deserialize)]
pub struct ThemeChoice {
    theme: String,
}

pub async fn choose_language(headers: HeaderMap, Form(choice): Form<LanguageChoice>) -> Response {
    let locale = Locale::of_tag(&choice.locale).unwrap_or_default();
    remember(&headers, Locale::COOKIE, locale.code())
}

pub async fn choose_theme(headers: HeaderMap, Form(choice): Form<ThemeChoice>) -> Response {
    let theme = Theme::of_code(&choice.theme).unwrap_or_default();
    remember(&headers, Theme::COOKIE, theme.code())
}

/// For a year; the person sees the same page as they wished.
fn remember(headers: &HeaderMap, name: &str, value: &str) -> Response {
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    ([(header::SET_COOKIE, cookie)], Redirect::to(&page_they_came_from(headers))).into_response()
}

/// Only the path: whoever wrote the header does not choose the site.
pub(super) fn page_they_came_from(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()?.parse::<Uri>().ok());
    let path = referer.as_ref().and_then(Uri::path_and_query).map_or("/", |path| path.as_str());
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

#[cfg(test)]
mod tests {
    use super::page_they_came_from;
    use axum::http::{HeaderMap, header::REFERER};

    #[test]
    fn one_goes_back_to_a_page_of_ours() {
        let table = [
            ("http://pabal.example/campaigns/7?state=failed", "/campaigns/7?state=failed"),
            ("http://pabal.example//evil.example/", "/evil.example/"),
            ("not an address", "/"),
        ];
        for (referer, expected) in table {
            let headers = HeaderMap::from_iter([(REFERER, referer.parse().unwrap())]);
            assert_eq!(page_they_came_from(&headers), expected);
        }
        assert_eq!(page_they_came_from(&HeaderMap::new()), "/");
    }
}
