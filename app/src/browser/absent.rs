use super::Step;
use leptos::{
    ev::{DragEvent, Event, KeyboardEvent, MouseEvent},
    web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement},
};

pub fn page_language() -> Option<String> {
    None
}

pub fn page_theme() -> Option<String> {
    None
}

pub fn time_zone() -> Option<String> {
    None
}

pub fn now_milliseconds() -> f64 {
    0.0
}

pub fn minutes_ahead_of_utc() -> i64 {
    0
}

pub fn minutes_ahead_of_utc_at(_milliseconds: i64) -> i64 {
    0
}

pub fn local_time(_milliseconds: i64, _language: &str) -> Option<String> {
    None
}

pub fn follow(_path: &str, _on_message: impl Fn(String) + 'static, _on_open: impl Fn(bool) + 'static) {}

/// A file of the reader's machine; on the server there is none.
#[derive(Clone, Debug)]
pub enum File {}

pub fn dropped_files(_event: &DragEvent) -> Vec<File> {
    Vec::new()
}

pub fn pasted_files(_event: &Event) -> Vec<File> {
    Vec::new()
}

pub fn chosen_files(_input: &HtmlInputElement) -> Vec<File> {
    Vec::new()
}

pub fn give_files(_input: &HtmlInputElement, _event: &DragEvent) {}

pub fn copy(_text: &str, _then: impl Fn(bool) + 'static) {}

pub fn is_inside(_node: &Element, _event: &MouseEvent) -> bool {
    false
}

pub fn is_choice(_event: &MouseEvent) -> bool {
    false
}

pub fn move_focus(_list: &Element, _step: Step, _event: &KeyboardEvent) {}

pub fn make_modal(_dialog: &HtmlDialogElement) {}

pub fn focus_first(_within: &Element, _selector: &str) {}

pub fn hide_popover(_id: &str) {}

pub fn load_where(_shows_mail: fn(&str) -> bool) {}

pub fn follow_redirects_where(_shows_mail: fn(&str) -> bool) {}

pub fn reload_unless_loaded_as_mail() {}

pub fn is_loaded_as_mail() -> bool {
    true
}

/// A file on its way to the server.
#[derive(Clone, Debug)]
pub struct KeptFile(File);

impl KeptFile {
    pub fn new(file: File) -> Self {
        Self(file)
    }

    pub fn name(&self) -> String {
        match self.0 {}
    }

    pub fn octets(&self) -> u64 {
        match self.0 {}
    }
}

pub fn upload(
    _path: &str,
    _field: &str,
    file: &KeptFile,
    _on_progress: impl Fn(f64) + 'static,
    _on_end: impl Fn(Option<(u16, String)>) + 'static,
) {
    match file.0 {}
}

pub fn focus_on(_id: &str) {}
pub fn insert_text(_field: &HtmlElement, _text: &str) {}
pub fn insert_text_into(_id: &str, _text: &str) {}
