//! Whom we never mail, and why.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn SuppressionRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("suppressions") view=SuppressionsPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn SuppressionsPage() -> impl IntoView {
    let title = texts().frame.suppressions;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
