use crate::{
    Error, Mailroom, Result,
    links::{self, Claim},
    reading,
};
use domain::{
    CampaignId, ContactId,
    compose::{Manuscript, Stamp},
    contact::Attributes,
    edition::Edition,
    recipient::Recipient,
};
use jiff::Timestamp;
use sqlx::types::Json;

/// All that decided the bytes of a letter of a launched campaign. Only the stamp of the letter that left is not known:
/// message id and moment stand in the letter itself.
pub async fn manuscript(mailroom: &Mailroom, campaign: CampaignId, seq: i32) -> Result<Manuscript> {
    let row = sqlx::query!(
        r#"select r.contact_id, r.address, r.name, r.locale, r.merge as "merge: Json<Attributes>",
                  e.words as "words: Json<Edition>"
           from recipients r join editions e using (campaign_id) where r.campaign_id = $1 and r.seq = $2"#,
        campaign.0,
        seq
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| Error::Missing(format!("recipient {seq} of campaign {campaign}")))?;
    let claim = Claim { contact: ContactId(row.contact_id), campaign };
    let recipient =
        Recipient { seq, address: row.address.parse()?, name: row.name, locale: row.locale, merge: row.merge.0 };
    let edition = row.words.0;
    let is_counted = edition.tracking.counts() && !reading::refusing_one(mailroom, campaign, seq).await?;
    let links = links::links(mailroom, claim, seq, is_counted)?;
    Ok(Manuscript { edition, recipient, links, stamp: stamp() })
}

/// As long as a real one, so that sizes are right.
pub(crate) fn stamp() -> Stamp {
    Stamp { message_id: "1000.100000.1.00000000@preview.invalid".into(), at: Timestamp::now() }
}
