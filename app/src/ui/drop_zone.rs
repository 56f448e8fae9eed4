use super::{
    button::Look,
    icon::{Glyph, Icon},
    texts::texts,
};
use crate::browser::{self, File};
use leptos::{ev, html, prelude::*};

/// Takes files that are dropped, pasted or chosen. Without a script it is the file input of the form around it.
#[component]
pub fn DropZone(
    /// As the form sends it.
    #[prop(default = "files")]
    name: &'static str,
    /// "Drop images here".
    #[prop(into)]
    label: String,
    /// Kinds and limits, in words.
    #[prop(optional, into)]
    hint: String,
    /// `image/png,.csv`.
    #[prop(optional)]
    accept: &'static str,
    #[prop(optional)] multiple: bool,
    /// Whether files pasted anywhere on the page are meant for it.
    #[prop(optional)]
    takes_pasted: bool,
    /// Called with what was dropped, pasted or chosen. The input is emptied then; without it the form sends its files.
    #[prop(optional, into)]
    on_files: Option<Callback<Vec<File>>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let take = move |files: Vec<File>| {
        if let (Some(on_files), false) = (on_files, files.is_empty()) {
            on_files.run(files);
        }
    };
    if takes_pasted && on_files.is_some() {
        Effect::new(move |_| {
            let listening = window_event_listener(ev::paste, move |event| take(browser::pasted_files(&event)));
            on_cleanup(move || listening.remove());
        });
    }
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        match (on_files, node.get_untracked()) {
            (Some(_), _) => take(browser::dropped_files(&event)),
            (None, Some(input)) => browser::give_files(&input, &event),
            (None, None) => {}
        }
    };
    let chosen = move |_| {
        if let (Some(_), Some(input)) = (on_files, node.get_untracked()) {
            take(browser::chosen_files(&input));
            input.set_value("");
        }
    };
    view! {
        <label
            class="drop-zone"
            class:drop-zone-over=move || is_over.get()
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=dropped
        >
            <Icon glyph=Glyph::Upload/>
            <span class="drop-zone-label">{label}</span>
            {(!hint.is_empty()).then(|| view! { <span class="quiet">{hint}</span> })}
            <span class=format!("{} drop-zone-button", Look::Small.class()) aria-hidden="true">{texts().choose_files}</span>
            <input node_ref=node type="file" name=name accept=accept multiple=multiple on:change=chosen/>
        </label>
    }
}
