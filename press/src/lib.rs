//! The rules of letters in a worker of the browser: what the server does when a template is saved and when a letter
//! leaves, made beside the page, so that typing never waits for it.
//!
//! Questions and answers are plain objects. Long texts travel in them as they are; what is small and has a shape
//! travels as JSON.

mod message;

use domain::{
    compose::{Manuscript, PreparedEdition, compose, render},
    edition::Edition,
    template::{self, Markup, Problem},
};
use js_sys::Object;
use message::{Answer, Question};
use sha2::{Digest, Sha256};
use std::fmt::Display;
use wasm_bindgen::prelude::wasm_bindgen;

/// Keeps the words it read last: looking at the next person costs no parsing.
#[wasm_bindgen]
#[derive(Default)]
pub struct Press {
    kept: Option<PreparedEdition>,
}

#[wasm_bindgen]
impl Press {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Of `{number, asks: "compile", markup, source}` or `{number, asks: "letter", manuscript, html, text}`.
    pub fn answer(&mut self, question: &Object) -> Object {
        let question = Question(question);
        let answer = Answer::to(&question);
        let made = match question.text("asks").as_str() {
            "compile" => compile(&question, &answer),
            "letter" => self.letter(&question, &answer),
            other => Err(vec![Problem::of_all((
                format!("the preview does not know the question `{other}`; reload the page"),
                format!("미리보기가 알 수 없는 요청(`{other}`)을 받았습니다. 페이지를 새로고침하세요"),
            ))]),
        };
        if let Err(problems) = made {
            answer.json("problems", &problems);
        }
        answer.0
    }

    fn letter(&mut self, question: &Question<'_>, answer: &Answer) -> Result<(), Vec<Problem>> {
        let mut manuscript: Manuscript = question.json("manuscript").map_err(unreadable)?;
        manuscript.edition.html = question.text("html");
        manuscript.edition.text = question.text("text");
        let Manuscript { edition, recipient, links, stamp } = manuscript;
        let edition = self.prepared(edition)?;
        let shown = render(edition, &recipient, &links).map_err(|problem| vec![problem])?;
        let letter = compose(edition, &recipient, &links, &stamp).map_err(|problem| vec![problem])?;
        answer.json("names", &edition.missing(std::iter::empty()));
        answer.text("subject", &shown.subject);
        answer.text("preheader", &shown.preheader);
        answer.text("html", &shown.html);
        answer.text("text", &shown.text);
        answer.number("octets", letter.mime.len());
        answer.number("htmlOctets", shown.html.len());
        answer.text("sha256", &hexadecimal(&Sha256::digest(&letter.mime)));
        Ok(())
    }

    fn prepared(&mut self, edition: Edition) -> Result<&PreparedEdition, Vec<Problem>> {
        let prepared = match self.kept.take() {
            Some(kept) if *kept.edition() == edition => kept,
            _ => PreparedEdition::new(edition)?,
        };
        Ok(self.kept.insert(prepared))
    }
}

fn compile(question: &Question<'_>, answer: &Answer) -> Result<(), Vec<Problem>> {
    let markup = if question.text("markup") == "mjml" { Markup::Mjml } else { Markup::Html };
    let compiled = template::compile(markup, &question.text("source"))?;
    answer.text("html", &compiled.html);
    answer.text("text", &compiled.text);
    answer.json("variables", &compiled.variables);
    Ok(())
}

/// A question that no page of ours asks.
fn unreadable(error: impl Display) -> Vec<Problem> {
    vec![Problem::of_all((
        format!("the preview cannot read its question: {error}; reload the page"),
        format!("미리보기 요청을 읽을 수 없습니다: {error}. 페이지를 새로고침하세요"),
    ))]
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
