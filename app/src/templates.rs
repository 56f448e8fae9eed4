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

use domain::TemplateId;
use gallery::Gallery;
use leptos::prelude::*;
use leptos_router::{Lazy, LazyRoute, MatchNestedRoutes, SsrMode, components::Route, lazy_route, path};
use making::NewTemplate;
use page::TemplatePage;
use versions::VersionsPage;

#[component(transparent)]
pub fn TemplateRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("templates") view={Lazy::<GalleryRoom>::new()} ssr=SsrMode::Async/>
        <Route path=path!("templates/new") view={Lazy::<NewRoom>::new()} ssr=SsrMode::Async/>
        <Route path=path!("templates/:id") view={Lazy::<EditorRoom>::new()} ssr=SsrMode::Async/>
        <Route path=path!("templates/:id/versions") view={Lazy::<VersionsRoom>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}

struct GalleryRoom;

#[lazy_route]
impl LazyRoute for GalleryRoom {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Gallery/> }.into_any()
    }
}

struct NewRoom;

#[lazy_route]
impl LazyRoute for NewRoom {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <NewTemplate/> }.into_any()
    }
}

struct EditorRoom;

#[lazy_route]
impl LazyRoute for EditorRoom {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <TemplatePage/> }.into_any()
    }
}

struct VersionsRoom;

#[lazy_route]
impl LazyRoute for VersionsRoom {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <VersionsPage/> }.into_any()
    }
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
