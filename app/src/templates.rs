//! Templates: the gallery, the editor beside its preview, versions.

mod actions;
mod api;
mod editor;
mod gallery;
mod making;
mod page;
mod snippets;
mod texts;
mod thumbnail;
mod versions;

pub use thumbnail::Thumbnail;

use domain::TemplateId;
use gallery::Gallery;
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};
use making::NewTemplate;
use page::TemplatePage;
use versions::VersionsPage;

crate::lazy::lazy_room!(content: Index => Gallery, New => NewTemplate, Open => TemplatePage, Past => VersionsPage);

#[component(transparent)]
pub fn TemplateRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("templates") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view={Lazy::<Index>::new()} ssr=SsrMode::Async/>
            <Route path=path!("new") view={Lazy::<New>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id") view={Lazy::<Open>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id/versions") view={Lazy::<Past>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

fn path_to(template: TemplateId) -> String {
    format!("/templates/{template}")
}

fn versions_of(template: TemplateId) -> String {
    format!("/templates/{template}/versions")
}

/// The template the address names.
fn named_by_address() -> Memo<Option<TemplateId>> {
    let params = leptos_router::hooks::use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()))
}

fn existing(id: Option<TemplateId>) -> Result<TemplateId, crate::AppError> {
    id.ok_or_else(|| crate::AppError::Missing("template of that number".into()))
}
