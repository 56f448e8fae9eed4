use super::{PAGE, summaries};
use crate::{Mailroom, Result};
use domain::{CampaignId, campaign::CampaignState, report::CampaignSummary};

/// Which campaigns a page of the list shows.
#[derive(Clone, Debug, Default)]
pub struct CampaignQuery {
    /// Some words of the name, in any letter case.
    pub search: Option<String>,
    pub state: Option<CampaignState>,
    /// Those put away rather than the others.
    pub is_archived: bool,
    /// Keyset: those begun before this one.
    pub before: Option<CampaignId>,
}

/// Newest first, [`PAGE`] of them.
pub async fn page(mailroom: &Mailroom, query: &CampaignQuery) -> Result<Vec<CampaignSummary>> {
    let ids = sqlx::query_scalar!(
        "select id from campaigns
         where (archived_at is not null) = $1 and ($2::text is null or name ilike $2) and ($3::text is null or state = $3)
           and ($4::bigint is null or id < $4)
         order by id desc limit $5",
        query.is_archived,
        query.search.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(containing),
        query.state.map(CampaignState::as_str),
        query.before.map(|id| id.0),
        PAGE,
    )
    .fetch_all(&mailroom.db)
    .await?;
    summaries(mailroom, Some(&ids), None).await
}

/// A pattern for `like`, in which nothing that was typed has a meaning of its own.
fn containing(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
