//! Topics: what people can subscribe to.

mod api;
mod page;
mod texts;

use leptos::prelude::*;
use leptos_router::{Lazy, MatchNestedRoutes, SsrMode, components::Route, path};
use page::TopicsPage;

crate::lazy::lazy_room!(topics: Topics => TopicsPage);

#[component(transparent)]
pub fn TopicRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("topics") view={Lazy::<Topics>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}
