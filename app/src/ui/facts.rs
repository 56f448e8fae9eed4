use leptos::prelude::*;

/// What is known of one thing, name by name. Children are `Fact`s.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

#[component]
pub fn Fact(#[prop(into)] name: String, children: Children) -> impl IntoView {
    view! { <div class="fact"><dt>{name}</dt> <dd>{children()}</dd></div> }
}
