//! Edition + recipient + links -> letter. The browser's preview and the dispatcher run this very code.

mod body;
mod click_map;
mod inspect;
mod marks;
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
pub use click_map::click_map;
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
    /// The same with links that are counted and the picture that tells of an opening, where the edition wants either.
    counted: Option<Body>,
    text: Body,
    fields: BTreeMap<String, Template>,
    links: Vec<CountedLink>,
}

/// A link whose clicks are counted, by its number in the letter.
#[derive(Debug)]
struct CountedLink {
    written: String,
    template: Template,
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
        let text = Body::new(text, Escaping::Text, &edition.fields);
        let marked = marks::mark(&edition);
        let counted = marked.counted.as_deref().map(|counted| html_body(counted, None, &edition)).transpose()?;
        let html = html_body(&marked.plain, matches!(marked.plain, Cow::Borrowed(_)).then_some(html), &edition)?;
        let links = marked.links.into_iter().map(CountedLink::new).collect::<Result<_, _>>()?;
        Ok(Self { edition, subject, preheader, html, counted, text, fields, links })
    }

    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Whether somebody who reads Korean gets other words than somebody who reads English.
    pub fn speaks_languages(&self) -> bool {
        let parts = [&self.subject, &self.preheader, self.html.template(), self.text.template()];
        parts.into_iter().chain(self.fields.values()).any(Template::speaks_languages)
    }

    /// The HTML of a letter with these links.
    fn html_for(&self, links: &Links) -> &Body {
        self.counted.as_ref().filter(|_| links.track.is_some()).unwrap_or(&self.html)
    }

    /// The links that are counted, in the order of their numbers, as the template has them.
    pub fn counted_links(&self) -> impl ExactSizeIterator<Item = &str> {
        self.links.iter().map(|link| link.written.as_str())
    }

    /// Where the link of this number, the first is 1, leads this person; `None` where there is none.
    ///
    /// # Errors
    /// Where a part becomes too long for a mail.
    pub fn link(&self, number: usize, recipient: &Recipient, links: &Links) -> Result<Option<String>, Problem> {
        let Some(link) = number.checked_sub(1).and_then(|n| self.links.get(n)) else { return Ok(None) };
        let person = Person::new(self, recipient, links)?;
        Ok(Some(link.template.render(&person, Escaping::Text)?))
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

impl CountedLink {
    fn new(written: String) -> Result<Self, Vec<Problem>> {
        Ok(Self { template: Template::parse(&written, Unescaped::Refused)?, written })
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

/// `parsed` is the source as a template, where somebody read it already.
fn html_body(source: &str, parsed: Option<Template>, edition: &Edition) -> Result<Body, Vec<Problem>> {
    let html = match parsed {
        Some(html) => html,
        None => Template::parse(source, Unescaped::Refused)?,
    };
    let asks_for_it = html.variables().iter().any(|name| name.eq_ignore_ascii_case(preheader::NAME));
    let html = match preheader::insert(source, &edition.preheader, asks_for_it) {
        Cow::Borrowed(_) => html,
        Cow::Owned(html) => Template::parse(&html, Unescaped::Refused)?,
    };
    Ok(Body::new(html, Escaping::Html, &edition.fields))
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
    /// Where somebody reminded of their consent says that it stands.
    #[serde(default)]
    pub keep: String,
    /// Where the letter can be seen in a browser.
    #[serde(default)]
    pub web_view: String,
    /// `None` where nothing is counted: the person asked for it, or somebody tries the campaign out.
    #[serde(default)]
    pub track: Option<Track>,
}

/// Where a letter that is counted reports to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// Before the number of a link: `https://news.shop.example/c/TOKEN`.
    pub clicks: String,
    /// Of a picture of one dot.
    pub opens: String,
}

/// What changes from one attempt to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Without angle brackets: `7.200.1.k3v9@mail.shop.example.com`.
    pub message_id: String,
    pub at: Timestamp,
}

/// The words of one person's letter, as the preview shows them: looking at them is never counted.
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
