//! What a worker must know before every call: is this campaign still running, or held by quiet hours; has this person
//! left?

use crate::{Mailroom, Result, control::CHANNEL, law};
use domain::{
    CampaignId, ContactId, EmailAddress,
    campaign::{CampaignKind, CampaignState},
    suppression::SuppressionReason,
};
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
    campaigns: HashMap<CampaignId, At>,
    /// Advertising, while quiet hours last.
    held: HashSet<CampaignId>,
    /// With the reason.
    left: HashMap<String, String>,
    /// Who wants nothing more of a topic: by the person's own last word, or by the address on a list of ours.
    left_topics: HashSet<(i64, i64)>,
    off_topics: HashSet<(i64, String)>,
}

struct At {
    epoch: i32,
    state: CampaignState,
    topic: Option<i64>,
}

impl Lookout {
    /// `false` once the campaign was paused, cancelled or resumed anew since `epoch`, or must not send in quiet hours.
    pub fn runs(&self, campaign: CampaignId, epoch: i32) -> bool {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        !seen.held.contains(&campaign)
            && seen
                .campaigns
                .get(&campaign)
                .is_none_or(|at| at.epoch < epoch || (at.epoch == epoch && at.state == CampaignState::Running))
    }

    /// Why nothing goes to somebody who left everything, or what this campaign is about.
    pub fn why_left(&self, campaign: CampaignId, contact: ContactId, address: &EmailAddress) -> Option<String> {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = seen.left.get(address.as_str()) {
            return Some(why.clone());
        }
        let topic = seen.campaigns.get(&campaign).and_then(|at| at.topic)?;
        let why = if seen.off_topics.contains(&(topic, address.to_string())) {
            SuppressionReason::ByHand
        } else if seen.left_topics.contains(&(topic, contact.0)) {
            SuppressionReason::Refused
        } else {
            return None;
        };
        Some(why.as_str().to_owned())
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
            "select id, epoch, state, kind, topic_id from campaigns where state in ('running', 'paused')
             union all
             select id, epoch, state, kind, topic_id from campaigns
             where finished_at > clock_timestamp() - make_interval(secs => $1)",
            REMEMBERED_SECONDS
        )
        .fetch_all(&mailroom.db)
        .await?;
        let is_quiet = law::quiet_until(&mailroom.db).await?.is_some();
        let left = sqlx::query!(
            "select address, reason from suppressions where at > clock_timestamp() - make_interval(secs => $1) order by at desc limit $2",
            REMEMBERED_SECONDS,
            REMEMBERED_MAX
        )
        .fetch_all(&mailroom.db)
        .await?;
        let (left_topics, off_topics) = match campaigns.iter().any(|row| row.topic_id.is_some()) {
            true => who_left_topics(mailroom).await?,
            false => Default::default(),
        };
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        let is_held = |kind: Option<&str>| is_quiet && kind == Some(CampaignKind::Advertising.as_str());
        seen.held = campaigns
            .iter()
            .filter(|row| is_held(row.kind.as_deref()))
            .filter_map(|row| row.id.map(CampaignId))
            .collect();
        seen.campaigns = campaigns
            .into_iter()
            .filter_map(|row| {
                let at = At { epoch: row.epoch?, state: row.state?.parse().ok()?, topic: row.topic_id };
                Some((CampaignId(row.id?), at))
            })
            .collect();
        seen.left = left.into_iter().map(|row| (row.address, row.reason)).collect();
        (seen.left_topics, seen.off_topics) = (left_topics, off_topics);
        Ok(())
    }
}

type Left = (HashSet<(i64, i64)>, HashSet<(i64, String)>);

async fn who_left_topics(mailroom: &Mailroom) -> Result<Left> {
    let chosen = sqlx::query!(
        "select topic_id, contact_id from topic_choices c
         where not subscribed and at > clock_timestamp() - make_interval(secs => $1)
           and not exists (select from topic_choices l
                           where l.contact_id = c.contact_id and l.topic_id = c.topic_id and l.at > c.at)
         order by at desc limit $2",
        REMEMBERED_SECONDS,
        REMEMBERED_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    let listed = sqlx::query!(
        "select topic_id, address from topic_suppressions
         where at > clock_timestamp() - make_interval(secs => $1) order by at desc limit $2",
        REMEMBERED_SECONDS,
        REMEMBERED_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    let chosen = chosen.into_iter().map(|row| (row.topic_id, row.contact_id)).collect();
    Ok((chosen, listed.into_iter().map(|row| (row.topic_id, row.address)).collect()))
}
