//! Edition + recipient + links -> letter. The browser's preview and the dispatcher run this very code.

mod body;
mod inspect;
mod mime;
mod person;
mod preheader;
mod sample;

use crate::{
    EmailAddress, Sentence,
    edition::Edition,
    letter::Letter,
    recipient::Recipient,
    template::{Escaping, Problem, Template, Unescaped, missing},
};
use body::Body;
pub use inspect::{Inspected, inspect};
use jiff::Timestamp;
use person::Person;
pub(crate) use person::one_line;
pub use sample::{sample, sample_edition, sample_links, sample_recipient};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

/// An edition parsed once, ready to be filled in for any number of people.
#[derive(Debug)]
pub struct PreparedEdition {
    edition: Edition,
    subject: Template,
    preheader: Template,
    html: Body,
    text: Body,
    fields: BTreeMap<String, Template>,
}

impl PreparedEdition {
    /// # Errors
    /// What the template language does not know, with the part it stands in named in front.
    pub fn new(edition: Edition) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut parse = |part: Sentence, source: &str| match Template::parse(source, Unescaped::Refused) {
            Ok(template) => template,
            Err(found) => {
                problems.extend(found.into_iter().map(|found| named(part.clone(), found)));
                Template::default()
            }
        };
        let subject = parse(SUBJECT.into(), &edition.subject);
        let preheader = parse(PREHEADER.into(), &edition.preheader);
        let html = parse(HTML.into(), &edition.html);
        let text = parse(TEXT.into(), &edition.text);
        let fields =
            edition.fields.iter().map(|(name, source)| (name.clone(), parse(name.as_str().into(), source))).collect();
        problems.extend(mime::check_list_id(&edition.list_id).err());
        if !problems.is_empty() {
            return Err(problems);
        }
        let html = with_preheader(html, &edition)?;
        let html = Body::new(html, Escaping::Html, &edition.fields);
        let text = Body::new(text, Escaping::Text, &edition.fields);
        Ok(Self { edition, subject, preheader, html, text, fields })
    }

    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Whether somebody who reads Korean gets other words than somebody who reads English.
    pub fn speaks_languages(&self) -> bool {
        let parts = [&self.subject, &self.preheader, self.html.template(), self.text.template()];
        parts.into_iter().chain(self.fields.values()).any(Template::speaks_languages)
    }

    /// The names that would stay empty in every letter: asked for without a `default`, and neither one of these
    /// columns nor a field.
    pub fn missing<'a>(&'a self, columns: impl IntoIterator<Item = &'a str> + Clone) -> Vec<String> {
        let person = self.fields.values().flat_map(|field| missing(field.required(), columns.clone()));
        let everything = || columns.clone().into_iter().chain(self.fields.keys().map(String::as_str));
        let parts = [&self.subject, &self.preheader, self.html.template(), self.text.template()];
        let letter = parts.into_iter().flat_map(|part| missing(part.required(), everything()));
        let names: std::collections::BTreeSet<String> = person.chain(letter).collect();
        names.into_iter().collect()
    }
}

fn with_preheader(html: Template, edition: &Edition) -> Result<Template, Vec<Problem>> {
    let asks_for_it = html.variables().iter().any(|name| name.eq_ignore_ascii_case(preheader::NAME));
    match preheader::insert(&edition.html, &edition.preheader, asks_for_it) {
        Cow::Borrowed(_) => Ok(html),
        Cow::Owned(html) => Template::parse(&html, Unescaped::Refused),
    }
}

impl PreparedEdition {
    /// The parts and fields that ask for this name and let nothing stand in for it, as people call them.
    pub fn places_of(&self, name: &str) -> Sentence {
        let parts = [
            (SUBJECT, &self.subject),
            (PREHEADER, &self.preheader),
            (("template", "템플릿"), self.html.template()),
            (TEXT, self.text.template()),
        ];
        let parts = parts.into_iter().map(|(part, template)| (Sentence::from(part), template));
        let fields = self.fields.iter().map(|(field, template)| (Sentence::from(field.as_str()), template));
        let asks = |template: &Template| template.required().iter().any(|asked| asked.eq_ignore_ascii_case(name));
        let asking = parts.chain(fields).filter(|(_, template)| asks(template));
        let (en, ko): (Vec<_>, Vec<_>) = asking.map(|(place, _)| (place.en, place.ko)).unzip();
        Sentence::new(en.join(", "), ko.join(", "))
    }
}

/// What people call a part of a letter, in English and in Korean.
type Part = (&'static str, &'static str);

const SUBJECT: Part = ("subject", "제목");
const PREHEADER: Part = ("preheader", "미리보기 문구");
const HTML: Part = ("HTML", "HTML");
const TEXT: Part = ("plain text", "텍스트");

fn named(part: impl Into<Sentence>, problem: Problem) -> Problem {
    let (part, text) = (part.into(), problem.text);
    let text = Sentence::new(format!("{}: {}", part.en, text.en), format!("{}: {}", part.ko, text.ko));
    Problem { text, ..problem }
}

/// All that decides the bytes of one letter, as it is asked for and as it can be told of a letter that left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manuscript {
    pub edition: Edition,
    pub recipient: Recipient,
    pub links: Links,
    pub stamp: Stamp,
}

/// What only this person's letter carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The one-click and preference address (RFC 8058).
    pub unsubscribe: String,
    /// `mailto:` for the same, where an inbox is configured.
    pub unsubscribe_mailto: Option<String>,
}

/// What changes from one attempt to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Without angle brackets: `7.200.1.k3v9@mail.shop.example.com`.
    pub message_id: String,
    pub at: Timestamp,
}

/// The words of one person's letter, as the preview shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// One line.
    pub preheader: String,
    pub html: String,
    pub text: String,
}

/// # Errors
/// Where a part becomes too long for a mail.
pub fn render(edition: &PreparedEdition, recipient: &Recipient, links: &Links) -> Result<Rendered, Problem> {
    let person = Person::new(edition, recipient, links)?;
    Ok(Rendered {
        html: edition.html.render(&person).map_err(|problem| named(HTML, problem))?,
        text: edition.text.render(&person).map_err(|problem| named(TEXT, problem))?,
        subject: person.subject().to_owned(),
        preheader: person.preheader().to_owned(),
    })
}

/// The finished letter: same input, same bytes.
///
/// # Errors
/// Where a part becomes too long for a mail, or the message id or a link is not one.
pub fn compose(
    edition: &PreparedEdition,
    recipient: &Recipient,
    links: &Links,
    stamp: &Stamp,
) -> Result<Letter, Problem> {
    compose_to(edition, recipient, links, stamp, &recipient.address)
}

/// The same letter, addressed to somebody else who wants to see it: only the `To` header differs, and a header says so.
///
/// # Errors
/// As `compose`.
pub fn compose_to(
    edition: &PreparedEdition,
    recipient: &Recipient,
    links: &Links,
    stamp: &Stamp,
    to: &EmailAddress,
) -> Result<Letter, Problem> {
    let person = Person::new(edition, recipient, links)?;
    Ok(Letter {
        from: edition.edition.from.address.clone(),
        to: to.clone(),
        mime: mime::write(edition, &person, stamp, to)?,
    })
}

#[cfg(test)]
mod tests;
