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
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::SegmentList;

crate::lazy::lazy_room!(audience: List => SegmentList, Builder => BuilderPage);

#[component(transparent)]
pub fn SegmentRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("segments") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view={Lazy::<List>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id") view={Lazy::<Builder>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

fn path_to(segment: SegmentId) -> String {
    format!("/segments/{segment}")
}
