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
    // cut rather than formatted: a formatter for any pattern would be in every page's first load
    let written = at.to_string();
    match (written.get(..10), written.get(11..19)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => written,
    }
}

fn local(at: Timestamp) -> String {
    local_time(at.as_millisecond(), locale().code()).unwrap_or_else(|| utc(at))
}
