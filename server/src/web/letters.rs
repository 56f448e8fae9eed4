//! The very mail a person got, for members: to be looked at in a frame, and as a file.

use super::answer::{Answer, Asking, attachment};
use app::texts::Locale;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse},
    routing::get,
};
use domain::CampaignId;
use mailroom::{Mailroom, reading, recipients};

/// It shows pictures and its own styles, and can do nothing else; only our own pages may frame it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; font-src *; frame-ancestors 'self'; sandbox";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new()
        .route("/campaigns/{id}/people/{seq}/letter", get(shown))
        .route("/campaigns/{id}/people/{seq}/letter.eml", get(file))
        .route("/campaigns/{id}/report/links", get(clicks))
        .with_state(mailroom)
}

type Whose = Path<(i64, i32)>;

async fn shown(_: Asking, State(mailroom): State<Mailroom>, Path((campaign, seq)): Whose) -> Answer {
    let exact = recipients::letter(&mailroom, CampaignId(campaign), seq).await?;
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Html(exact.words.html)).into_response())
}

/// The campaign's letter with a number at each link.
async fn clicks(_: Asking, State(mailroom): State<Mailroom>, Path(campaign): Path<i64>, request: HeaderMap) -> Answer {
    let language = Locale::of_headers(&request).code();
    let html = reading::click_map(&mailroom, CampaignId(campaign), language).await?;
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Html(html)).into_response())
}

async fn file(_: Asking, State(mailroom): State<Mailroom>, Path((campaign, seq)): Whose) -> Answer {
    let exact = recipients::letter(&mailroom, CampaignId(campaign), seq).await?;
    Ok(attachment(&format!("campaign-{campaign}-person-{seq}.eml"), "message/rfc822", exact.letter.mime))
}
