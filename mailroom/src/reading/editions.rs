//! Where the links of campaigns lead, kept ready: a click shall not read a whole letter anew.

use super::Whose;
use crate::{
    Error, Mailroom, Result,
    links::{self, Claim},
};
use domain::{
    CampaignId, ContactId, compose::PreparedEdition, contact::Attributes, edition::Edition, recipient::Recipient,
    template,
};
use sqlx::types::Json;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::Mutex;
use url::Url;

/// Campaigns that are clicked at the same time.
const KEPT: usize = 32;

/// Shared by all clones.
#[derive(Clone, Default)]
pub(crate) struct Editions(Arc<Mutex<HashMap<CampaignId, Arc<PreparedEdition>>>>);

impl Editions {
    pub(super) async fn destination(&self, mailroom: &Mailroom, whose: Whose, number: i16) -> Result<Option<Url>> {
        let Ok(number) = usize::try_from(number) else { return Ok(None) };
        let Some(edition) = self.prepared(mailroom, whose.campaign).await? else { return Ok(None) };
        let Some(written) = number.checked_sub(1).and_then(|n| edition.counted_links().nth(n)) else { return Ok(None) };
        if !written.contains("{{") {
            return Ok(to_the_web(written));
        }
        let Some((contact, recipient)) = recipient(mailroom, whose).await? else { return Ok(None) };
        let claim = Claim { contact, campaign: whose.campaign };
        let links = links::links(mailroom, claim, whose.seq, false)?;
        let link = edition.link(number, &recipient, &links).map_err(Error::broken)?;
        Ok(link.as_deref().and_then(to_the_web))
    }

    /// `None` where there is no such campaign.
    pub(super) async fn prepared(
        &self,
        mailroom: &Mailroom,
        campaign: CampaignId,
    ) -> Result<Option<Arc<PreparedEdition>>> {
        if let Some(known) = self.0.lock().await.get(&campaign) {
            return Ok(Some(known.clone()));
        }
        let words = sqlx::query_scalar!(
            r#"select words as "words: Json<Edition>" from editions where campaign_id = $1"#,
            campaign.0
        )
        .fetch_optional(&mailroom.db)
        .await?;
        let Some(Json(words)) = words else { return Ok(None) };
        // reading a large template takes milliseconds, which other requests need not wait for
        let prepared = tokio::task::spawn_blocking(move || PreparedEdition::new(words)).await.map_err(Error::broken)?;
        let prepared = Arc::new(prepared.map_err(|problems| Error::broken(template::told(&problems)))?);
        let mut kept = self.0.lock().await;
        if kept.len() >= KEPT
            && let Some(oldest) = kept.keys().min().copied()
        {
            kept.remove(&oldest);
        }
        kept.insert(campaign, prepared.clone());
        Ok(Some(prepared))
    }
}

/// Whatever a letter's words or a person's data make of it, nobody is sent elsewhere than to the web.
fn to_the_web(address: &str) -> Option<Url> {
    let address: Url = address.trim().parse().ok()?;
    let is_web = matches!(address.scheme(), "http" | "https") && address.has_host();
    is_web.then_some(address)
}

async fn recipient(mailroom: &Mailroom, whose: Whose) -> Result<Option<(ContactId, Recipient)>> {
    let row = sqlx::query!(
        r#"select contact_id, address, name, locale, merge as "merge: Json<Attributes>" from recipients
           where campaign_id = $1 and seq = $2"#,
        whose.campaign.0,
        whose.seq
    )
    .fetch_optional(&mailroom.db)
    .await?;
    row.map(|row| {
        let recipient = Recipient {
            seq: whose.seq,
            address: row.address.parse()?,
            name: row.name,
            locale: row.locale,
            merge: row.merge.0,
        };
        Ok((ContactId(row.contact_id), recipient))
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::to_the_web;

    #[test]
    fn only_the_web_is_led_to() {
        let table = [
            ("https://shop.example/a b?c=서울#d", Some("https://shop.example/a%20b?c=%EC%84%9C%EC%9A%B8#d")),
            (" HTTP://shop.example", Some("http://shop.example/")),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("//evil.example", None),
            ("/path", None),
            ("https://", None),
            ("https:///x", Some("https://x/")),
            ("", None),
        ];
        for (address, expected) in table {
            assert_eq!(to_the_web(address).map(String::from).as_deref(), expected, "{address}");
        }
        let split = to_the_web("https://shop.example/\r\nSet-Cookie: a=b").map(String::from);
        assert_eq!(
            split.as_deref(),
            Some("https://shop.example/Set-Cookie:%20a=b"),
            "no line breaks get into a header"
        );
    }
}
