//! Settings: senders, members and roles, the audit log. For admins.

mod api;
mod log;
mod members;
mod senders;
mod texts;

use crate::ui::{Address, PageHead, Tab, Tabs};
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Redirect, Route},
    path,
};
use log::LogPage;
use members::MembersPage;
use senders::SendersPage;
use texts::texts;

crate::lazy::lazy_room!(settings: Around => SettingsFrame, Senders => SendersPage, Members => MembersPage, Log => LogPage);

#[component(transparent)]
pub fn SettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view={Lazy::<Around>::new()} ssr=SsrMode::Async>
            <Route path=path!("") view=|| view! { <Redirect path="/settings/senders"/> } ssr=SsrMode::Async/>
            <Route path=path!("senders") view={Lazy::<Senders>::new()} ssr=SsrMode::Async/>
            <Route path=path!("members") view={Lazy::<Members>::new()} ssr=SsrMode::Async/>
            <Route path=path!("log") view={Lazy::<Log>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

#[component]
fn SettingsFrame() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let tabs = Signal::derive(move || {
        let tab = |path: &str, label: &str| Tab::new(path, label, address.is_at(path));
        vec![
            tab("/settings/senders", t.senders.title),
            tab("/settings/members", t.members.title),
            tab("/settings/log", t.log.title),
        ]
    });
    view! {
        <PageHead title=crate::texts::texts().frame.settings/>
        <Tabs label=crate::texts::texts().frame.settings tabs/>
        <Outlet/>
    }
}
