use super::{PAGE, summaries};
use crate::{Mailroom, Result, pattern};
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
        query.search.as_deref().and_then(pattern::containing),
        query.state.map(CampaignState::as_str),
        query.before.map(|id| id.0),
        PAGE,
    )
    .fetch_all(&mailroom.db)
    .await?;
    summaries(mailroom, Some(&ids), None).await
}
