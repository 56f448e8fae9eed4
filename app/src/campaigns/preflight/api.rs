use crate::AppError;
use domain::{CampaignId, preflight::Preflight};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::campaigns::preflight;

#[server]
pub async fn check_status(campaign: CampaignId) -> Result<Option<Preflight>, AppError> {
    signed_in().await?;
    Ok(preflight::status(&mailroom(), campaign).await?)
}

#[server]
pub async fn start_check(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(preflight::start(&mailroom(), &member, campaign).await?)
}

#[server]
pub async fn cancel_check(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(preflight::cancel(&mailroom(), &member, campaign).await?)
}

/// Puts `(광고)` in front of the subject, and looks again.
#[server]
pub async fn mark_subject(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    preflight::mark_subject(&mailroom(), &member, campaign).await?;
    Ok(preflight::start(&mailroom(), &member, campaign).await?)
}

/// Puts the sender's details and the refusal at the end, and looks again.
#[server]
pub async fn add_footer(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    preflight::add_footer(&mailroom(), &member, campaign).await?;
    Ok(preflight::start(&mailroom(), &member, campaign).await?)
}
