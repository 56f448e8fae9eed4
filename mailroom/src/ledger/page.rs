use super::{failures, states};
use crate::Result;
use domain::{CampaignId, DeliveryState, Totals, campaign::CampaignState};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use std::collections::{BTreeSet, HashMap};

/// A campaign's page of the ledger, open for writing: its totals are locked until [`Page::close`].
pub(crate) struct Page {
    tx: Transaction<'static, Postgres>,
    pub campaign: CampaignId,
    pub state: CampaignState,
    difference: Totals,
    /// People who came into `failed` or `bounced`, or left it.
    troubled: BTreeSet<i32>,
}

impl Page {
    /// Waits for the campaign's other writers. `None` where there is no such launched campaign.
    pub async fn open(db: &PgPool, campaign: CampaignId) -> Result<Option<Self>> {
        Self::open_in(db.begin().await?, campaign).await
    }

    /// The same inside a transaction that has written what others cannot see yet.
    pub async fn open_in(mut tx: Transaction<'static, Postgres>, campaign: CampaignId) -> Result<Option<Self>> {
        let Some(state) = lock(&mut tx, campaign).await? else { return Ok(None) };
        Ok(Some(Self { tx, campaign, state, difference: Totals::default(), troubled: BTreeSet::new() }))
    }

    pub fn db(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Books `n` people from one state to another.
    pub fn book(&mut self, from: DeliveryState, to: DeliveryState, n: i64) {
        self.difference.add(from, -n);
        self.difference.add(to, n);
    }

    /// Books people who were not counted before.
    pub fn enter(&mut self, state: DeliveryState, n: i64) {
        self.difference.add(state, n);
    }

    /// The states of these people as the ledger stands inside this transaction.
    pub async fn states(&mut self, seqs: &[i32]) -> Result<HashMap<i32, DeliveryState>> {
        states::of(&mut self.tx, self.campaign, seqs).await
    }

    /// Books whatever the writes since `before` changed for these people.
    pub async fn book_since(&mut self, before: &HashMap<i32, DeliveryState>) -> Result<()> {
        let seqs: Vec<i32> = before.keys().copied().collect();
        for (seq, after) in self.states(&seqs).await? {
            if let Some(&from) = before.get(&seq) {
                self.book(from, after, 1);
                if from != after && (is_trouble(from) || is_trouble(after)) {
                    self.troubled.insert(seq);
                }
            }
        }
        Ok(())
    }

    /// One person's state is known without asking.
    pub fn book_one(&mut self, seq: i32, from: DeliveryState, to: DeliveryState) {
        self.book(from, to, 1);
        if is_trouble(from) || is_trouble(to) {
            self.troubled.insert(seq);
        }
    }

    /// Totals and all that they count become true together.
    pub async fn close(mut self) -> Result<()> {
        if !self.troubled.is_empty() {
            let seqs: Vec<i32> = self.troubled.iter().copied().collect();
            failures::refresh(&mut self.tx, self.campaign, &seqs).await?;
        }
        if self.difference != Totals::default() {
            add(&mut self.tx, self.campaign, &self.difference).await?;
        }
        self.tx.commit().await?;
        Ok(())
    }
}

/// The state is read once the lock is ours: in one statement it would be as old as the wait for the lock.
async fn lock(db: &mut PgConnection, campaign: CampaignId) -> Result<Option<CampaignState>> {
    let locked =
        sqlx::query_scalar!(r#"select true as "locked!" from totals where campaign_id = $1 for update"#, campaign.0)
            .fetch_optional(&mut *db)
            .await?;
    if locked.is_none() {
        return Ok(None);
    }
    let state = sqlx::query_scalar!("select state from campaigns where id = $1", campaign.0).fetch_one(db).await?;
    Ok(Some(state.parse().map_err(crate::Error::broken)?))
}

fn is_trouble(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Failed | DeliveryState::Bounced)
}

/// The totals, and the minute that changed them, in one statement.
async fn add(db: &mut PgConnection, campaign: CampaignId, d: &Totals) -> Result<()> {
    let n = |state| i32::try_from(d.of(state)).map_err(crate::Error::broken);
    sqlx::query!(
        "with booked as (
             update totals set waiting = waiting + $2, sending = sending + $3, sent = sent + $4, delivered = delivered + $5,
                 retrying = retrying + $6, in_doubt = in_doubt + $7, failed = failed + $8, bounced = bounced + $9,
                 complained = complained + $10, skipped = skipped + $11, cancelled = cancelled + $12, version = version + 1
             where campaign_id = $1
         )
         insert into campaign_minutes as m (campaign_id, minute, waiting, sending, sent, delivered, retrying, in_doubt, failed,
             bounced, complained, skipped, cancelled)
         values ($1, date_trunc('minute', clock_timestamp()), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (campaign_id, minute) do update set waiting = m.waiting + $2, sending = m.sending + $3,
             sent = m.sent + $4, delivered = m.delivered + $5, retrying = m.retrying + $6, in_doubt = m.in_doubt + $7,
             failed = m.failed + $8, bounced = m.bounced + $9, complained = m.complained + $10, skipped = m.skipped + $11,
             cancelled = m.cancelled + $12",
        campaign.0,
        n(DeliveryState::Waiting)?,
        n(DeliveryState::Sending)?,
        n(DeliveryState::Sent)?,
        n(DeliveryState::Delivered)?,
        n(DeliveryState::Retrying)?,
        n(DeliveryState::InDoubt)?,
        n(DeliveryState::Failed)?,
        n(DeliveryState::Bounced)?,
        n(DeliveryState::Complained)?,
        n(DeliveryState::Skipped)?,
        n(DeliveryState::Cancelled)?,
    )
    .execute(db)
    .await?;
    Ok(())
}
