//! Campaigns: the list, and the live page of one.

mod actions;
mod api;
mod doubts;
mod editor;
mod heard;
pub mod leaving;
mod list;
mod live;
mod pace;
mod page;
mod preflight;
pub mod recipient;
mod recipients;
mod report;
pub mod why;

use domain::CampaignId;
use editor::EditorPage;
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::CampaignList;
use page::CampaignPage;
use recipient::RecipientPage;
use report::ReportPage;

crate::lazy::lazy_room!(
    campaigns: List => CampaignList, Editor => EditorPage, Live => CampaignPage, Person => RecipientPage, Report => ReportPage
);

#[component(transparent)]
pub fn CampaignRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("campaigns") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view={Lazy::<List>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id/edit") view={Lazy::<Editor>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id") view={Lazy::<Live>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id/people/:seq") view={Lazy::<Person>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id/report") view={Lazy::<Report>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

pub fn path_to(campaign: CampaignId) -> String {
    format!("/campaigns/{campaign}")
}
