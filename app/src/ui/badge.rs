use super::notice::Tone;
use crate::texts::texts;
use domain::{DeliveryState, campaign::CampaignState};
use leptos::prelude::*;

/// A short word that says how something stands.
#[component]
pub fn Badge(#[prop(into)] label: String, tone: Tone, #[prop(optional, into)] title: Option<String>) -> impl IntoView {
    view! { <span class="badge badge-tone" data-tone=tone.name() title=title>{label}</span> }
}

#[component]
pub fn DeliveryBadge(state: DeliveryState) -> impl IntoView {
    let t = texts();
    view! {
        <span class="badge" data-state=state.as_str() title=(t.delivery_state_means)(state)>
            {(t.delivery_state)(state)}
        </span>
    }
}

#[component]
pub fn CampaignBadge(state: CampaignState) -> impl IntoView {
    view! {
        <span class="badge badge-campaign" data-campaign=state.as_str()>
            {(texts().campaign_state)(state)}
        </span>
    }
}
