//! People: the table, one person, imports.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn AudienceRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("people") view=PeoplePage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn PeoplePage() -> impl IntoView {
    let title = texts().frame.people;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
