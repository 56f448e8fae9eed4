use super::{SentPreview, texts::texts};
use crate::{layout::NotFound, ui::PageHead};
use domain::CampaignId;
use leptos::{either::Either, prelude::*};
use leptos_router::{Lazy, SsrMode, components::Route, hooks::use_params_map, path};

crate::lazy::lazy_room!(campaigns: Mail => MailPage);

#[component(transparent)]
pub fn MailRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("campaigns/:id/mail/:seq") view={Lazy::<Mail>::new()} ssr=SsrMode::Async/> }.into_inner()
}

/// The letter of one recipient, as they got it or will get it.
#[component]
fn MailPage() -> impl IntoView {
    let parameters = use_params_map().read_untracked();
    let number = |name: &str| parameters.get(name).and_then(|number| number.parse::<i64>().ok());
    let asked = number("id").zip(number("seq").and_then(|seq| i32::try_from(seq).ok()));
    match asked {
        Some((campaign, seq)) => Either::Left(view! {
            <PageHead title=texts().mail/>
            <SentPreview campaign=CampaignId(campaign) seq/>
        }),
        None => Either::Right(view! { <NotFound/> }),
    }
}
