use leptos::{either::Either, prelude::*};

/// A part of a page that stands for itself.
#[component]
pub fn Card(
    #[prop(optional, into)] title: String,
    /// What belongs to the whole card, on the right of its title.
    #[prop(optional, into)]
    actions: ViewFn,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let head = (!title.is_empty()).then(|| {
        view! { <header class="card-head"><h2>{title}</h2> <div class="card-acts">{actions.run()}</div></header> }
    });
    view! { <section class=format!("panel {class}")>{head} {children()}</section> }
}

/// One number that matters, and what it counts. With an address it leads to what it counted.
#[component]
pub fn Stat(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] note: Option<Signal<String>>,
    #[prop(optional, into)] href: Option<String>,
) -> impl IntoView {
    let body = view! {
        <span class="stat-label">{label}</span>
        <span class="stat-value">{value}</span>
        {note.map(|note| view! { <span class="stat-note">{note}</span> })}
    };
    match href {
        Some(href) => Either::Left(view! { <a class="stat" href=href>{body}</a> }),
        None => Either::Right(view! { <div class="stat">{body}</div> }),
    }
}
