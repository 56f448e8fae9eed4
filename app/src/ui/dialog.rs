use super::{
    address::{Address, use_go},
    icon::{Glyph, Icon},
    texts::texts,
};
use crate::browser::make_modal;
use leptos::{ev, html, prelude::*};
use leptos_router::components::A;

/// Asks once before something grave, or holds a short form. Shown by its address, so that it also works without a script;
/// with one it is modal, and Escape closes it.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    #[prop(into)] on_close: Callback<()>,
    #[prop(optional)] is_wide: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            make_modal(&dialog);
        }
    });
    view! {
        <dialog
            class="dialog"
            class:dialog-wide=is_wide
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

/// A dialog that is open while the address asks for it: `?ask=<question>`. Open it with a link to
/// `Address::asking(Some(question))`; closing leads to the same place without the question.
#[component]
pub fn Asked(
    #[prop(into)] question: String,
    #[prop(into)] title: String,
    #[prop(optional)] is_wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let address = Address::here();
    let go = use_go();
    let on_close = Callback::new(move |()| go(&untrack(|| address.asking(None))));
    let is_asked = Memo::new(move |_| address.is("ask", &question));
    let children = StoredValue::new(children);
    let title = StoredValue::new(title);
    view! {
        <Show when=move || is_asked.get()>
            <Dialog title=title.get_value() on_close is_wide>
                {children.with_value(|children| children())}
                // last, so that the focus begins at what is asked
                <A href=move || address.asking(None) scroll=false attr:class="dialog-close" attr:aria-label=texts().close>
                    <Icon glyph=Glyph::Close/>
                </A>
            </Dialog>
        </Show>
    }
}

/// What can be answered to a dialog, the way out first.
#[component]
pub fn DialogActions(children: Children) -> impl IntoView {
    view! { <div class="dialog-actions">{children()}</div> }
}
