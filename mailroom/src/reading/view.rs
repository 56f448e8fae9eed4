//! The letter in a browser, as the person got it.

use super::Whose;
use crate::{Error, Mailroom, Result, links::Purpose, recipients};

/// What a token shows.
#[derive(Clone, Debug)]
pub enum Viewed {
    /// The HTML of the very letter, with links that lead where they say and that nobody counts.
    Letter { subject: String, html: String },
    /// The letter was never made, or its person is forgotten.
    Gone,
    /// Not a token of ours.
    Unknown,
}

pub async fn view(mailroom: &Mailroom, token: &str) -> Result<Viewed> {
    let Some(whose) = Whose::read(mailroom, Purpose::View, token).await? else { return Ok(Viewed::Unknown) };
    let is_known = sqlx::query_scalar!(
        r#"select exists (select from recipients where campaign_id = $1 and seq = $2 and address <> nameless(seq)) as "is!""#,
        whose.campaign.0,
        whose.seq
    );
    if !is_known.fetch_one(&mailroom.db).await? {
        return Ok(Viewed::Gone);
    }
    match recipients::letter(mailroom, whose.campaign, whose.seq).await {
        Ok(exact) => Ok(Viewed::Letter { subject: exact.words.subject, html: exact.words.html }),
        Err(Error::Missing(_)) => Ok(Viewed::Gone),
        Err(error) => Err(error),
    }
}
