pub fn page_language() -> Option<String> {
    None
}

pub fn now_milliseconds() -> f64 {
    0.0
}

pub fn local_time(_milliseconds: i64, _language: &str) -> Option<String> {
    None
}

pub fn follow(_path: &str, _on_message: impl Fn(String) + 'static, _on_open: impl Fn(bool) + 'static) {}
