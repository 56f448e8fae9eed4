use crate::AppError;
use domain::{CampaignId, timeline::Timeline};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::EmailAddress;
#[cfg(feature = "ssr")]
use mailroom::{
    campaigns::{self, Settlement, Whom},
    recipients,
};

/// The mail as it was handed over, without what the frame shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExactMail {
    pub subject: String,
    pub headers: String,
    pub text: String,
    /// Of the whole letter.
    pub octets: usize,
}

#[server]
pub async fn person_timeline(campaign: CampaignId, seq: i32) -> Result<Timeline, AppError> {
    signed_in().await?;
    Ok(recipients::timeline(&mailroom(), campaign, seq).await?)
}

#[server]
pub async fn person_mail(campaign: CampaignId, seq: i32) -> Result<ExactMail, AppError> {
    signed_in().await?;
    let exact = recipients::letter(&mailroom(), campaign, seq).await?;
    let mime = String::from_utf8_lossy(&exact.letter.mime);
    let headers = mime.split_once("\r\n\r\n").map_or("", |(headers, _)| headers).replace("\r\n", "\n");
    let octets = exact.letter.mime.len();
    Ok(ExactMail { subject: exact.words.subject, headers, text: exact.words.text, octets })
}

/// How many are to be sent again: one, or none where something has changed meanwhile.
#[server]
pub async fn send_person_again(campaign: CampaignId, seq: i32) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(campaigns::requeue(&mailroom(), &member, campaign, &Whom::People(vec![seq])).await?)
}

#[server]
pub async fn settle_doubt(campaign: CampaignId, seq: i32, was_sent: bool) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let settlement = if was_sent { Settlement::Sent } else { Settlement::Unsent };
    Ok(campaigns::settle(&mailroom(), &member, campaign, settlement, &Whom::People(vec![seq])).await?)
}

/// The person's new number in the campaign.
#[server]
pub async fn correct_address(campaign: CampaignId, seq: i32, address: String) -> Result<i32, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let address: EmailAddress = address.trim().parse().map_err(|wrong: domain::Invalid| {
        AppError::Invalid(domain::Invalid { field: "address".into(), ..wrong }).answered()
    })?;
    Ok(recipients::correct(&mailroom(), &member, campaign, seq, &address).await?.seq)
}
