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
use leptos_router::{Lazy, MatchNestedRoutes, SsrMode, components::Route, path};
use list::SegmentList;

crate::lazy::lazy_room!(segments: List => SegmentList, Builder => BuilderPage);

#[component(transparent)]
pub fn SegmentRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("segments") view={Lazy::<List>::new()} ssr=SsrMode::Async/>
        <Route path=path!("segments/:id") view={Lazy::<Builder>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}

fn path_to(segment: SegmentId) -> String {
    format!("/segments/{segment}")
}
