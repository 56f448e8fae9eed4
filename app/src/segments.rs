//! Segments: rules that choose people, with a live count.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn SegmentRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("segments") view=SegmentList ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn SegmentList() -> impl IntoView {
    let title = texts().frame.segments;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
