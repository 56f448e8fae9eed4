//! The mail a person got, made again from the frozen words and the person as they were at launch.

use super::manuscript::manuscript;
use crate::{Error, Mailroom, Result};
use domain::{
    CampaignId, SendTag,
    compose::{Manuscript, PreparedEdition, Rendered, Stamp, compose, render},
    letter::Letter,
    template::{self, Problem},
};
use jiff::Timestamp;

/// The same words, links and headers; only `Date` and `Message-ID`, which the carrier may write anew, are made up.
#[derive(Clone, Debug)]
pub struct Exact {
    pub letter: Letter,
    pub words: Rendered,
}

pub async fn letter(mailroom: &Mailroom, campaign: CampaignId, seq: i32) -> Result<Exact> {
    let Manuscript { edition, recipient, links, .. } = manuscript(mailroom, campaign, seq).await?;
    let sent = sqlx::query!(
        r#"select a.attempt as "attempt?", coalesce(a.at, c.launched_at, e.created_at) as "at!"
           from campaigns c join editions e on e.campaign_id = c.id
           left join lateral (
               select attempt, at from attempts where campaign_id = c.id and seq = $2 order by attempt desc limit 1
           ) a on true
           where c.id = $1"#,
        campaign.0,
        seq
    );
    let sent = sent.fetch_one(&mailroom.db).await?;
    let tag = SendTag { campaign, seq, attempt: sent.attempt.unwrap_or(1) };
    let at = crate::instant(sent.at)?;
    // parsing a large template takes milliseconds, which other requests need not wait for
    tokio::task::spawn_blocking(move || {
        let broken = |problems: &[Problem]| {
            Error::broken(format!("the letter of {tag} cannot be made: {}", template::told(problems)))
        };
        let spoiled = |problem| broken(&[problem]);
        let host = edition.from.address.domain().to_owned();
        let edition = PreparedEdition::new(edition).map_err(|problems| broken(&problems))?;
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
