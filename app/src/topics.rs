//! Topics: what people can subscribe to.

mod api;
mod form;
mod page;
mod texts;

use leptos::prelude::*;
use leptos_router::{Lazy, SsrMode, components::Route, path};
use page::TopicsPage;

crate::lazy::lazy_room!(audience: Topics => TopicsPage);

#[component(transparent)]
pub fn TopicRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("topics") view={Lazy::<Topics>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}
