use crate::browser::{self, Step};
use leptos::{ev, html, prelude::*};

/// A button that opens a list of links and small forms. Works without a script; with one it closes by Escape, by a click
/// elsewhere and by a choice, and the arrow keys go through it.
#[component]
pub fn Menu(
    /// What stands on the button.
    #[prop(into)]
    label: ViewFn,
    /// What a screen reader calls the button where its label is a picture.
    #[prop(optional, into)]
    named: Option<String>,
    #[prop(default = "button button-small")] class: &'static str,
    /// Opens to the side where there is room.
    #[prop(optional)]
    side: MenuSide,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = node.get_untracked() {
            let _ = menu.remove_attribute("open");
        }
    };
    let elsewhere = move |event: ev::MouseEvent| {
        if node.get_untracked().is_some_and(|menu| !browser::is_inside(&menu, &event)) {
            close();
        }
    };
    Effect::new(move |_| {
        let listening = window_event_listener(ev::click, elsewhere);
        on_cleanup(move || listening.remove());
    });
    let pressed = move |event: ev::KeyboardEvent| {
        let Some(menu) = node.get_untracked() else { return };
        match event.key().as_str() {
            "Escape" if menu.has_attribute("open") => {
                close();
                browser::focus_first(&menu, "summary");
            }
            "ArrowDown" => browser::move_focus(&menu, Step::Next, &event),
            "ArrowUp" => browser::move_focus(&menu, Step::Back, &event),
            _ => {}
        }
    };
    view! {
        <details class="menu" data-side=side.name() node_ref=node on:keydown=pressed>
            <summary class=class aria-label=named>{label.run()}</summary>
            <div class="menu-panel" on:click=move |event| if browser::is_choice(&event) { close() }>{children()}</div>
        </details>
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuSide {
    #[default]
    BelowEnd,
    BelowStart,
    Above,
}

impl MenuSide {
    fn name(self) -> &'static str {
        match self {
            Self::BelowEnd => "end",
            Self::BelowStart => "start",
            Self::Above => "above",
        }
    }
}
