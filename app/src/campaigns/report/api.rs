use crate::AppError;
use domain::{CampaignId, campaign_report::CampaignReport};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::campaigns::drafts;

#[server]
pub async fn report_of(campaign: CampaignId) -> Result<CampaignReport, AppError> {
    signed_in().await?;
    Ok(mailroom::report::report(&mailroom(), campaign).await?)
}

/// A new draft for who got it and did not open it, on its own page.
#[server]
pub async fn send_to_unopened(campaign: CampaignId, name: String, segment: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let copy = drafts::again_to_unopened(&mailroom(), &member, campaign, &name, &segment).await?;
    leptos_axum::redirect(&format!("/campaigns/{copy}/edit"));
    Ok(())
}
