//! Whoever agreed or refused by themselves is told so, once (Network Act article 50 (7), enforcement decree 62-2).

use crate::{
    Mailroom, Result,
    links::{self, Claim},
    notices,
};
use domain::{
    CampaignId, ContactId, SenderId,
    notice::{Notice, NoticeKind},
    suppression::SuppressionReason,
};
use sqlx::PgConnection;

/// Somebody who changes their mind on the page that thanks them gets one letter, about how it ended.
const SETTLED_MINUTES: i32 = 10;
const AT_ONCE: i64 = 100;

struct Owed {
    contact: ContactId,
    said_at: time::OffsetDateTime,
    given: bool,
    source: String,
    address: String,
    locale: Option<String>,
    stopped: Option<String>,
    /// What their own word took the place of.
    beneath: Option<String>,
    is_superseded: bool,
}

/// Asks for the letters that are due. Says how many debts ended.
pub(crate) async fn ask_due(mailroom: &Mailroom) -> Result<usize> {
    let mut tx = mailroom.db.begin().await?;
    let owed = owed(&mut tx).await?;
    if owed.is_empty() {
        return Ok(0);
    }
    let is_on = sqlx::query_scalar!("select sends_receipts from law_settings").fetch_one(&mut *tx).await?;
    for debt in &owed {
        let outcome = match debt {
            debt if debt.is_superseded => "superseded",
            _ if !is_on => "off",
            debt if debt.is_unreachable() => "unreachable",
            debt => {
                debt.ask(mailroom, &mut tx).await?;
                "asked"
            }
        };
        sqlx::query!(
            "update receipts set ended_at = clock_timestamp(), outcome = $3 where contact_id = $1 and said_at = $2",
            debt.contact.0,
            debt.said_at,
            outcome,
        )
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(owed.len())
}

async fn owed(db: &mut PgConnection) -> Result<Vec<Owed>> {
    let rows = sqlx::query!(
        r#"select r.contact_id, r.said_at, r.given, r.source, k.address, k.locale, s.reason as "stopped?", s.beneath,
                  exists (select from receipts l where l.contact_id = r.contact_id and l.said_at > r.said_at) as "is_superseded!"
           from receipts r join contacts k on k.id = r.contact_id left join suppressions s on s.address = k.address
           where r.ended_at is null and r.said_at < clock_timestamp() - make_interval(mins => $1)
           order by r.said_at limit $2 for update of r skip locked"#,
        SETTLED_MINUTES,
        AT_ONCE,
    )
    .fetch_all(db)
    .await?;
    let owed = rows.into_iter().map(|row| Owed {
        contact: ContactId(row.contact_id),
        said_at: row.said_at,
        given: row.given,
        source: row.source,
        address: row.address,
        locale: row.locale,
        stopped: row.stopped,
        beneath: row.beneath,
        is_superseded: row.is_superseded,
    });
    Ok(owed.collect())
}

impl Owed {
    /// A letter would come back, or be reported again.
    fn is_unreachable(&self) -> bool {
        let stopped = [&self.stopped, &self.beneath].map(Option::as_deref);
        [SuppressionReason::Bounced, SuppressionReason::Complained]
            .iter()
            .any(|reason| stopped.contains(&Some(reason.as_str())))
    }

    /// By the campaign whose letter brought them, where one did.
    fn campaign(&self) -> Option<CampaignId> {
        self.source.rsplit_once("campaign ").and_then(|(_, id)| id.parse().ok()).map(CampaignId)
    }

    async fn ask(&self, mailroom: &Mailroom, db: &mut PgConnection) -> Result<()> {
        let at = crate::instant(self.said_at)?;
        let campaign = self.campaign();
        let sender = match campaign {
            Some(campaign) => sender_of(db, campaign).await?,
            None => None,
        };
        let claim = Claim { contact: self.contact, campaign: campaign.unwrap_or(CampaignId(0)) };
        let notice = Notice {
            kind: if self.given { NoticeKind::Agreed } else { NoticeKind::Refused },
            to: self.address.parse()?,
            locale: Some(self.locale.clone().unwrap_or_else(|| "ko".into())),
            sender,
            at,
            topics: vec![],
            link: links::links(mailroom, claim, 0, false)?.unsubscribe,
        };
        let key = format!("receipt {} {}", self.contact, at.as_microsecond());
        notices::ask(db, &key, Some(self.contact), &notice).await
    }
}

/// Who sent that campaign, as long as they are in use.
async fn sender_of(db: &mut PgConnection, campaign: CampaignId) -> Result<Option<SenderId>> {
    let sender = sqlx::query_scalar!(
        "select s.id from editions e join senders s
             on s.address = e.words -> 'from' ->> 'address' and s.name = e.words -> 'from' ->> 'name' and s.archived_at is null
         where e.campaign_id = $1",
        campaign.0
    )
    .fetch_optional(db)
    .await?;
    Ok(sender.map(SenderId))
}
