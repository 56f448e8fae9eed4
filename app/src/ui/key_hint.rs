use leptos::prelude::*;

/// The key that does it: "⌘ S", "←".
#[component]
pub fn KeyHint(#[prop(into)] keys: String) -> impl IntoView {
    view! { <kbd class="key">{keys}</kbd> }
}
