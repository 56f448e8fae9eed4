use super::texts::texts;
use domain::{CampaignId, Origin};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::components::A;

/// The letter was none of a campaign.
const NONE: CampaignId = CampaignId(0);

/// Where a consent, a refusal or a suppression came from, and the way there.
#[component]
pub fn OriginLink(origin: Origin) -> impl IntoView {
    let words = origin_in_words(&origin);
    match origin {
        Origin::Unsubscribed(NONE) | Origin::Preferences(NONE) => EitherOf3::C(words),
        Origin::Import(import) => EitherOf3::A(view! { <A href=format!("/people/imports/{import}")>{words}</A> }),
        Origin::Campaign(campaign)
        | Origin::Unsubscribed(campaign)
        | Origin::Preferences(campaign)
        | Origin::Reminded(campaign) => EitherOf3::B(view! { <A href=format!("/campaigns/{campaign}")>{words}</A> }),
        Origin::Source(_)
        | Origin::SubscribeForm
        | Origin::WrittenDownBy(_)
        | Origin::Reported
        | Origin::AccountList
        | Origin::Erased
        | Origin::Words(_) => EitherOf3::C(words),
    }
}

pub fn origin_in_words(origin: &Origin) -> String {
    let t = texts();
    match origin {
        Origin::Import(import) => (t.from_import)(import.0),
        Origin::Source(name) => (t.from_source)(name),
        Origin::Campaign(campaign) => (t.from_campaign)(campaign.0),
        Origin::Unsubscribed(NONE) => t.unsubscribed_from_notice.to_owned(),
        Origin::Preferences(NONE) => t.chosen_from_notice.to_owned(),
        Origin::Unsubscribed(campaign) => (t.unsubscribed_from)(campaign.0),
        Origin::Preferences(campaign) => (t.chosen_from)(campaign.0),
        Origin::Reminded(campaign) => (t.kept_from)(campaign.0),
        Origin::SubscribeForm => t.subscribe_form.to_owned(),
        Origin::WrittenDownBy(name) => (t.written_down_by)(name),
        Origin::Reported => t.reported.to_owned(),
        Origin::AccountList => t.account_list.to_owned(),
        Origin::Erased => t.erased.to_owned(),
        Origin::Words(words) => words.clone(),
    }
}
