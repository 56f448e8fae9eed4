//! Campaigns: the list, and the live page of one.

mod actions;
mod api;
mod list;
mod live;
mod pace;
mod page;
mod recipients;

pub use list::CampaignList;
pub use page::CampaignPage;

use domain::{CampaignId, DeliveryState};

fn path_to(campaign: CampaignId) -> String {
    format!("/campaigns/{campaign}")
}

/// Whether a person in this state can be asked for again.
fn may_be_sent_again(state: DeliveryState) -> bool {
    match state {
        DeliveryState::Failed => true,
        DeliveryState::Waiting
        | DeliveryState::Sending
        | DeliveryState::Sent
        | DeliveryState::Delivered
        | DeliveryState::Retrying
        | DeliveryState::InDoubt
        | DeliveryState::Bounced
        | DeliveryState::Complained
        | DeliveryState::Skipped
        | DeliveryState::Cancelled => false,
    }
}
