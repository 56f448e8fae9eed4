use crate::AppError;
use domain::{overview::Overview, report::CampaignSummary};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};

#[server]
pub async fn first_page() -> Result<Overview, AppError> {
    signed_in().await?;
    Ok(mailroom::overview::overview(&mailroom()).await?)
}

/// Asked for again and again while something moves, so it is the least that moves.
#[server]
pub async fn campaigns_under_way() -> Result<Vec<CampaignSummary>, AppError> {
    signed_in().await?;
    Ok(mailroom::campaigns::under_way(&mailroom()).await?)
}
