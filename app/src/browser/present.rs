use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent};

pub fn page_language() -> Option<String> {
    document().document_element()?.get_attribute("lang")
}

pub fn now_milliseconds() -> f64 {
    Date::now()
}

/// In the reader's own time zone.
pub fn local_time(milliseconds: i64, language: &str) -> Option<String> {
    let options = Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", "medium")] {
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    Date::new(&JsValue::from_f64(milliseconds as f64)).to_locale_string(language, &options).as_string()
}

/// Calls `on_message` with every message of a server's stream until the current owner goes away.
/// The browser reconnects by itself.
pub fn follow(path: &str, on_message: impl Fn(String) + 'static, on_open: impl Fn(bool) + 'static) {
    let Ok(source) = EventSource::new(path) else { return };
    let on_open = std::rc::Rc::new(on_open);
    let opened = {
        let on_open = on_open.clone();
        Closure::<dyn Fn()>::new(move || on_open(true))
    };
    let lost = Closure::<dyn Fn()>::new(move || on_open(false));
    let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            on_message(text);
        }
    });
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onerror(Some(lost.as_ref().unchecked_ref()));
    source.set_onmessage(Some(message.as_ref().unchecked_ref()));
    let kept = SendWrapper::new((source, opened, lost, message));
    on_cleanup(move || {
        let (source, ..) = &*kept;
        source.set_onmessage(None);
        source.set_onerror(None);
        source.set_onopen(None);
        source.close();
    });
}
