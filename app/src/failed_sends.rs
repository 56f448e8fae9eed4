//! Failed sends of all campaigns: why, and what to do.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn FailedSendRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("failed-sends") view=FailedSendsPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn FailedSendsPage() -> impl IntoView {
    let title = texts().frame.failed_sends;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
