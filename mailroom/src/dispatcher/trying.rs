//! Letters that try a campaign out: composed and handed over like any other, once, and outside the ledger.

use super::{Room, sending::hand_over};
use crate::{
    Result, links,
    pace::{self, Slots},
    test_sends::{self, Asked},
};
use domain::{
    SendTag,
    compose::{PreparedEdition, Stamp, compose_to},
    draft::TestOutcome,
    letter::Letter,
    outcome::{Reason, SendFault},
    template,
};
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::sleep;

/// Somebody waits for it in front of a page.
const CALL_MAX: Duration = Duration::from_secs(60);
/// No recipient of a campaign has this number: what a carrier reports of the letter changes nobody's state.
const NOBODY: i32 = 0;

/// `false` where nobody asked for one.
pub(super) async fn send_next_test(room: &Room) -> Result<bool> {
    let Some(asked) = test_sends::take(&room.mailroom, &room.account).await? else { return Ok(false) };
    let (outcome, detail) = match compose(room, &asked) {
        Ok(letter) => send(room, &asked, &letter).await,
        Err(why) => (TestOutcome::Failed, why),
    };
    test_sends::end(&room.mailroom, asked.id, outcome, &detail).await?;
    Ok(true)
}

async fn send(room: &Room, asked: &Asked, letter: &Letter) -> (TestOutcome, String) {
    match pace::reserve(&room.mailroom, &room.account, 1).await {
        Ok(Slots::Free) => {}
        Ok(Slots::Spaced { wait, .. }) => sleep(wait).await,
        Ok(Slots::Parked) | Err(_) => return (TestOutcome::Failed, "the account rests; try again in a while".into()),
    }
    let tag = SendTag { campaign: asked.campaign, seq: NOBODY, attempt: 1 };
    match hand_over(room, letter, tag, CALL_MAX).await {
        Ok(receipt) => (TestOutcome::Sent, receipt.0),
        Err(SendFault::Unsure(reason)) => (TestOutcome::InDoubt, reason.to_string()),
        Err(fault) => (TestOutcome::Failed, Reason::to_string(fault.reason())),
    }
}

fn compose(room: &Room, asked: &Asked) -> Result<Letter, String> {
    let host = asked.words.from.address.domain().to_owned();
    let edition = PreparedEdition::new(asked.words.clone()).map_err(|problems| template::told(&problems).en)?;
    let links = links::harmless(&room.mailroom, asked.campaign, false).map_err(|error| error.to_string())?;
    let message_id = format!("{}.test.{}.{:08x}@{host}", asked.campaign, asked.id, rand::random::<u32>());
    let stamp = Stamp { message_id, at: Timestamp::now() };
    compose_to(&edition, &asked.person, &links, &stamp, &asked.to).map_err(|problem| problem.to_string())
}
