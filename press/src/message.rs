use js_sys::{Object, Reflect};
use std::fmt::Display;
use wasm_bindgen::JsValue;

/// What the page asks.
pub struct Question<'a>(pub &'a Object);

impl Question<'_> {
    /// Empty where the page left it out.
    pub fn text(&self, name: &str) -> String {
        self.value(name).as_string().unwrap_or_default()
    }

    pub fn json<T: for<'a> serde::Deserialize<'a>>(&self, name: &str) -> Result<T, impl Display + use<T>> {
        serde_json::from_str(&self.text(name))
    }

    fn value(&self, name: &str) -> JsValue {
        Reflect::get(self.0, &name.into()).unwrap_or_default()
    }
}

/// What the worker says to it, under the number of the question.
pub struct Answer(pub Object);

impl Answer {
    pub fn to(question: &Question<'_>) -> Self {
        let answer = Self(Object::new());
        answer.set("number", &question.value("number"));
        answer
    }

    pub fn text(&self, name: &str, text: &str) {
        self.set(name, &text.into());
    }

    pub fn number(&self, name: &str, number: usize) {
        self.set(name, &(number as f64).into());
    }

    pub fn json(&self, name: &str, value: &impl serde::Serialize) {
        self.text(name, &serde_json::to_string(value).unwrap_or_default());
    }

    /// Cannot fail: the object is a plain one of our own.
    fn set(&self, name: &str, value: &JsValue) {
        let _ = Reflect::set(&self.0, &name.into(), value);
    }
}
