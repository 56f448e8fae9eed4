//! Stylesheet, script and WASM: they travel in the program, with their compressed form beside them where it was built.

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// Lives under the policy it comes with, not under that of its page; it fetches its WebAssembly and nothing else.
const WORKER: &str = "pkg/press-worker.js";
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

pub fn router() -> Router {
    Router::new().route("/pkg/{*path}", get(asset))
}

pub fn read(path: &str) -> Option<Cow<'static, [u8]>> {
    Site::get(path).map(|file| file.data)
}

async fn asset(Path(path): Path<String>, request: HeaderMap) -> Response {
    let path = format!("pkg/{path}");
    let compressed = accepts_brotli(&request).then(|| Site::get(&format!("{path}.br"))).flatten();
    let is_compressed = compressed.is_some();
    let Some(file) = compressed.or_else(|| Site::get(&path)) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = unless_known(file, &request);
    let content_type = mime_guess::from_path(&path).first_or_octet_stream();
    let headers = response.headers_mut();
    if let Ok(content_type) = HeaderValue::from_str(content_type.as_ref()) {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    if path == WORKER {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn accepts_brotli(request: &HeaderMap) -> bool {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| coding.trim() == "br" || coding.trim().starts_with("br;"))
}

/// The names stay the same from build to build, so a browser asks each time; it gets the content only when it is new.
fn unless_known(file: EmbeddedFile, request: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag = format!("\"{}\"", hash[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".into())];
    if known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, Body::from(file.data)).into_response()
}
