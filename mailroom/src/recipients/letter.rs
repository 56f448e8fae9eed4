//! The mail a person got, made again from the frozen words and the person as they were at launch.

use crate::{
    Error, Mailroom, Result,
    links::{self, UnsubscribeClaim},
};
use domain::{
    CampaignId, ContactId, SendTag,
    compose::{PreparedEdition, Rendered, Stamp, compose, render},
    contact::Attributes,
    edition::Edition,
    letter::Letter,
    recipient::Recipient,
    template::{self, Problem},
};
use jiff::Timestamp;
use sqlx::types::Json;

/// The same words, links and headers; only `Date` and `Message-ID`, which the carrier may write anew, are made up.
#[derive(Clone, Debug)]
pub struct Exact {
    pub letter: Letter,
    pub words: Rendered,
}

pub async fn letter(mailroom: &Mailroom, campaign: CampaignId, seq: i32) -> Result<Exact> {
    let row = sqlx::query!(
        r#"select r.contact_id, r.address, r.name, r.locale, r.merge as "merge: Json<Attributes>", e.words as "words: Json<Edition>",
                  (select attempt from attempts a where a.campaign_id = $1 and a.seq = $2 order by attempt desc limit 1) as attempt,
                  coalesce((select at from attempts a where a.campaign_id = $1 and a.seq = $2 order by attempt desc limit 1),
                           c.launched_at, e.created_at) as "at!"
           from recipients r join campaigns c on c.id = r.campaign_id join editions e on e.campaign_id = r.campaign_id
           where r.campaign_id = $1 and r.seq = $2"#,
        campaign.0,
        seq
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| Error::Missing(format!("person {seq} in campaign {campaign}")))?;
    let tag = SendTag { campaign, seq, attempt: row.attempt.unwrap_or(1) };
    let recipient =
        Recipient { seq, address: row.address.parse()?, name: row.name, locale: row.locale, merge: row.merge.0 };
    let links = links::links(mailroom, UnsubscribeClaim { contact: ContactId(row.contact_id), campaign })?;
    let at = crate::instant(row.at)?;
    // parsing a large template takes milliseconds, which other requests need not wait for
    tokio::task::spawn_blocking(move || {
        let broken = |problems: &[Problem]| {
            Error::broken(format!("the letter of {tag} cannot be made: {}", template::told(problems)))
        };
        let spoiled = |problem| broken(&[problem]);
        let host = row.words.0.from.address.domain().to_owned();
        let edition = PreparedEdition::new(row.words.0).map_err(|problems| broken(&problems))?;
        let stamp = Stamp { message_id: format!("{tag}@{host}").replace('_', "."), at: whole_seconds(at) };
        Ok(Exact {
            letter: compose(&edition, &recipient, &links, &stamp).map_err(spoiled)?,
            words: render(&edition, &recipient, &links).map_err(spoiled)?,
        })
    })
    .await
    .map_err(Error::broken)?
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
