use super::filter::Asked;
use crate::AppError;
use domain::failed_send::{FailedKey, FailedSend, Reason};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::CampaignId;
#[cfg(feature = "ssr")]
use mailroom::failed_sends;

/// People on one page of the list.
#[cfg(feature = "ssr")]
const ROWS: usize = 50;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedPage {
    pub rows: Vec<FailedSend>,
    pub next: Option<FailedKey>,
    /// Of the filter but for its own cause, most first.
    pub reasons: Vec<Reason>,
}

#[server]
pub async fn list_failed(
    #[server(default)] asked: Asked,
    #[server(default)] after: Option<FailedKey>,
) -> Result<FailedPage, AppError> {
    signed_in().await?;
    let (mailroom, filter) = (mailroom(), asked.filter());
    let mut rows = failed_sends::page(&mailroom, &filter, after, ROWS as i64 + 1).await?;
    let has_next = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| has_next).map(FailedSend::key);
    Ok(FailedPage { rows, next, reasons: failed_sends::reasons(&mailroom, &filter).await? })
}

/// `people` as the boxes send them: `7_200` is number 200 of campaign 7. Says how many are to be sent again.
#[server]
pub async fn send_chosen_again(#[server(default)] people: Vec<String>) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let chosen: Vec<(CampaignId, i32)> = people.iter().filter_map(|word| chosen(word)).collect();
    Ok(failed_sends::send_again(&mailroom(), &member, &chosen).await?)
}

#[cfg(feature = "ssr")]
fn chosen(word: &str) -> Option<(CampaignId, i32)> {
    let (campaign, seq) = word.split_once('_')?;
    Some((campaign.parse().ok()?, seq.parse().ok()?))
}

/// Everybody the filter shows who may get it again; the filter as the page's address has it.
#[server]
pub async fn send_filtered_again(#[server(default)] filter: String) -> Result<usize, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let filter = super::filter::of_query(&filter);
    Ok(failed_sends::send_all_again(&mailroom(), &member, &filter).await?)
}
