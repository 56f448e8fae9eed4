//! People: the table, one person, imports.

mod api;
mod card;
mod filters;
mod import;
mod imports;
mod mapping;
mod people;
mod person;
mod renewals;
mod sources;
mod texts;

use card::{AddPage, EditPage};
use domain::{ContactId, ImportId};
use import::ImportPage;
use imports::ImportsPage;
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};
use people::PeoplePage;
use person::PersonPage;
use renewals::RenewalsPage;
use sources::SourcesPage;

crate::lazy::lazy_room!(
    audience: People => PeoplePage, Add => AddPage, Imports => ImportsPage, Import => ImportPage, Person => PersonPage,
    Edit => EditPage, Renewals => RenewalsPage, Sources => SourcesPage
);

#[component(transparent)]
pub fn AudienceRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("people") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view={Lazy::<People>::new()} ssr=SsrMode::Async/>
            <Route path=path!("new") view={Lazy::<Add>::new()} ssr=SsrMode::Async/>
            <Route path=path!("consents") view={Lazy::<Renewals>::new()} ssr=SsrMode::Async/>
            <Route path=path!("sources") view={Lazy::<Sources>::new()} ssr=SsrMode::Async/>
            <Route path=path!("imports") view={Lazy::<Imports>::new()} ssr=SsrMode::Async/>
            <Route path=path!("imports/:id") view={Lazy::<Import>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id") view={Lazy::<Person>::new()} ssr=SsrMode::Async/>
            <Route path=path!(":id/edit") view={Lazy::<Edit>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

fn path_to(person: ContactId) -> String {
    format!("/people/{person}")
}

fn path_to_import(import: ImportId) -> String {
    format!("/people/imports/{import}")
}
