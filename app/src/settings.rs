//! Settings: senders, members and roles, the audit log.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{MatchNestedRoutes, SsrMode, components::Route, path};

#[component(transparent)]
pub fn SettingsRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn SettingsPage() -> impl IntoView {
    let title = texts().frame.settings;
    view! {
        <Title text=title/>
        <h1>{title}</h1>
    }
}
