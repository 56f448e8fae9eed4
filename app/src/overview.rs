//! Overview: what is sending, what needs a hand, how the last days went.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn OverviewRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("overview") view=OverviewPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn OverviewPage() -> impl IntoView {
    let title = texts().frame.overview;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
