//! The page between its drawing and its waking. It is there to be used from the first moment, while parts of the
//! program are still on their way: what one does meanwhile must neither be lost nor change what is about to wake.

use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Document, Element, Event, EventInit, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    PerformanceNavigationTiming,
};

const FIELDS: &str = "input:not([type=hidden]), select, textarea";

/// While it lasts, a link is followed by the browser itself, and what is typed is kept for the page that wakes.
pub struct Asleep {
    document: Document,
    typed: Rc<RefCell<Vec<Typed>>>,
    on_click: Closure<dyn FnMut(Event)>,
    on_input: Closure<dyn FnMut(Event)>,
}

impl Asleep {
    pub fn begin() -> Self {
        let document = leptos::prelude::document();
        let typed = Rc::new(RefCell::new(Vec::new()));
        // what the browser itself filled in again on coming back was not typed just now
        if is_first_visit() {
            let fields = document.query_selector_all(FIELDS).expect("a selector that can be read");
            let fields = (0..fields.length()).filter_map(|n| fields.item(n)?.dyn_into().ok());
            typed.borrow_mut().extend(fields.filter(is_changed).filter_map(Typed::of));
        }
        // the router hears clicks at the window, after this
        let on_click = Closure::<dyn FnMut(Event)>::new(|event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if target.is_some_and(|target| target.closest("a[href]").is_ok_and(|link| link.is_some())) {
                event.stop_propagation();
            }
        });
        let kept = typed.clone();
        let on_input = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(now) = field.and_then(Typed::of) {
                let mut kept = kept.borrow_mut();
                kept.retain(|before: &Typed| before.field != now.field);
                kept.push(now);
            }
        });
        for (event, listener) in [("click", &on_click), ("input", &on_input)] {
            let _ = document.add_event_listener_with_callback_and_bool(event, listener.as_ref().unchecked_ref(), true);
        }
        Self { document, typed, on_click, on_input }
    }

    pub fn end(self) {
        for (event, listener) in [("click", &self.on_click), ("input", &self.on_input)] {
            let _ = self.document.remove_event_listener_with_callback_and_bool(
                event,
                listener.as_ref().unchecked_ref(),
                true,
            );
        }
        for typed in self.typed.take() {
            typed.tell();
        }
    }
}

fn is_first_visit() -> bool {
    let navigation =
        leptos::prelude::window().performance().map(|clock| clock.get_entries_by_type("navigation").get(0));
    navigation
        .and_then(|entry| entry.dyn_into::<PerformanceNavigationTiming>().ok())
        .is_some_and(|navigation| navigation.type_() == web_sys::NavigationType::Navigate)
}

/// Whether it holds something else than it was drawn with.
fn is_changed(field: &Element) -> bool {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.value() != input.default_value() || input.checked() != input.default_checked()
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.default_value().is_ok_and(|drawn| drawn != area.value())
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        let drawn =
            field.query_selector("option[selected]").ok().flatten().and_then(|option| option.get_attribute("value"));
        drawn.is_some_and(|drawn| drawn != select.value())
    } else {
        false
    }
}

/// A field that somebody filled in, and what with.
struct Typed {
    field: Element,
    value: String,
    is_checked: bool,
}

impl Typed {
    fn of(field: Element) -> Option<Self> {
        let (value, is_checked) = if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            (input.value(), input.checked())
        } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            (area.value(), false)
        } else {
            (field.dyn_ref::<HtmlSelectElement>()?.value(), false)
        };
        Some(Self { field, value, is_checked })
    }

    /// To the page, as if it were typed now.
    fn tell(self) {
        if let Some(input) = self.field.dyn_ref::<HtmlInputElement>() {
            // nobody but its person gives a file to a field
            if input.type_() != "file" {
                input.set_value(&self.value);
            }
            input.set_checked(self.is_checked);
        } else if let Some(area) = self.field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(&self.value);
        } else if let Some(select) = self.field.dyn_ref::<HtmlSelectElement>() {
            select.set_value(&self.value);
        }
        let bubbles = EventInit::new();
        bubbles.set_bubbles(true);
        for kind in ["input", "change"] {
            if let Ok(event) = Event::new_with_event_init_dict(kind, &bubbles) {
                let _ = self.field.dispatch_event(&event);
            }
        }
    }
}
