//! Campaigns: the list, and the live page of one.

mod actions;
mod api;
mod list;
mod live;
mod pace;
mod page;
mod preflight;
mod recipients;

use domain::{CampaignId, DeliveryState};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};
use list::CampaignList;
use page::CampaignPage;

#[component(transparent)]
pub fn CampaignRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("campaigns") view=CampaignList ssr=SsrMode::Async/>
        <Route path=path!("campaigns/:id") view=CampaignPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

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
