use crate::AppError;
use domain::{
    CampaignId, DeliveryState,
    campaign::CampaignState,
    feedback::Feedback,
    report::{CampaignSummary, Doubts, RecipientsPage},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::{
    campaigns::{self, CampaignQuery, Whom},
    events,
    recipients::{self, RecipientQuery},
};

/// People on one page of the table.
#[cfg(feature = "ssr")]
const ROWS: usize = 50;

/// Which people the table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shown {
    pub state: Option<DeliveryState>,
    /// The beginning of an address.
    pub prefix: Option<String>,
    /// Keyset: people after this number, or after this address where an address is looked for.
    pub after: Option<String>,
}

#[cfg(feature = "ssr")]
impl From<Shown> for RecipientQuery {
    fn from(Shown { state, prefix, after }: Shown) -> Self {
        Self { state, prefix, after, limit: ROWS as i64 }
    }
}

/// Which campaigns the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Some words of the name.
    pub search: Option<String>,
    pub state: Option<CampaignState>,
    pub is_archived: bool,
    /// Keyset: those begun before this one.
    pub before: Option<CampaignId>,
}

/// Newest first, 50 a page.
#[server]
pub async fn list(#[server(default)] listed: Listed) -> Result<Vec<CampaignSummary>, AppError> {
    signed_in().await?;
    let Listed { search, state, is_archived, before } = listed;
    Ok(campaigns::page(&mailroom(), &CampaignQuery { search, state, is_archived, before }).await?)
}

#[server]
pub async fn summary(campaign: CampaignId) -> Result<CampaignSummary, AppError> {
    signed_in().await?;
    Ok(campaigns::summary(&mailroom(), campaign).await?)
}

#[server]
pub async fn find_doubts(campaign: CampaignId) -> Result<Doubts, AppError> {
    signed_in().await?;
    Ok(campaigns::doubts(&mailroom(), campaign).await?)
}

/// Whether reports come in of the campaign's account; nothing where its carrier reports nothing.
#[server]
pub async fn reports_of(campaign: CampaignId) -> Result<Option<Feedback>, AppError> {
    signed_in().await?;
    Ok(events::of_campaign(&mailroom(), campaign).await?)
}

/// Up to `ROWS`.
#[server]
pub async fn people(campaign: CampaignId, #[server(default)] shown: Shown) -> Result<RecipientsPage, AppError> {
    signed_in().await?;
    Ok(recipients::page(&mailroom(), campaign, &shown.into()).await?)
}

#[server]
pub async fn pause(campaign: CampaignId) -> Result<CampaignSummary, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(campaigns::pause(&mailroom(), &member, campaign).await?)
}

#[server]
pub async fn resume(campaign: CampaignId) -> Result<CampaignSummary, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(campaigns::resume(&mailroom(), &member, campaign).await?)
}

#[server]
pub async fn cancel(campaign: CampaignId) -> Result<CampaignSummary, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let summary = campaigns::cancel(&mailroom(), &member, campaign).await?;
    leptos_axum::redirect(&super::path_to(campaign));
    Ok(summary)
}

/// How many are to be sent again.
#[server]
pub async fn send_again(campaign: CampaignId, #[server(default)] seqs: Vec<i32>) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(campaigns::requeue(&mailroom(), &member, campaign, &Whom::People(seqs)).await?)
}

/// How many are to be sent again.
#[server]
pub async fn send_all_again(campaign: CampaignId) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(campaigns::requeue(&mailroom(), &member, campaign, &Whom::Everybody).await?)
}
