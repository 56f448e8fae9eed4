use crate::AppError;
use domain::{CampaignId, campaign_report::CampaignReport};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};

#[server]
pub async fn report_of(campaign: CampaignId) -> Result<CampaignReport, AppError> {
    signed_in().await?;
    Ok(mailroom::report::report(&mailroom(), campaign).await?)
}
