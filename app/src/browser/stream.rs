use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use send_wrapper::SendWrapper;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

const OPEN_ANEW_AFTER: Duration = Duration::from_secs(3);

/// Calls `on_message` with every message of a server's stream until the current owner goes away.
/// The browser reconnects by itself where the connection was cut; after any answer but the stream, we do.
pub fn follow(path: &str, on_message: impl Fn(String) + 'static, on_open: impl Fn(bool) + 'static) {
    let stream = Rc::new_cyclic(|stream: &Weak<Stream>| Stream::new(path, stream.clone(), on_message, on_open));
    stream.open();
    let kept = SendWrapper::new(stream);
    on_cleanup(move || kept.close());
}

struct Stream {
    path: String,
    source: RefCell<Option<EventSource>>,
    again: Cell<Option<TimeoutHandle>>,
    opened: Closure<dyn Fn()>,
    lost: Closure<dyn Fn()>,
    message: Closure<dyn Fn(MessageEvent)>,
}

impl Stream {
    fn new(
        path: &str,
        this: Weak<Self>,
        on_message: impl Fn(String) + 'static,
        on_open: impl Fn(bool) + 'static,
    ) -> Self {
        let on_open = Rc::new(on_open);
        let opened = {
            let on_open = on_open.clone();
            Closure::<dyn Fn()>::new(move || on_open(true))
        };
        let lost = Closure::<dyn Fn()>::new(move || {
            on_open(false);
            if let Some(stream) = this.upgrade() {
                stream.open_anew_where_closed();
            }
        });
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_message(text);
            }
        });
        let (source, again) = (RefCell::new(None), Cell::new(None));
        Self { path: path.to_owned(), source, again, opened, lost, message }
    }

    fn open(&self) {
        let Ok(source) = EventSource::new(&self.path) else { return };
        source.set_onopen(Some(self.opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(self.lost.as_ref().unchecked_ref()));
        source.set_onmessage(Some(self.message.as_ref().unchecked_ref()));
        self.source.replace(Some(source));
    }

    fn open_anew_where_closed(self: Rc<Self>) {
        let is_closed = self.source.borrow().as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED);
        if !is_closed {
            return;
        }
        self.close();
        let stream = Rc::downgrade(&self);
        let open = move || {
            if let Some(stream) = stream.upgrade() {
                stream.open();
            }
        };
        self.again.set(set_timeout_with_handle(open, OPEN_ANEW_AFTER).ok());
    }

    fn close(&self) {
        if let Some(again) = self.again.take() {
            again.clear();
        }
        if let Some(source) = self.source.take() {
            source.set_onmessage(None);
            source.set_onerror(None);
            source.set_onopen(None);
            source.close();
        }
    }
}
