//! What `cargo xtask build` laid into `target/site`: carried inside the program, named by the path it is asked for.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Names carry no hash, so a browser asks again each time, and is told when nothing has changed.
const REVALIDATE: &str = "no-cache";

/// GET of an asset: 304 when the browser has it, brotli where it takes that, 404 when there is none of that path.
pub async fn asset(uri: Uri, asked: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let Some(plain) = Site::get(path) else { return StatusCode::NOT_FOUND.into_response() };
    let version = etag(&plain);
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known == version.as_str()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, version)]).into_response();
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream().to_string();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::ETAG, version),
        (header::CACHE_CONTROL, REVALIDATE.to_owned()),
        (header::VARY, header::ACCEPT_ENCODING.to_string()),
    ];
    match compressed(path, &asked) {
        Some(brotli) => (headers, [(header::CONTENT_ENCODING, "br")], brotli.data).into_response(),
        None => (headers, plain.data).into_response(),
    }
}

/// Whether the pages are inside: a server that cargo built by itself has none, and its pages stay without their script.
pub fn are_inside() -> bool {
    Site::get("pkg/pabal.wasm").is_some()
}

fn compressed(path: &str, asked: &HeaderMap) -> Option<EmbeddedFile> {
    let accepted = asked.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes_brotli = accepted.split(',').any(|coding| coding.trim() == "br");
    takes_brotli.then(|| Site::get(&format!("{path}.br")))?
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}
