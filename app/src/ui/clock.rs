use crate::{browser::local_time, texts::locale};
use jiff::Timestamp;
use leptos::prelude::*;

/// Whether the page has come to life: from then on times are shown as the reader's own clock has them.
#[derive(Clone, Copy)]
struct IsAlive(RwSignal<bool>);

pub fn provide_clock() {
    let is_alive = RwSignal::new(false);
    provide_context(IsAlive(is_alive));
    // runs in the browser only, after hydration: the first drawing equals the server's
    Effect::new(move |_| is_alive.set(true));
}

/// A moment: in UTC as the server draws it, in local time once the page is alive.
#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let IsAlive(is_alive) = expect_context();
    let shown = move || if is_alive.get() { local(at) } else { utc(at) };
    view! { <time datetime=at.to_string()>{shown}</time> }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn local(at: Timestamp) -> String {
    local_time(at.as_millisecond(), locale().code()).unwrap_or_else(|| utc(at))
}
