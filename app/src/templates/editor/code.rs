//! A plain text area that is fit for source: numbered lines, marked problems, keys that indent. The browser's own undo
//! keeps working, because everything is written as if it were typed.

use super::{
    Editing,
    keys::{Edit, Shift, enter, shift},
};
use crate::{browser, templates::texts::texts};
use leptos::{ev, prelude::*};

#[component]
pub fn CodeArea(editing: Editing, source: String, is_read_only: bool) -> impl IntoView {
    let t = texts();
    let gutter = NodeRef::<leptos::html::Div>::new();
    let follow = move || {
        if let (Some(area), Some(gutter)) = (editing.area.get_untracked(), gutter.get_untracked()) {
            gutter.set_scroll_top(area.scroll_top());
        }
    };
    // after Escape, Tab leaves the area as it leaves any other
    let leaves = StoredValue::new(false);
    let pressed = move |event: ev::KeyboardEvent| {
        if !is_read_only {
            press(editing, leaves, &event);
        }
    };
    view! {
        <div class="code">
            <div class="code-gutter" aria-hidden="true" node_ref=gutter>
                <Marks editing/>
                <pre class="code-numbers">{move || numbers(editing.lines.get())}</pre>
            </div>
            <textarea
                id="source"
                name="source"
                class="code-area"
                wrap="off"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-label=t.source
                aria-describedby="code-keys"
                readonly=is_read_only
                node_ref=editing.area
                on:input=move |_| editing.typed()
                on:keydown=pressed
                on:scroll=move |_| follow()
            >
                {source}
            </textarea>
        </div>
        <p id="code-keys" class="hidden">{t.code_keys}</p>
    }
}

fn press(editing: Editing, leaves: StoredValue<bool>, event: &ev::KeyboardEvent) {
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    let edit = match event.key().as_str() {
        // a letter of Korean is still being put together
        _ if event.is_composing() || has_modifier => return,
        "Escape" => return leaves.set_value(true),
        "Tab" if leaves.get_value() => return leaves.set_value(false),
        "Tab" => {
            event.prevent_default();
            let way = if event.shift_key() { Shift::Out } else { Shift::In };
            selection(editing).and_then(|(start, end)| shift(&editing.source(), start, end, way))
        }
        "Enter" => {
            let edit = selection(editing).and_then(|(start, end)| enter(&editing.source(), start, end));
            edit.inspect(|_| event.prevent_default())
        }
        _ => return leaves.set_value(false),
    };
    if let Some(edit) = edit {
        apply(editing, &edit);
    }
}

fn selection(editing: Editing) -> Option<(usize, usize)> {
    let area = editing.area.get_untracked()?;
    let start = area.selection_start().ok()??;
    let end = area.selection_end().ok()??;
    Some((start as usize, end as usize))
}

fn apply(editing: Editing, edit: &Edit) {
    let Some(area) = editing.area.get_untracked() else { return };
    let _ = area.set_selection_range(edit.from as u32, edit.to as u32);
    browser::insert_text(&area, &edit.text);
    let _ = area.set_selection_range(edit.selected.0 as u32, edit.selected.1 as u32);
}

/// Where problems stand. They are known in the browser only, which may place them by style.
#[component]
fn Marks(editing: Editing) -> impl IntoView {
    move || {
        let problems = editing.problems.get().unwrap_or_default();
        let mark = |line: usize| {
            let top = format!("calc({} * var(--code-line))", line.saturating_sub(1));
            view! { <span class="code-mark" style:top=top></span> }
        };
        let mut lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        lines.dedup();
        lines.into_iter().map(mark).collect::<Vec<_>>()
    }
}

fn numbers(lines: usize) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(lines * 5);
    for line in 1..=lines {
        let _ = writeln!(text, "{line}");
    }
    text
}
