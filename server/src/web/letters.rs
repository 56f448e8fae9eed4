//! The very mail a person got, for members: to be looked at in a frame, and as a file.

use app::auth::AuthSession;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use domain::CampaignId;
use mailroom::{
    Mailroom,
    recipients::{self, Exact},
};

/// It shows pictures and its own styles, and can do nothing else; only our own pages may frame it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; font-src *; frame-ancestors 'self'; sandbox";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/campaigns/{id}/people/{seq}/letter", get(shown))
        .route("/campaigns/{id}/people/{seq}/letter.eml", get(file))
        .with_state(mailroom)
}

type Whose = Path<(i64, i32)>;

async fn shown(State(mailroom): State<Mailroom>, Path(whose): Whose, auth: AuthSession) -> Response {
    match exact(&mailroom, whose, &auth).await {
        Ok(exact) => (in_private(POLICY), Html(exact.words.html)).into_response(),
        Err(status) => status.into_response(),
    }
}

async fn file(State(mailroom): State<Mailroom>, Path(whose): Whose, auth: AuthSession) -> Response {
    let exact = match exact(&mailroom, whose, &auth).await {
        Ok(exact) => exact,
        Err(status) => return status.into_response(),
    };
    let (campaign, seq) = whose;
    let name = format!("attachment; filename=\"campaign-{campaign}-person-{seq}.eml\"");
    let headers = [(header::CONTENT_TYPE, "message/rfc822".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (in_private("default-src 'none'; sandbox"), headers, exact.letter.mime).into_response()
}

fn in_private(policy: &'static str) -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ]
}

async fn exact(mailroom: &Mailroom, (campaign, seq): (i64, i32), auth: &AuthSession) -> Result<Exact, StatusCode> {
    if auth.user.is_none() {
        return Err(StatusCode::UNAUTHORIZED);
    }
    recipients::letter(mailroom, CampaignId(campaign), seq).await.map_err(|error| match error {
        mailroom::Error::Missing(_) => StatusCode::NOT_FOUND,
        error => {
            tracing::error!(%error, campaign, seq, "a letter cannot be shown");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    })
}
