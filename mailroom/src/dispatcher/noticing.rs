//! Letters outside of campaigns, one at a time.

use super::{Room, sending::hand_over};
use crate::{
    Result,
    notices::{self, Due},
    pace::{self, Slots},
};
use domain::{
    CampaignId, SendTag,
    compose::Stamp,
    notice::compose,
    outcome::{self, Brake, Next, Reason},
};
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::sleep;

const CALL_MAX: Duration = Duration::from_secs(60);
/// No campaign has this number: what a carrier reports of a notice changes nobody's state.
const NO_CAMPAIGN: CampaignId = CampaignId(0);

/// `false` where none is due.
pub(super) async fn send_next_notice(room: &Room) -> Result<bool> {
    let Some(due) = notices::take(&room.mailroom, &room.account).await? else { return Ok(false) };
    let next = send(room, &due).await;
    notices::note(&room.mailroom, &due, next).await?;
    Ok(true)
}

async fn send(room: &Room, due: &Due) -> Next {
    let release =
        |wait, words: &str| Next::Release { wait, brake: Brake::WaitForCarrier, reason: Reason::new("waits", words) };
    let sender = match notices::sender(&room.mailroom, due.notice.sender).await {
        Ok(Some(sender)) => sender,
        Ok(None) => {
            return Next::Fail(Reason::new("sender", "nobody is set up to send it; add a sender in the settings"));
        }
        Err(_) => return release(Duration::from_secs(10), "the sender could not be read"),
    };
    match pace::reserve(&room.mailroom, &room.account, 1).await {
        Ok(Slots::Free) => {}
        Ok(Slots::Spaced { wait, .. }) => sleep(wait).await,
        Ok(Slots::Parked) | Err(_) => return release(Duration::from_secs(60), "the account rests"),
    }
    let message_id = format!("notice.{}.{:08x}@{}", due.id, rand::random::<u32>(), sender.address.domain());
    let letter = compose(&due.notice, &sender, &Stamp { message_id, at: Timestamp::now() });
    let tag = SendTag { campaign: NO_CAMPAIGN, seq: 0, attempt: due.rung + 1 };
    outcome::next(hand_over(room, &letter, tag, CALL_MAX).await, due.rung, rand::random())
}
