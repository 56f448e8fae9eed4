use super::texts::texts;
use leptos::{ev, prelude::*};
use std::collections::BTreeSet;

/// Which rows of a list are ticked. The boxes belong to the form of `form`'s id, so that its act works without a script.
#[derive(Clone, Copy)]
pub struct Selection {
    form: &'static str,
    name: &'static str,
    ticked: RwSignal<BTreeSet<String>>,
    offered: RwSignal<BTreeSet<String>>,
}

impl Selection {
    /// `form` is the id of the form the boxes belong to, `name` what they are sent as: `addresses[]`.
    pub fn new(form: &'static str, name: &'static str) -> Self {
        Self { form, name, ticked: RwSignal::default(), offered: RwSignal::default() }
    }

    /// Says what the page offers. What was ticked on another page is forgotten: nothing unseen is acted upon.
    pub fn offer(self, values: impl IntoIterator<Item = String>) {
        let offered: BTreeSet<String> = values.into_iter().collect();
        self.ticked.update(|ticked| ticked.retain(|value| offered.contains(value)));
        self.offered.set(offered);
    }

    pub fn count(self) -> usize {
        self.ticked.with(BTreeSet::len)
    }

    pub fn clear(self) {
        self.ticked.update(BTreeSet::clear);
    }

    fn is_whole(self) -> bool {
        self.offered.with(|offered| !offered.is_empty() && offered.len() == self.count())
    }

    fn is_partial(self) -> bool {
        self.count() > 0 && !self.is_whole()
    }
}

/// The box in a row.
#[component]
pub fn SelectRow(
    selection: Selection,
    #[prop(into)] value: String,
    /// "Select ada@example.com".
    #[prop(into)]
    named: String,
) -> impl IntoView {
    let Selection { ticked, form, name, .. } = selection;
    let (shown, tried) = (value.clone(), value.clone());
    let tick = move |event: ev::Event| {
        let (value, is_on) = (tried.clone(), event_target_checked(&event));
        ticked.update(|ticked| _ = if is_on { ticked.insert(value) } else { ticked.remove(&value) });
    };
    view! {
        <input
            class="select-row"
            type="checkbox"
            form=form
            name=name
            value=shown
            aria-label=named
            prop:checked=move || ticked.with(|ticked| ticked.contains(&value))
            on:change=tick
        />
    }
}

/// The box in the head: everything on this page. Of no use without a script, and then not shown.
#[component]
pub fn SelectAll(selection: Selection) -> impl IntoView {
    let tick = move |event: ev::Event| {
        let wanted = if event_target_checked(&event) { selection.offered.get_untracked() } else { BTreeSet::new() };
        selection.ticked.set(wanted);
    };
    view! {
        <input
            class="select-all"
            type="checkbox"
            aria-label=texts().select_all
            prop:checked=move || selection.is_whole()
            prop:indeterminate=move || selection.is_partial()
            on:change=tick
        />
    }
}

/// What can be done with the ticked rows. Stands below the table and comes into sight with the first tick,
/// by CSS alone: put table and bar into one `<div class="selectable">`.
#[component]
pub fn SelectionBar(selection: Selection, children: Children) -> impl IntoView {
    let t = texts();
    let said = move || (selection.count() > 0).then(|| (t.selected)(selection.count()));
    view! {
        <div class="selection-bar" role="group" aria-label=t.selection>
            <span class="selection-count" role="status">{said}</span>
            <div class="selection-acts">{children()}</div>
            <button type="button" class="button button-small" on:click=move |_| selection.clear()>
                {t.clear_selection}
            </button>
        </div>
    }
}
