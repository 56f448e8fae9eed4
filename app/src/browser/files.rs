//! Files on their way to the server.

use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

/// A file on its way to the server.
#[derive(Clone, Debug)]
pub struct KeptFile(SendWrapper<File>);

impl KeptFile {
    pub fn new(file: File) -> Self {
        Self(SendWrapper::new(file))
    }

    pub fn name(&self) -> String {
        self.0.name()
    }

    pub fn octets(&self) -> u64 {
        self.0.size() as u64
    }
}

/// Sends one file as a form of that one field, and tells how much of it has left, from 0 to 1, and what was
/// answered: the status and the text, `None` where no answer came.
pub fn upload(
    path: &str,
    field: &str,
    file: &KeptFile,
    on_progress: impl Fn(f64) + 'static,
    on_end: impl Fn(Option<(u16, String)>) + 'static,
) {
    let (Ok(request), Ok(form)) = (XmlHttpRequest::new(), FormData::new()) else { return on_end(None) };
    let is_ready = form.append_with_blob_and_filename(field, &file.0, &file.name()).is_ok()
        && request.open("POST", path).is_ok()
        && request.set_request_header("accept", "application/json").is_ok();
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            on_progress(event.loaded() / event.total());
        }
    });
    if let Ok(sending) = request.upload() {
        sending.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    // the closures live until the request has ended
    let kept = Rc::new(RefCell::new(None));
    let end = {
        let (request, kept) = (request.clone(), kept.clone());
        Closure::<dyn Fn()>::new(move || {
            let status = request.status().unwrap_or(0);
            on_end((status > 0).then(|| (status, request.response_text().ok().flatten().unwrap_or_default())));
            request.set_onloadend(None);
            let kept = kept.clone();
            leptos::prelude::queue_microtask(move || drop(kept.take()));
        })
    };
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    kept.replace(Some((progress, end)));
    if !is_ready || request.send_with_opt_form_data(Some(&form)).is_err() {
        let _ = request.abort();
    }
}
