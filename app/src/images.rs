//! Images: uploaded, described, used by templates.

mod api;
mod detail;
mod gallery;
mod page;
mod picker;
mod queue;
mod texts;
mod uploader;

pub use picker::{ImagePicker, Picked};

use leptos::prelude::*;
use leptos_router::{Lazy, SsrMode, components::Route, path};
use page::ImagesPage;

crate::lazy::lazy_room!(content: Pictures => ImagesPage);

#[component(transparent)]
pub fn ImageRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("images") view={Lazy::<Pictures>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// `52 KB`, `1.4 MB`.
fn weight(octets: u64) -> String {
    match octets {
        0..1_048_576 => format!("{} KB", octets.div_ceil(1024)),
        _ => format!("{:.1} MB", octets as f64 / 1_048_576.0),
    }
}
