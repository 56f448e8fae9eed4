use app::texts::Locale;
use axum::{
    Form,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Choice {
    locale: String,
}

/// Remembers a person's language for a year and shows them the same page in it.
pub async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let locale = Locale::of_tag(&choice.locale).unwrap_or_default();
    let cookie = format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", Locale::COOKIE, locale.code());
    ([(header::SET_COOKIE, cookie)], Redirect::to(&page_they_came_from(&headers))).into_response()
}

/// Only the path: whoever wrote the header does not choose the site.
fn page_they_came_from(headers: &HeaderMap) -> String {
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
