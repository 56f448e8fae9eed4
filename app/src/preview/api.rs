use crate::AppError;
use domain::{
    Audience, CampaignId,
    compose::Manuscript,
    preview::{Face, Reader, Wanted},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::{recipients, segments};

/// `names` are what the words ask of a person.
#[server(input = Json)]
pub async fn find_reader(audience: Audience, wanted: Wanted, names: Vec<String>) -> Result<Option<Reader>, AppError> {
    signed_in().await?;
    Ok(segments::reader(&mailroom(), &audience, wanted, &names).await?)
}

#[server(input = Json)]
pub async fn faces(audience: Audience, beginning: String) -> Result<Vec<Face>, AppError> {
    signed_in().await?;
    Ok(segments::faces(&mailroom(), &audience, &beginning).await?)
}

#[server]
pub async fn sent_manuscript(campaign: CampaignId, seq: i32) -> Result<Manuscript, AppError> {
    signed_in().await?;
    Ok(recipients::manuscript(&mailroom(), campaign, seq).await?)
}
