//! Whom we never mail, and why.

mod by_hand;
mod pages;
mod raising;

pub use by_hand::{ADDRESSES_MAX, Added, NOTE_CHARACTERS_MAX, add, lift};
pub use pages::{LIMIT_MAX, SuppressionQuery, counts, page};
pub(crate) use raising::{of_person, raise};

use crate::{Mailroom, Result, links::Claim};
use domain::{Origin, suppression::SuppressionReason};

/// The person's own word, by the link in a mail: in effect for every campaign under way within a second.
/// Saying it again changes nothing. `false` where nobody of that number is known any more.
pub async fn refuse(mailroom: &Mailroom, claim: &Claim) -> Result<bool> {
    let mut tx = mailroom.db.begin().await?;
    let Some(address) = address_of(&mut tx, claim).await? else { return Ok(false) };
    let source = Origin::Unsubscribed(claim.campaign).to_string();
    let is_news = !raise(&mut tx, &[address], SuppressionReason::Refused, &source).await?.is_empty();
    if of_person(&mut tx, claim.contact, SuppressionReason::Refused, &source).await? || is_news {
        sqlx::query!(
            "insert into consents (contact_id, given, source) select id, false, $2 from contacts where id = $1",
            claim.contact.0,
            source
        )
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The address the mail went to; a contact that was erased since is still found by it, at
/// the latest address where it was corrected.
async fn address_of(db: &mut sqlx::PgConnection, claim: &Claim) -> Result<Option<String>> {
    let address = sqlx::query_scalar!(
        r#"select address as "address!" from (
               select address, 0 as place, 0 as seq from contacts where id = $1
               union all
               select address, 1, seq from recipients where campaign_id = $2 and contact_id = $1
           ) known order by place, seq desc limit 1"#,
        claim.contact.0,
        claim.campaign.0,
    )
    .fetch_optional(db)
    .await?;
    Ok(address)
}
