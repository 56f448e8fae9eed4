use leptos::prelude::*;

/// A list with nothing in it: what that means, and what to do next.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {(!hint.is_empty()).then(|| view! { <p>{hint}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
