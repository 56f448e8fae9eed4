use super::{keeping, place_waiting};
use crate::Mailroom;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const ROUND: Duration = Duration::from_secs(5);
/// Rounds of about a day.
const DAY_ROUNDS: u64 = 24 * 3600 / 5;

/// What reports need beside being read: letters are looked for again, and what was kept long enough goes.
pub async fn stand(mailroom: &Mailroom, stop: &CancellationToken) {
    for round in 0u64.. {
        if let Err(error) = place_waiting(mailroom).await {
            tracing::error!(%error, "reports that wait for their letter could not be looked at");
        }
        if round % DAY_ROUNDS == 0
            && let Err(error) = keeping::drop_old(mailroom).await
        {
            tracing::error!(%error, "old reports could not be dropped");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            () = stop.cancelled() => return,
        }
    }
}
