//! Segments: rules that choose people, with a live count.

mod api;
mod builder;
mod condition;
mod group;
mod inputs;
mod list;
mod people;
mod texts;

pub use api::{SegmentLine, all};

use builder::BuilderPage;
use domain::SegmentId;
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};
use list::SegmentList;

#[component(transparent)]
pub fn SegmentRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("segments") view=SegmentList ssr=SsrMode::Async/>
        <Route path=path!("segments/:id") view=BuilderPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

fn path_to(segment: SegmentId) -> String {
    format!("/segments/{segment}")
}
