//! Forms of other sites do not work here. A browser says where a request comes from (Fetch Metadata, or else
//! `Origin`); what is not a browser says nothing and carries no session that could be abused.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn refuse(request: Request, next: Next) -> Response {
    if is_allowed(request.method(), request.uri().path(), request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site, so it was refused.").into_response()
}

fn is_allowed(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    reads || super::door::is_open_to_other_sites(path) || is_ours(headers)
}

fn is_ours(headers: &HeaderMap) -> bool {
    let header = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (header(HeaderName::from_static("sec-fetch-site")), header(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let authority = origin.parse::<Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string));
            authority.is_some() && authority.as_deref() == header(header::HOST)
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;
    use axum::http::{HeaderMap, HeaderName, Method};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let table: [(&[(&str, &str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("host", "a.example"), ("origin", "http://a.example")], false),
            (&[("host", "a.example:3000"), ("origin", "http://a.example:3000")], true),
            (&[("host", "a.example"), ("origin", "http://b.example")], false),
            (&[("host", "a.example"), ("origin", "null")], false),
            (&[("host", "a.example")], true),
        ];
        for (pairs, expected) in table {
            assert_eq!(is_allowed(&Method::POST, "/api/pause", &headers(pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn reading_and_unsubscribing_work_from_anywhere() {
        let other = headers(&[("sec-fetch-site", "cross-site")]);
        assert!(is_allowed(&Method::GET, "/campaigns", &other));
        assert!(is_allowed(&Method::POST, "/u/token", &other));
        assert!(!is_allowed(&Method::POST, "/api/pause", &other));
    }
}
