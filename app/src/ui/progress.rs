use super::texts::texts;
use leptos::prelude::*;

/// How far something slow has come, from 0 to 1; `None` where nobody knows.
#[component]
pub fn Progress(#[prop(into)] done: Signal<Option<f64>>, #[prop(into)] label: String) -> impl IntoView {
    let value = move || done.get().map(|done| format!("{:.3}", done.clamp(0.0, 1.0)));
    view! { <progress class="progress" max="1" value=value aria-label=label></progress> }
}

/// Stands where rows will be.
#[component]
pub fn Skeleton(#[prop(default = 3)] rows: usize) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="hidden">{texts().loading}</span>
            {(0..rows).map(|_| view! { <span class="skeleton-row" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
