//! Marks and answers, written down however long the database is away.

use super::Room;
use crate::{
    Error, Result,
    ledger::{
        Due,
        batches::{self, Batch},
        results::{self, Ended},
    },
};
use domain::CampaignId;
use std::time::{Duration, Instant};
use tokio::time::sleep;

#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn advance(room: &Room, batch: &mut Batch, ended: &[Ended]) -> Result<Option<Vec<Due>>> {
    let width = if room.stop.is_cancelled() { 0 } else { room.window() };
    let mut patience = Patience::new();
    loop {
        match batches::advance(&room.mailroom, batch, room.owner(), ended, width, patience.again).await {
            Err(error) => patience.after(error, room).await?,
            done => return done,
        }
    }
}

#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn close(room: &Room, batch: &Batch, ended: &[Ended]) -> Result<()> {
    let mut patience = Patience::new();
    loop {
        match batches::close(&room.mailroom, batch, room.owner(), ended, patience.again).await {
            Err(error) => patience.after(error, room).await?,
            done => return done,
        }
    }
}

#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn append(room: &Room, campaign: CampaignId, ended: &[Ended]) -> Result<()> {
    let mut patience = Patience::new();
    loop {
        match results::append(&room.mailroom, campaign, room.owner(), ended, patience.again).await {
            Err(error) => patience.after(error, room).await?,
            done => return done,
        }
    }
}

/// What was sent must be written down, so a lost database is waited for.
pub(super) struct Patience {
    begun: Instant,
    /// An earlier write may have come through.
    again: bool,
}

impl Patience {
    pub fn new() -> Self {
        Self { begun: Instant::now(), again: false }
    }

    /// Waits a little; gives the error back where it is another one, or patience is at its end.
    pub async fn after(&mut self, error: Error, room: &Room) -> Result<()> {
        if !error.is_lost_connection() || self.begun.elapsed() > room.patience() {
            return Err(error);
        }
        tracing::warn!(%error, "the database is away; trying again");
        sleep(Duration::from_millis(200)).await;
        self.again = true;
        Ok(())
    }
}
