use super::Step;
use js_sys::{Date, Object, Reflect};
use leptos::{prelude::*, server_fn::redirect::set_redirect_hook};
use leptos_router::location::{BrowserUrl, LocationProvider};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    ClipboardEvent, DragEvent, Element, Event, FileList, HtmlDialogElement, HtmlElement, HtmlInputElement,
    KeyboardEvent, MouseEvent, Node,
};

pub use web_sys::File;

pub fn page_language() -> Option<String> {
    document().document_element()?.get_attribute("lang")
}

pub fn page_theme() -> Option<String> {
    document().document_element()?.get_attribute("data-theme")
}

/// The reader's own, as IANA names it.
pub fn time_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

pub fn now_milliseconds() -> f64 {
    Date::now()
}

/// How far the reader's clock is ahead, now.
pub fn minutes_ahead_of_utc() -> i64 {
    -(Date::new_0().get_timezone_offset() as i64)
}

/// How far the reader's clock is ahead at that moment: summer time comes and goes.
pub fn minutes_ahead_of_utc_at(milliseconds: i64) -> i64 {
    -(Date::new(&JsValue::from_f64(milliseconds as f64)).get_timezone_offset() as i64)
}

/// In the reader's own time zone; without seconds where somebody chose a full minute.
pub fn local_time(milliseconds: i64, language: &str) -> Option<String> {
    let options = Object::new();
    let time = if milliseconds % 60_000 == 0 { "short" } else { "medium" };
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", time)] {
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    Date::new(&JsValue::from_f64(milliseconds as f64)).to_locale_string(language, &options).as_string()
}

pub fn dropped_files(event: &DragEvent) -> Vec<File> {
    event.data_transfer().and_then(|dropped| dropped.files()).map(|files| listed(&files)).unwrap_or_default()
}

pub fn pasted_files(event: &Event) -> Vec<File> {
    let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    pasted.and_then(|pasted| pasted.files()).map(|files| listed(&files)).unwrap_or_default()
}

pub fn chosen_files(input: &HtmlInputElement) -> Vec<File> {
    input.files().map(|files| listed(&files)).unwrap_or_default()
}

/// What was dropped becomes what was chosen.
pub fn give_files(input: &HtmlInputElement, event: &DragEvent) {
    if let Some(files) = event.data_transfer().and_then(|dropped| dropped.files()) {
        input.set_files(Some(&files));
        let _ = Event::new("change").and_then(|event| input.dispatch_event(&event));
    }
}

fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|n| files.get(n)).collect()
}

/// Into the clipboard; `then` learns whether it came there. A page without TLS has no clipboard.
pub fn copy(text: &str, then: impl Fn(bool) + 'static) {
    let navigator = window().navigator();
    let has_clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|found| found.is_object());
    if !has_clipboard {
        return then(false);
    }
    let written = navigator.clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        then(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
    });
}

/// Whether a click hit the node or what is in it.
pub fn is_inside(node: &Element, event: &MouseEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<Node>().ok()).is_some_and(|target| node.contains(Some(&target)))
}

/// Whether a click chose something: a link or a button.
pub fn is_choice(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("a, button").is_ok_and(|found| found.is_some()))
}

/// From where the focus is to the next link, button or input, round and round.
pub fn move_focus(list: &Element, step: Step, event: &KeyboardEvent) {
    let Ok(found) = list.query_selector_all("summary, a[href], button:not([disabled])") else { return };
    let places: Vec<HtmlElement> = (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = places.iter().position(|place| active.as_ref().is_some_and(|active| active.is_same_node(Some(place))));
    let (Some(at), true) = (at, list.has_attribute("open")) else { return };
    let next = match step {
        Step::Next => (at + 1) % places.len(),
        Step::Back => (at + places.len() - 1) % places.len(),
    };
    event.prevent_default();
    let _ = places[next].focus();
}

/// A dialog that the server drew open comes above everything else, and gets the keyboard; but somebody who types in it
/// already goes on typing there, without as much as a blink.
pub fn make_modal(dialog: &HtmlDialogElement) {
    let active = document().active_element().filter(|active| !active.is_same_node(Some(dialog)));
    let typed_in = active.filter(|active| dialog.contains(Some(active))).filter(|it| !it.has_attribute("autofocus"));
    if let Some(typed_in) = &typed_in {
        let _ = typed_in.set_attribute("autofocus", "");
    }
    // only a closed one can be made modal; `close` would give the keyboard away and tell of it
    let _ = dialog.remove_attribute("open");
    let _ = dialog.show_modal();
    if let Some(typed_in) = typed_in {
        let _ = typed_in.remove_attribute("autofocus");
        let is_left = document().active_element().is_none_or(|active| !active.is_same_node(Some(&typed_in)));
        if let Some(typed_in) = typed_in.dyn_ref::<HtmlElement>().filter(|_| is_left) {
            let _ = typed_in.focus();
        }
    }
}

pub fn focus_first(within: &Element, selector: &str) {
    let found = within.query_selector(selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(found) = found {
        let _ = found.focus();
    }
}

/// Gives the keyboard to the control of this id, where there is one.
pub fn focus_on(id: &str) {
    if let Some(control) = document().get_element_by_id(id).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = control.focus();
    }
}

/// Closes what a `popovertarget` button opened, if it is open.
pub fn hide_popover(id: &str) {
    let Some(node) = document().get_element_by_id(id) else { return };
    if node.matches(":popover-open").unwrap_or(false)
        && let Ok(hide) = Reflect::get(&node, &JsValue::from_str("hidePopover"))
        && let Some(hide) = hide.dyn_ref::<js_sys::Function>()
    {
        let _ = hide.call0(&node);
    }
}

/// Makes the router leave links to pages that show mail to the browser, unless this document may show mail itself.
pub fn load_where(shows_mail: fn(&str) -> bool) {
    if is_loaded_as_mail() {
        return;
    }
    let leave = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(link) = clicked.and_then(|clicked| clicked.closest("a[href]").ok().flatten()) else { return };
        if link.get_attribute("href").is_some_and(|href| shows_mail(&href)) {
            let _ = link.set_attribute("rel", "external");
        }
    });
    // before the router, which listens further out
    let _ = document().add_event_listener_with_callback_and_bool("click", leave.as_ref().unchecked_ref(), true);
    leave.forget();
}

/// A server function that leads to a page that shows mail has it loaded at once. The router would draw it over this
/// document, and only then load it. To be called before the router sets its own way of following.
pub fn follow_redirects_where(shows_mail: fn(&str) -> bool) {
    let follow = move |to: &str| {
        if shows_mail(to) && !is_loaded_as_mail() {
            let _ = location().set_href(to);
        } else {
            BrowserUrl::redirect(to);
        }
    };
    let _ = set_redirect_hook(follow);
}

pub fn reload_unless_loaded_as_mail() {
    if !is_loaded_as_mail() {
        let _ = location().reload();
    }
}

pub fn is_loaded_as_mail() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-shows-mail"))
}

/// Into the field of this id.
pub fn insert_text_into(id: &str, text: &str) {
    if let Some(field) = document().get_element_by_id(id).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        insert_text(&field, text);
    }
}

/// In place of what is selected, as if it were typed: the browser's own undo takes it back.
pub fn insert_text(field: &HtmlElement, text: &str) {
    let _ = field.focus();
    let document = document();
    let [command, no_dialog, text] = ["insertText".into(), JsValue::FALSE, text.into()];
    let inserted = Reflect::get(&document, &"execCommand".into())
        .ok()
        .and_then(|found| found.dyn_into::<js_sys::Function>().ok())
        .and_then(|insert| insert.call3(&document, &command, &no_dialog, &text).ok());
    if inserted != Some(JsValue::TRUE) {
        let write = Reflect::get(field, &"setRangeText".into()).ok();
        let _ =
            write.and_then(|write| write.dyn_into::<js_sys::Function>().ok()).map(|write| write.call1(field, &text));
        let _ = Event::new("input").and_then(|event| field.dispatch_event(&event));
    }
}
