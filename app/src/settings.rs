//! Settings: senders, the sending account, members and roles, the audit log, for admins; guard rails, the law and one's own password, for everybody.

mod api;
mod guard_rails;
mod law;
mod log;
mod members;
mod password;
mod senders;
mod sending;
mod texts;

use crate::{
    layout::Asking,
    ui::{Address, PageHead, Tab, Tabs},
};
use guard_rails::GuardRailsPage;
use law::LawPage;
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{Outlet, ParentRoute, Redirect, Route},
    path,
};
use log::LogPage;
use members::MembersPage;
use password::PasswordPage;
use senders::SendersPage;
use sending::SendingPage;
use texts::texts;

crate::lazy::lazy_room!(
    settings: Around => SettingsFrame, Senders => SendersPage, Sending => SendingPage, Members => MembersPage, Law => LawPage, GuardRails => GuardRailsPage, Log => LogPage,
    Password => PasswordPage
);

#[component(transparent)]
pub fn SettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view={Lazy::<Around>::new()} ssr=SsrMode::Async>
            <Route path=path!("") view=|| view! { <Redirect path="/settings/senders"/> } ssr=SsrMode::Async/>
            <Route path=path!("senders") view={Lazy::<Senders>::new()} ssr=SsrMode::Async/>
            <Route path=path!("sending") view={Lazy::<Sending>::new()} ssr=SsrMode::Async/>
            <Route path=path!("members") view={Lazy::<Members>::new()} ssr=SsrMode::Async/>
            <Route path=path!("password") view={Lazy::<Password>::new()} ssr=SsrMode::Async/>
            <Route path=path!("guard-rails") view={Lazy::<GuardRails>::new()} ssr=SsrMode::Async/>
            <Route path=path!("law") view={Lazy::<Law>::new()} ssr=SsrMode::Async/>
            <Route path=path!("log") view={Lazy::<Log>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

#[component]
fn SettingsFrame() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let me = expect_context::<Asking>();
    let of_admins = [
        ("/settings/senders", t.senders.title),
        ("/settings/sending", sending::title()),
        ("/settings/members", t.members.title),
        ("/settings/log", t.log.title),
    ];
    let tabs_of = move |may_administer: bool| {
        let of_all = [
            ("/settings/guard-rails", guard_rails::title()),
            ("/settings/law", t.law),
            ("/settings/password", t.password.title),
        ];
        let shown = of_admins.into_iter().filter(move |_| may_administer).chain(of_all);
        Signal::derive(move || {
            shown.clone().map(|(path, label)| Tab::new(path, label, address.is_at(path))).collect::<Vec<_>>()
        })
    };
    view! {
        <PageHead title=crate::texts::texts().frame.settings/>
        <Transition>
            {move || Suspend::new(async move {
                let tabs = tabs_of(me.await.is_ok_and(|me| me.role.may_administer()));
                view! { <Tabs label=crate::texts::texts().frame.settings tabs/> }
            })}
        </Transition>
        <Outlet/>
    }
}
