//! Carrying campaigns to their end from the command line.

use crate::{
    progress::Progress,
    world::{Works, World},
};
use anyhow::{Result, bail};
use domain::{CampaignId, campaign::CampaignState, report::CampaignSummary};
use mailroom::{
    campaigns,
    dispatcher::Dispatcher,
    events::{Feed, Read},
};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const LOOK_EVERY: Duration = Duration::from_millis(50);
const DATABASE_PATIENCE: Duration = Duration::from_secs(120);

/// Works until nothing is left that it can do for these campaigns, or it is told to stop.
pub async fn carry(world: &World, works: Works, campaigns: &[CampaignId], stop: CancellationToken) -> Result<()> {
    // first what the dead left and the window ended: it may open a finished campaign again
    while works.dispatcher.round().await? {}
    let halt = stop.child_token();
    let (dispatcher, feed) = (works.dispatcher.clone(), works.feed.clone());
    let mut sending = tokio::spawn(async move { dispatcher.run().await });
    let (mailroom, told) = (world.mailroom.clone(), halt.clone());
    let reading = tokio::spawn(async move { feed.run(&mailroom, &told).await });
    let watched = tokio::select! {
        watched = watch_to_the_end(world, &works.dispatcher, campaigns, &stop) => watched,
        ended = &mut sending => return ended?.map_err(Into::into).and_then(|()| watch_stopped(&stop)),
    };
    works.dispatcher.stop();
    sending.await??;
    halt.cancel();
    reading.await?;
    if !stop.is_cancelled() {
        drain(world, &works.feed).await?;
    }
    watched
}

/// The dispatcher ended before the campaigns did.
fn watch_stopped(stop: &CancellationToken) -> Result<()> {
    if stop.is_cancelled() { Ok(()) } else { bail!("the dispatcher ended by itself; run pabal resume") }
}

/// A window that ended meanwhile may have opened a campaign again.
async fn watch_to_the_end(
    world: &World,
    dispatcher: &Dispatcher,
    campaigns: &[CampaignId],
    stop: &CancellationToken,
) -> Result<()> {
    loop {
        watch(world, campaigns, stop).await?;
        if stop.is_cancelled() || !dispatcher.round().await? {
            return Ok(());
        }
    }
}

async fn watch(world: &World, campaigns: &[CampaignId], stop: &CancellationToken) -> Result<()> {
    let progress = Progress::new("sending");
    for &campaign in campaigns {
        loop {
            let summary = summary(world, campaign).await?;
            progress.people(&summary.totals);
            if stop.is_cancelled() || has_ended(&summary) {
                break;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
    progress.end();
    Ok(())
}

/// The dispatcher waits for a lost database, so its watcher does too.
async fn summary(world: &World, campaign: CampaignId) -> Result<CampaignSummary> {
    let begun = Instant::now();
    loop {
        match campaigns::summary(&world.mailroom, campaign).await {
            Err(error) if error.is_lost_connection() && begun.elapsed() < DATABASE_PATIENCE => {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            said => return Ok(said?),
        }
    }
}

fn has_ended(summary: &CampaignSummary) -> bool {
    match summary.state {
        CampaignState::Draft | CampaignState::Scheduled | CampaignState::Running => false,
        CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => summary.totals.sending == 0,
    }
}

/// The outbox reports at once, so what it still has to say is waited for.
async fn drain(world: &World, feed: &Feed) -> Result<()> {
    while feed.read(&world.mailroom).await? == Read::Events {}
    Ok(())
}
