//! Letters that are opened and clicked: taken in at once, written down in batches, judged, and counted.
//!
//! What is asked for in a person's name is answered from memory and queued; one task a process books the queue every half
//! second, a transaction a campaign. Totals move by what the people of a batch had before and have after, under the lock
//! of their row, so that nothing is ever counted anew.

mod book;
mod editions;
mod inbox;
mod place;
mod refusing;
mod shown;
mod view;

pub(crate) use book::{Seen, book};
pub(crate) use editions::Editions;
pub(crate) use inbox::Inbox;
pub use inbox::write_down;
pub use refusing::{allow_measuring, is_measured, refuse_measuring};
pub(crate) use refusing::{refusing, refusing_one};
pub use shown::click_map;
pub(crate) use shown::{links, tallies, written_links};
pub use view::{Viewed, view};

use crate::{
    Mailroom, Result,
    links::{self, Purpose},
};
use domain::{
    CampaignId,
    reading::{Act, Agent},
};
use jiff::Timestamp;
use std::net::IpAddr;
use url::Url;

/// Who asks for a picture or follows a link, as far as a request tells.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    pub user_agent: &'a str,
    /// What it says it is for: `Sec-Purpose`, `Purpose`, `X-Moz`.
    pub purposes: [&'a str; 3],
    /// `None` where we only know the machine in front of us.
    pub address: Option<IpAddr>,
}

/// Whose letter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whose {
    pub campaign: CampaignId,
    pub seq: i32,
}

impl Whose {
    pub(crate) fn numbers(self) -> [i64; 2] {
        [self.campaign.0, i64::from(self.seq)]
    }

    async fn read(mailroom: &Mailroom, purpose: Purpose, token: &str) -> Result<Option<Self>> {
        Ok(match links::read(mailroom, purpose, token).await?.as_deref() {
            Some(&[campaign, seq]) => i32::try_from(seq).ok().map(|seq| Self { campaign: CampaignId(campaign), seq }),
            _ => None,
        })
    }
}

/// The picture of a letter was asked for. `false` for a token that is not ours.
pub async fn opened(mailroom: &Mailroom, token: &str, visit: Visit<'_>) -> Result<bool> {
    let Some(whose) = Whose::read(mailroom, Purpose::Track, token).await? else { return Ok(false) };
    take_in(mailroom, whose, Act::Opened, 0, visit);
    Ok(true)
}

/// Where the link of this number leads whoever holds this token: an address of the campaign's own words, never one of the
/// request. `None` where there is none.
pub async fn destination(mailroom: &Mailroom, token: &str, number: i16) -> Result<Option<Url>> {
    let Some(whose) = Whose::read(mailroom, Purpose::Track, token).await? else { return Ok(None) };
    mailroom.editions.destination(mailroom, whose, number).await
}

/// The link of this number was followed, and led somewhere.
pub async fn clicked(mailroom: &Mailroom, token: &str, number: i16, visit: Visit<'_>) -> Result<()> {
    if let Some(whose) = Whose::read(mailroom, Purpose::Track, token).await? {
        take_in(mailroom, whose, Act::Clicked, number, visit);
    }
    Ok(())
}

fn take_in(mailroom: &Mailroom, whose: Whose, act: Act, link: i16, visit: Visit<'_>) {
    let agent = Agent::asking(visit.user_agent, visit.purposes);
    // a provider's proxy says nothing of where its person is
    let place = visit.address.filter(|_| agent == Agent::Program).map(place::prefix);
    mailroom.readings.put(inbox::Letter { whose, act, link, at: Timestamp::now(), agent, place });
}
