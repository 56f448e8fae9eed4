//! The audience, page by page: nothing is kept of one when the next is read.

use crate::{Error, Mailroom, Result, segments};
use domain::{Audience, CampaignId, ContactId, contact::Attributes, recipient::Recipient};
use sqlx::{PgConnection, types::Json};

/// About 20 ms of looking at letters.
const PAGE: i64 = 2_000;
/// Contacts that a rule is asked about at once.
const ASKED: i64 = 20_000;
/// Of earlier campaigns with the same subject, those looked at.
const EARLIER_MAX: i64 = 5;

#[derive(Default)]
pub struct Page {
    pub people: i64,
    pub suppressed: i64,
    /// Of those who will get a letter, who never agreed to any.
    pub unasked: i64,
    /// Those who will get a letter.
    pub mailed: Vec<(ContactId, Recipient)>,
}

/// The way through an audience as it was when the walk began, in the order of a launch.
pub struct Walk {
    audience: Audience,
    through: i64,
    last: i64,
    is_over: bool,
}

impl Walk {
    pub async fn begin(mailroom: &Mailroom, audience: &Audience) -> Result<Self> {
        let mut db = mailroom.db.acquire().await?;
        let audience = segments::frozen(&mut db, audience).await?;
        let last =
            sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "last!" from contacts"#).fetch_one(&mut *db).await?;
        Ok(Self { audience, through: 0, last, is_over: false })
    }

    /// `None` behind the last one. A page may hold nobody.
    pub async fn next(&mut self, mailroom: &Mailroom) -> Result<Option<Page>> {
        if self.is_over {
            return Ok(None);
        }
        let mut db = mailroom.db.acquire().await?;
        let ids = self.ids(&mut db).await?;
        Ok(Some(people(&mut db, &ids).await?))
    }

    async fn ids(&mut self, db: &mut PgConnection) -> Result<Vec<i64>> {
        let (ids, through, is_over) = match &self.audience {
            Audience::Everyone => bounded(everyone(db, self.through, self.last).await?),
            Audience::Import(import) => bounded(members(db, import.0, self.through, self.last).await?),
            Audience::Matching(rule) => {
                let window = segments::after(db, rule, (self.through, self.last), ASKED, PAGE).await?;
                (window.people, Some(window.through), window.is_last)
            }
            Audience::Segments { .. } => return Err(Error::broken("an audience that is walked through is not frozen")),
        };
        self.through = through.unwrap_or(self.through);
        self.is_over = is_over;
        Ok(ids)
    }
}

fn bounded(ids: Vec<i64>) -> (Vec<i64>, Option<i64>, bool) {
    let (through, is_over) = (ids.last().copied(), (ids.len() as i64) < PAGE);
    (ids, through, is_over)
}

async fn everyone(db: &mut PgConnection, after: i64, last: i64) -> Result<Vec<i64>> {
    let ids = sqlx::query_scalar!(
        "select id from contacts where id > $1 and id <= $2 order by id limit $3",
        after,
        last,
        PAGE
    );
    Ok(ids.fetch_all(db).await?)
}

async fn members(db: &mut PgConnection, import: i64, after: i64, last: i64) -> Result<Vec<i64>> {
    let ids = sqlx::query_scalar!(
        "select contact_id from import_members where import_id = $1 and contact_id > $2 and contact_id <= $3
         order by contact_id limit $4",
        import,
        after,
        last,
        PAGE,
    );
    Ok(ids.fetch_all(db).await?)
}

async fn people(db: &mut PgConnection, ids: &[i64]) -> Result<Page> {
    let rows = sqlx::query!(
        r#"select k.id, k.address, k.name, k.locale, merge_of(k.attributes, k.consented_at) as "attributes!: Json<Attributes>",
                  s.address is not null as "is_suppressed!", k.consented_at is null as "is_unasked!"
           from contacts k left join suppressions s on s.address = k.address where k.id = any($1) order by k.id"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut page = Page { people: rows.len() as i64, ..Page::default() };
    for row in rows {
        if row.is_suppressed {
            page.suppressed += 1;
            continue;
        }
        page.unasked += i64::from(row.is_unasked);
        let recipient = Recipient {
            seq: 1,
            address: row.address.parse()?,
            name: row.name,
            locale: row.locale,
            merge: row.attributes.0,
        };
        page.mailed.push((ContactId(row.id), recipient));
    }
    Ok(page)
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
