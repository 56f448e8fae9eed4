//! The audience, page by page: nothing is kept of one when the next is read.

use crate::{Mailroom, Result};
use domain::{Audience, CampaignId, ContactId, contact::Attributes, recipient::Recipient};
use sqlx::types::Json;

/// About 20 ms of looking at letters.
const PAGE: i64 = 2_000;
/// Of earlier campaigns with the same subject, those looked at.
const EARLIER_MAX: i64 = 5;

pub struct Page {
    pub people: i64,
    pub suppressed: i64,
    /// Those who will get a letter.
    pub mailed: Vec<(ContactId, Recipient)>,
    /// The last one, suppressed or not.
    pub through: i64,
}

/// `None` behind the last one.
pub async fn page(mailroom: &Mailroom, audience: &Audience, after: i64) -> Result<Option<Page>> {
    let import = match audience {
        Audience::Everyone => None,
        Audience::Import(import) => Some(import.0),
    };
    let rows = sqlx::query!(
        r#"with page as (
               (select id from contacts where $2::bigint is null and id > $1 order by id limit $3)
               union all
               (select contact_id from import_members where import_id = $2 and contact_id > $1 order by contact_id limit $3)
           )
           select k.id, k.address, k.name, k.locale, k.attributes as "attributes: Json<Attributes>",
                  s.address is not null as "is_suppressed!"
           from page join contacts k on k.id = page.id left join suppressions s on s.address = k.address order by k.id"#,
        after,
        import,
        PAGE,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let Some(through) = rows.last().map(|row| row.id) else { return Ok(None) };
    let mut page = Page { people: rows.len() as i64, suppressed: 0, mailed: Vec::with_capacity(rows.len()), through };
    for row in rows {
        if row.is_suppressed {
            page.suppressed += 1;
            continue;
        }
        let recipient = Recipient {
            seq: 1,
            address: row.address.parse()?,
            name: row.name,
            locale: row.locale,
            merge: row.attributes.0,
        };
        page.mailed.push((ContactId(row.id), recipient));
    }
    Ok(Some(page))
}

/// Campaigns of the last 24 hours under the same subject.
pub async fn earlier(mailroom: &Mailroom, campaign: CampaignId, subject: &str) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select c.id from campaigns c join editions e on e.campaign_id = c.id
         where c.launched_at > clock_timestamp() - interval '24 hours' and c.id <> $1 and c.state <> 'cancelled'
           and e.words ->> 'subject' = $2
         order by c.launched_at desc limit $3",
        campaign.0,
        subject,
        EARLIER_MAX,
    )
    .fetch_all(&mailroom.db)
    .await?)
}

/// How many of these people were written to by one of those campaigns.
pub async fn overlap(mailroom: &Mailroom, earlier: &[i64], page: &Page) -> Result<i64> {
    if earlier.is_empty() || page.mailed.is_empty() {
        return Ok(0);
    }
    let addresses: Vec<String> = page.mailed.iter().map(|(_, person)| person.address.to_string()).collect();
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from unnest($2::text[]) as asked (address)
           where exists (select from recipients r
                         where r.campaign_id = any($1) and r.address = asked.address and r.skip_reason is null)"#,
        earlier,
        &addresses,
    )
    .fetch_one(&mailroom.db)
    .await?)
}
