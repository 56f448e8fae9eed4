use leptos::{ev, html, prelude::*};

/// Asks once before something grave. Shown by its address, so that it also works without a script;
/// with one it is modal, and Escape closes it.
#[component]
pub fn Dialog(title: &'static str, #[prop(into)] on_close: Callback<()>, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            // drawn open by the server; only a closed one can be made modal
            dialog.close();
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class="dialog"
            open
            node_ref=node
            aria-labelledby="dialog-title"
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <h2 id="dialog-title">{title}</h2>
            {children()}
        </dialog>
    }
}
