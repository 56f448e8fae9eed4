//! Whom we never mail, and why.

mod api;
mod dialogs;
mod page;
mod texts;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};
use page::SuppressionsPage;

#[component(transparent)]
pub fn SuppressionRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("suppressions") view=SuppressionsPage ssr=SsrMode::Async/>
    }
    .into_inner()
}
