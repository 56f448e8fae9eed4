//! Whom we never mail, and why.

mod api;
mod beside;
mod dialogs;
mod page;
mod texts;

use leptos::prelude::*;
use leptos_router::{Lazy, SsrMode, components::Route, path};
use page::SuppressionsPage;

crate::lazy::lazy_room!(audience: Suppressions => SuppressionsPage);

#[component(transparent)]
pub fn SuppressionRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("suppressions") view={Lazy::<Suppressions>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}
