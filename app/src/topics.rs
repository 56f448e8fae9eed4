//! Topics: what people can subscribe to.

mod api;
mod page;
mod texts;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};
use page::TopicsPage;

#[component(transparent)]
pub fn TopicRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("topics") view=TopicsPage ssr=SsrMode::Async/>
    }
    .into_inner()
}
