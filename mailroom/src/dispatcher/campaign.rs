use crate::{Error, Mailroom, Result};
use domain::{CampaignId, compose::PreparedEdition, edition::Edition, template};
use sqlx::types::Json;
use std::{
    collections::HashMap,
    sync::{Arc, atomic::AtomicU32},
};
use tokio::sync::Mutex;

/// Editions kept ready; the oldest go when more campaigns than this run at once.
const KEPT: usize = 32;

/// A campaign's words, parsed once for all its letters.
pub(super) struct Prepared {
    pub edition: PreparedEdition,
    /// The domain part of message ids.
    pub host: String,
    pub refused_in_a_row: AtomicU32,
}

#[derive(Default)]
pub(super) struct Campaigns(Mutex<HashMap<CampaignId, Arc<Prepared>>>);

impl Campaigns {
    pub async fn prepared(&self, mailroom: &Mailroom, campaign: CampaignId) -> Result<Arc<Prepared>> {
        let mut kept = self.0.lock().await;
        if let Some(prepared) = kept.get(&campaign) {
            return Ok(prepared.clone());
        }
        let prepared = Arc::new(prepare(mailroom, campaign).await?);
        if kept.len() >= KEPT
            && let Some(oldest) = kept.keys().min().copied()
        {
            kept.remove(&oldest);
        }
        kept.insert(campaign, prepared.clone());
        Ok(prepared)
    }
}

async fn prepare(mailroom: &Mailroom, campaign: CampaignId) -> Result<Prepared> {
    let words = sqlx::query_scalar!(
        r#"select words as "words: Json<Edition>" from editions where campaign_id = $1"#,
        campaign.0
    )
    .fetch_one(&mailroom.db)
    .await?
    .0;
    let host = words.from.address.domain().to_owned();
    let edition = PreparedEdition::new(words).map_err(|problems| {
        let told = template::told(&problems);
        Error::broken(format!("the edition of campaign {campaign} cannot be read: {told}"))
    })?;
    Ok(Prepared { edition, host, refused_in_a_row: AtomicU32::new(0) })
}
