use crate::{browser::local_time, texts::locale};
use jiff::Timestamp;
use leptos::prelude::*;

/// A moment: in UTC as the server draws it, in local time once it has come to life. Each comes to life by itself: a
/// part of the page that is hydrated late has to begin as the server drew it.
#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let is_alive = RwSignal::new(false);
    // runs in the browser only, after hydration
    Effect::new(move |_| is_alive.set(true));
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
