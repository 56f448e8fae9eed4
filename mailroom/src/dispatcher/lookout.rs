//! What a worker must know before every call: is this campaign still running, has this person left?

use crate::{Mailroom, Result, control::CHANNEL};
use domain::{CampaignId, EmailAddress, campaign::CampaignState};
use sqlx::postgres::PgListener;
use std::{
    collections::{HashMap, HashSet},
    sync::{PoisonError, RwLock},
    time::Duration,
};
use tokio::{sync::Notify, time::timeout};

/// A word on the control channel is heard at once; this is how late a missed one is made up for.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Every window asks the database who is suppressed; only those younger than a window's life need remembering.
const REMEMBERED_SECONDS: f64 = 60.0;
/// An import may suppress very many at once; windows marked after it know them from the database.
const REMEMBERED_MAX: i64 = 10_000;

#[derive(Default)]
pub(super) struct Lookout {
    seen: RwLock<Seen>,
    woken: Notify,
}

#[derive(Default)]
struct Seen {
    campaigns: HashMap<CampaignId, (i32, CampaignState)>,
    left: HashSet<String>,
}

impl Lookout {
    /// `false` once the campaign was paused, cancelled or resumed anew since `epoch`.
    pub fn runs(&self, campaign: CampaignId, epoch: i32) -> bool {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        seen.campaigns
            .get(&campaign)
            .is_none_or(|&(latest, state)| latest < epoch || (latest == epoch && state == CampaignState::Running))
    }

    pub fn has_left(&self, address: &EmailAddress) -> bool {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).left.contains(address.as_str())
    }

    /// A worker that waits for something to do looks again; where none waits, the next that would.
    pub fn wake_one(&self) {
        self.woken.notify_one();
    }

    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Looks for ever.
    pub async fn watch(&self, mailroom: &Mailroom) {
        loop {
            if let Err(error) = self.listen(mailroom).await {
                tracing::warn!(%error, "the control channel was lost; trying again");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }

    async fn listen(&self, mailroom: &Mailroom) -> Result<()> {
        let mut channel = PgListener::connect_with(&mailroom.db).await?;
        channel.listen(CHANNEL).await?;
        loop {
            self.look(mailroom).await?;
            if let Ok(heard) = timeout(LOOK_EVERY, channel.recv()).await {
                heard?;
                self.look(mailroom).await?;
                self.woken.notify_waiters();
            }
        }
    }

    async fn look(&self, mailroom: &Mailroom) -> Result<()> {
        let campaigns = sqlx::query!(
            "select id, epoch, state from campaigns where state in ('running', 'paused')
             union all
             select id, epoch, state from campaigns where finished_at > clock_timestamp() - make_interval(secs => $1)",
            REMEMBERED_SECONDS
        )
        .fetch_all(&mailroom.db)
        .await?;
        let left = sqlx::query_scalar!(
            "select address from suppressions where at > clock_timestamp() - make_interval(secs => $1) order by at desc limit $2",
            REMEMBERED_SECONDS,
            REMEMBERED_MAX
        )
        .fetch_all(&mailroom.db)
        .await?;
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.campaigns = campaigns
            .into_iter()
            .filter_map(|row| Some((CampaignId(row.id?), (row.epoch?, row.state?.parse().ok()?))))
            .collect();
        seen.left = left.into_iter().collect();
        Ok(())
    }
}
