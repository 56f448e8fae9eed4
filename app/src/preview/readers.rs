//! Whom the letter is looked at as.

use super::{api, texts::texts};
use crate::ui::Look;
use domain::{
    Audience,
    preview::{Face, Reader, Wanted},
};
use leptos::{ev::KeyboardEvent, leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

#[component]
pub fn Readers(
    audience: Signal<Audience>,
    wanted: RwSignal<Wanted>,
    reader: RwSignal<Option<Reader>>,
    is_end: RwSignal<bool>,
) -> impl IntoView {
    let t = texts();
    let step = move |forward: bool| {
        if let Some(contact) = reader.with_untracked(|reader| reader.as_ref().map(|reader| reader.contact)) {
            wanted.set(if forward { Wanted::After(contact) } else { Wanted::Before(contact) });
        }
    };
    let by_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => step(false),
        "ArrowRight" => step(true),
        _ => {}
    };
    let one = move |wish: Wanted, label: &'static str| {
        view! {
            <button
                type="button"
                class=Look::Small.class()
                aria-pressed=move || (wanted.get() == wish).to_string()
                on:click=move |_| wanted.set(wish)
            >
                {label}
            </button>
        }
    };
    let is_made_up = move || reader.with(|reader| reader.as_ref().is_some_and(Reader::is_made_up));
    let name = move || reader.with(|reader| reader.as_ref().map(shown)).unwrap_or_else(|| t.nobody.to_owned());
    view! {
        <div class="preview-readers">
            <div class="preview-reader" role="group" aria-label=t.reader on:keydown=by_key>
                <button type="button" class=Look::Small.class() aria-label=t.previous on:click=move |_| step(false)>"←"</button>
                <output>{name} {move || is_made_up().then_some(t.made_up)} {move || is_end.get().then_some(t.end)}</output>
                <button type="button" class=Look::Small.class() aria-label=t.next on:click=move |_| step(true)>"→"</button>
            </div>
            <Search audience wanted/>
            <div class="preview-worst" role="group" aria-label=t.worst>
                {one(Wanted::LongestName, t.longest_name)}
                {one(Wanted::EmptiestFields, t.emptiest)}
                {one(Wanted::LargestLetter, t.largest)}
            </div>
        </div>
    }
}

/// Addresses and names that begin as typed; choosing one shows them.
#[component]
fn Search(audience: Signal<Audience>, wanted: RwSignal<Wanted>) -> impl IntoView {
    let t = texts();
    let beginning = RwSignal::new(String::new());
    let faces = Resource::new(
        move || (audience.get(), beginning.get()),
        |(audience, beginning)| async move {
            if beginning.is_empty() { Ok(vec![]) } else { api::faces(audience, beginning).await }
        },
    );
    let found = move || faces.get().and_then(Result::ok).unwrap_or_default();
    let mut look = debounce(Duration::from_millis(150), move |typed: String| beginning.set(typed));
    let on_input = move |event| {
        let value = event_target_value(&event);
        match found().into_iter().find(|face| label(face) == value) {
            Some(face) => wanted.set(Wanted::One(face.contact)),
            None => look(value),
        }
    };
    view! {
        <input
            type="search"
            class="preview-search"
            list="preview-faces"
            placeholder=t.search
            aria-label=t.search
            autocomplete="off"
            on:input=on_input
        />
        <datalist id="preview-faces">
            <Transition>{move || found().iter().map(|face| view! { <option value=label(face)></option> }).collect_view()}</Transition>
        </datalist>
    }
}

fn label(face: &Face) -> String {
    if face.name.is_empty() { face.address.to_string() } else { format!("{} <{}>", face.name, face.address) }
}

fn shown(reader: &Reader) -> String {
    let Reader { recipient, .. } = reader;
    if recipient.name.is_empty() {
        recipient.address.to_string()
    } else {
        format!("{} <{}>", recipient.name, recipient.address)
    }
}
