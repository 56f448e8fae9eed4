//! Templates: the gallery, the editor beside its preview, versions.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn TemplateRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("templates") view=TemplateGallery ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn TemplateGallery() -> impl IntoView {
    let title = texts().frame.templates;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
