use super::{Made, Proof};
use domain::{
    compose::Manuscript,
    template::{Compiled, Markup, Problem},
};
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

const SCRIPT: &str = "/pkg/press-worker.js";

const NO_PRESS: (&str, &str) = (
    "the preview could not be made in this browser; reload the page",
    "이 브라우저에서 미리보기를 만들지 못했습니다. 페이지를 새로고침하세요",
);

type OnAnswer = Box<dyn FnOnce(&Answer)>;

/// See the module.
#[derive(Clone, Copy)]
pub struct Press(StoredValue<SendWrapper<Rc<Desk>>>);

impl Press {
    /// The worker starts with the first question and ends with the current owner.
    pub fn open() -> Self {
        let press = Self(StoredValue::new(SendWrapper::new(Rc::default())));
        on_cleanup(move || {
            press.0.try_with_value(|desk| desk.close());
        });
        press
    }

    pub fn compile(self, markup: Markup, source: &str, on_done: impl FnOnce(Made<Compiled>) + 'static) {
        let markup = match markup {
            Markup::Html => "html",
            Markup::Mjml => "mjml",
        };
        let question = question("compile", &[("markup", markup), ("source", source)]);
        self.ask(Kind::Compile, question, move |answer| on_done(answer.compiled()));
    }

    pub fn letter(self, manuscript: &Manuscript, on_done: impl FnOnce(Made<Proof>) + 'static) {
        let Manuscript { edition, recipient, links, stamp } = manuscript;
        // long texts travel beside the JSON: nothing escapes them
        let (html, text) = (edition.html.as_str(), edition.text.as_str());
        let mut short = edition.clone();
        (short.html, short.text) = Default::default();
        let rest = serde_json::json!({ "edition": short, "recipient": recipient, "links": links, "stamp": stamp });
        let question = question("letter", &[("manuscript", &rest.to_string()), ("html", html), ("text", text)]);
        self.ask(Kind::Letter, question, move |answer| on_done(answer.proof()));
    }

    fn ask(self, kind: Kind, question: Object, on_answer: impl FnOnce(&Answer) + 'static) {
        self.0.try_with_value(|desk| desk.ask(kind, question, Box::new(on_answer)));
    }
}

fn question(asks: &str, texts: &[(&str, &str)]) -> Object {
    let question = Object::new();
    for (name, text) in [("asks", asks)].iter().chain(texts) {
        let _ = Reflect::set(&question, &JsValue::from_str(name), &JsValue::from_str(text));
    }
    question
}

#[derive(Clone, Copy)]
enum Kind {
    Compile,
    Letter,
}

/// Where questions wait for the worker.
#[derive(Default)]
struct Desk {
    worker: RefCell<Option<Hired>>,
    asked: Cell<u32>,
    lines: [RefCell<Line>; 2],
}

/// The questions of one kind: the one under way, by its number, and the newest after it.
#[derive(Default)]
struct Line {
    under_way: Option<(u32, OnAnswer)>,
    next: Option<(Object, OnAnswer)>,
}

struct Hired {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

impl Desk {
    fn ask(self: &Rc<Self>, kind: Kind, question: Object, on_answer: OnAnswer) {
        let line = &self.lines[kind as usize];
        if line.borrow().under_way.is_some() {
            line.borrow_mut().next = Some((question, on_answer));
        } else {
            self.send(kind, question, on_answer);
        }
    }

    fn send(self: &Rc<Self>, kind: Kind, question: Object, on_answer: OnAnswer) {
        let number = self.asked.get() + 1;
        self.asked.set(number);
        let _ = Reflect::set(&question, &"number".into(), &number.into());
        self.lines[kind as usize].borrow_mut().under_way = Some((number, on_answer));
        let sent = self.with_worker(|worker| worker.post_message(&question)).is_some_and(|sent| sent.is_ok());
        if !sent {
            self.break_down();
        }
    }

    fn with_worker<T>(self: &Rc<Self>, with: impl FnOnce(&Worker) -> T) -> Option<T> {
        let mut hired = self.worker.borrow_mut();
        if hired.is_none() {
            *hired = Hired::at(self).ok();
        }
        hired.as_ref().map(|hired| with(&hired.worker))
    }

    fn take(self: &Rc<Self>, answer: &Answer) {
        for kind in [Kind::Compile, Kind::Letter] {
            let is_its = |(number, _): &mut (u32, OnAnswer)| Some(*number) == answer.number();
            let done = self.lines[kind as usize].borrow_mut().under_way.take_if(is_its);
            let Some((_, on_answer)) = done else { continue };
            // a press that broke off in the middle is not asked again
            if answer.text("broken").is_some() {
                self.close();
            }
            let next = self.lines[kind as usize].borrow_mut().next.take();
            if let Some((question, on_answer)) = next {
                self.send(kind, question, on_answer);
            }
            on_answer(answer);
        }
    }

    /// Everybody who waits is told; the next question starts a new worker.
    fn break_down(self: &Rc<Self>) {
        self.close();
        for line in &self.lines {
            let Line { under_way, next } = std::mem::take(&mut *line.borrow_mut());
            let waiting =
                under_way.map(|(_, on_answer)| on_answer).into_iter().chain(next.map(|(_, on_answer)| on_answer));
            waiting.for_each(|on_answer| on_answer(&Answer::none()));
        }
    }

    fn close(&self) {
        if let Some(hired) = self.worker.borrow_mut().take() {
            hired.worker.terminate();
            hired.worker.set_onmessage(None);
            hired.worker.set_onerror(None);
        }
    }
}

impl Hired {
    fn at(desk: &Rc<Desk>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options)?;
        let on_message = {
            let desk = Rc::downgrade(desk);
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                with(&desk, |desk| desk.take(&Answer(event.data())));
            })
        };
        let on_error = {
            let desk = Rc::downgrade(desk);
            Closure::<dyn Fn()>::new(move || with(&desk, Desk::break_down))
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

fn with(desk: &Weak<Desk>, then: impl FnOnce(&Rc<Desk>)) {
    if let Some(desk) = desk.upgrade() {
        then(&desk);
    }
}

/// What the worker said; nothing where it broke.
struct Answer(JsValue);

impl Answer {
    fn none() -> Self {
        Self(JsValue::UNDEFINED)
    }

    fn number(&self) -> Option<u32> {
        self.value("number")?.as_f64().map(|number| number as u32)
    }

    fn compiled(&self) -> Made<Compiled> {
        let made = || {
            Some(Compiled { html: self.text("html")?, text: self.text("text")?, variables: self.json("variables")? })
        };
        self.made(made)
    }

    fn proof(&self) -> Made<Proof> {
        self.made(|| {
            Some(Proof {
                subject: self.text("subject")?,
                preheader: self.text("preheader")?,
                html: self.text("html")?,
                text: self.text("text")?,
                html_octets: self.octets("htmlOctets")?,
                octets: self.octets("octets")?,
                sha256: self.text("sha256")?,
                names: self.json("names")?,
            })
        })
    }

    fn made<T>(&self, made: impl FnOnce() -> Option<T>) -> Made<T> {
        if let Some(problems) = self.json::<Vec<Problem>>("problems") {
            return Err(problems);
        }
        made().ok_or_else(|| vec![Problem::of_all(NO_PRESS)])
    }

    fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(&self.text(name)?).ok()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.value(name)?.as_string()
    }

    fn octets(&self, name: &str) -> Option<usize> {
        self.value(name)?.as_f64().map(|octets| octets as usize)
    }

    fn value(&self, name: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &name.into()).ok()
    }
}
