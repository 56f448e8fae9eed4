//! What happens now, as a stream of server-sent events. However many people watch a campaign, one task looks at it.

use super::answer::{Answer, Asking};
use axum::{
    Router,
    extract::{Path, State},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use domain::{CampaignId, report::CampaignSummary};
use futures::{Stream, StreamExt};
use mailroom::{Mailroom, campaigns};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;

const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Then the browser connects anew, and whoever was signed out meanwhile is not let in again.
const STREAM_FOR: Duration = Duration::from_secs(10 * 60);

type Seen = Option<CampaignSummary>;

#[derive(Clone)]
struct Lookout {
    mailroom: Mailroom,
    watched: Arc<Mutex<HashMap<CampaignId, watch::Sender<Seen>>>>,
    stop: CancellationToken,
}

pub fn router(mailroom: Mailroom, stop: CancellationToken) -> Router {
    let lookout = Lookout { mailroom, watched: Arc::default(), stop };
    Router::new().route("/live/campaigns/{id}", get(campaign)).with_state(lookout)
}

async fn campaign(_: Asking, State(lookout): State<Lookout>, Path(id): Path<i64>) -> Answer {
    let campaign = CampaignId(id);
    campaigns::summary(&lookout.mailroom, campaign).await?;
    Ok(Sse::new(lookout.stream(campaign)).keep_alive(KeepAlive::default()).into_response())
}

impl Lookout {
    fn stream(&self, campaign: CampaignId) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
        let over = {
            let stop = self.stop.clone();
            async move {
                tokio::select! {
                    () = stop.cancelled_owned() => {}
                    () = tokio::time::sleep(STREAM_FOR) => {}
                }
            }
        };
        WatchStream::new(self.watch(campaign))
            .filter_map(|seen| async move { Event::default().json_data(seen?).ok().map(Ok) })
            .take_until(over)
    }

    /// Joins those who watch already, or begins to look.
    fn watch(&self, campaign: CampaignId) -> watch::Receiver<Seen> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = watched.get(&campaign) {
            return sender.subscribe();
        }
        let (sender, receiver) = watch::channel(None);
        watched.insert(campaign, sender.clone());
        tokio::spawn(self.clone().look(campaign, sender));
        receiver
    }

    async fn look(self, campaign: CampaignId, sender: watch::Sender<Seen>) {
        while !self.everybody_left(campaign, &sender) && !self.stop.is_cancelled() {
            match campaigns::summary(&self.mailroom, campaign).await {
                Ok(summary) => drop(sender.send_if_modified(|seen| changed(seen, summary))),
                Err(error) => tracing::warn!(%error, %campaign, "a look at a campaign failed"),
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Under the lock that newcomers take: nobody joins a task that ends.
    fn everybody_left(&self, campaign: CampaignId, sender: &watch::Sender<Seen>) -> bool {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = sender.receiver_count() == 0;
        if is_over {
            watched.remove(&campaign);
        }
        is_over
    }
}

fn changed(seen: &mut Seen, now: CampaignSummary) -> bool {
    let is_new = seen.as_ref() != Some(&now);
    if is_new {
        *seen = Some(now);
    }
    is_new
}
