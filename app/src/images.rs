//! Images: uploaded, described, used by templates.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn ImageRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("images") view=ImagesPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn ImagesPage() -> impl IntoView {
    let title = texts().frame.images;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
