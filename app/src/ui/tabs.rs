use leptos::prelude::*;

/// One place of several that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub href: String,
    pub label: String,
    pub is_current: bool,
    /// How many things it holds, where that helps to choose.
    pub count: Option<i64>,
}

impl Tab {
    pub fn new(href: impl Into<String>, label: impl Into<String>, is_current: bool) -> Self {
        Self { href: href.into(), label: label.into(), is_current, count: None }
    }
}

/// Links in a row, the current one marked. The address tells which one it is.
#[component]
pub fn Tabs(#[prop(into)] label: String, #[prop(into)] tabs: Signal<Vec<Tab>>) -> impl IntoView {
    let tab = |tab: Tab| {
        let count = tab.count.map(|n| view! { <span class="tab-count">{crate::texts::count(n)}</span> });
        view! {
            <a href=tab.href data-noscroll="true" aria-current=tab.is_current.then_some("page")>{tab.label} {count}</a>
        }
    };
    view! { <nav class="tabs" aria-label=label>{move || tabs.get().into_iter().map(tab).collect_view()}</nav> }
}
