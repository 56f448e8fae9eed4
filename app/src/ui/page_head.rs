use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The top of a page: where it belongs, what it is called, what is known of it, what can be done here.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    /// The list this is one of: its address and its name.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// Badges and short words below the title.
    #[prop(optional, into)]
    facts: ViewFn,
    /// Buttons, the main one last.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <header class="page-head">
            {back.map(|(href, label)| view! {
                <div class="page-head-back"><A href attr:class="back">{label}</A></div>
            })}
            <div class="page-head-words">
                <h1>{title}</h1>
                <div class="page-facts">{facts.run()}</div>
            </div>
            <div class="page-actions">{actions.run()}</div>
        </header>
    }
}
