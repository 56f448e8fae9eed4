//! What people see of Pabal. Every feature is a module: its pages, and in `api` the server functions they call.
#![recursion_limit = "256"]

mod audience;
#[cfg(feature = "ssr")]
pub mod auth;
mod browser;
mod campaigns;
mod error;
mod failed_sends;
mod images;
mod layout;
mod lazy;
mod looking;
mod overview;
mod parked;
mod preview;
#[cfg(feature = "ssr")]
pub mod request;
mod segments;
mod settings;
mod sign_in;
mod suppressions;
mod templates;
pub mod texts;
pub mod theme;
mod topics;
mod ui;
mod variables;

use audience::AudienceRoutes;
use campaigns::CampaignRoutes;
use failed_sends::FailedSendRoutes;
use images::ImageRoutes;
use layout::{Frame, NotFound};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};
use overview::OverviewRoutes;
use preview::MailRoutes;
use segments::SegmentRoutes;
use settings::SettingsRoutes;
use sign_in::{SignInPage, WelcomePage};
use suppressions::SuppressionRoutes;
use templates::TemplateRoutes;
use texts::Locale;
use topics::TopicRoutes;

pub use error::AppError;
#[cfg(feature = "ssr")]
pub use failed_sends::of_query as failed_filter;
#[cfg(feature = "ssr")]
pub use sign_in::door_from;

/// The document around every page.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    use leptos_meta::MetaTags;
    request::protect_document();
    view! {
        <!DOCTYPE html>
        <html
            lang=Locale::of_request().code()
            data-theme=theme::Theme::of_request().code()
            data-shows-mail=request::shows_mail().then_some("")
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=layout::ICON/>
                <link rel="stylesheet" href="/pkg/pabal.css"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The map of the site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Locale::of_page());
    ui::provide_toasts();
    preview::provide_mail_policy();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Pabal".into() } else { format!("{title} · Pabal") }/>
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/welcome/:token") view=WelcomePage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view=|| view! { <Redirect path="/overview"/> } ssr=SsrMode::Async/>
                    <OverviewRoutes/>
                    <CampaignRoutes/>
                    <MailRoutes/>
                    <FailedSendRoutes/>
                    <TemplateRoutes/>
                    <ImageRoutes/>
                    <AudienceRoutes/>
                    <SegmentRoutes/>
                    <TopicRoutes/>
                    <SuppressionRoutes/>
                    <SettingsRoutes/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
