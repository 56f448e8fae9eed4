//! Every name a letter's templates may ask for, of one person.

use super::{Links, PREHEADER, PreparedEdition, SUBJECT, marks, named};
use crate::{
    contact::Attributes,
    recipient::Recipient,
    template::{Escaping, Found, Lookup, Problem},
};

/// Looked up in this order: the links, the subject and the preheader, which nothing overrides; the fields of the campaign; the
/// person's name and address; the attributes. In each an exact name first; if none has it, one in other letter case.
pub(super) struct Person<'a> {
    recipient: &'a Recipient,
    links: &'a Links,
    fields: Vec<(&'a str, String)>,
    subject: Option<String>,
    preheader: Option<String>,
}

impl<'a> Person<'a> {
    /// Fills in the fields, then the subject, then the preheader: each sees what was known before it.
    pub fn new(edition: &'a PreparedEdition, recipient: &'a Recipient, links: &'a Links) -> Result<Self, Problem> {
        let mut person = Self { recipient, links, fields: Vec::new(), subject: None, preheader: None };
        let fields = edition.fields.iter().map(|(name, template)| {
            let text = template.render(&person, Escaping::Text).map_err(|problem| named(name.as_str(), problem))?;
            Ok((name.as_str(), text))
        });
        person.fields = fields.collect::<Result<_, Problem>>()?;
        let subject = edition.subject.render(&person, Escaping::Text).map_err(|problem| named(SUBJECT, problem))?;
        person.subject = Some(one_line(&subject));
        let line = edition.preheader.render(&person, Escaping::Text).map_err(|problem| named(PREHEADER, problem))?;
        person.preheader = Some(one_line(&line));
        Ok(person)
    }

    pub fn subject(&self) -> &str {
        self.subject.as_deref().unwrap_or_default()
    }

    pub fn preheader(&self) -> &str {
        self.preheader.as_deref().unwrap_or_default()
    }

    pub fn recipient(&self) -> &'a Recipient {
        self.recipient
    }

    pub fn links(&self) -> &'a Links {
        self.links
    }

    fn find_by(
        &self,
        is: impl Fn(&str) -> bool,
        attribute: impl Fn(&'a Attributes) -> Option<Found<'a>>,
    ) -> Option<Found<'_>> {
        if is("UnsubscribeUrl") {
            return Some(Found::Text(&self.links.unsubscribe));
        }
        if is("KeepUrl") {
            return Some(Found::Text(&self.links.keep));
        }
        if is("WebViewUrl") {
            return Some(Found::Text(&self.links.web_view));
        }
        if let Some(track) = &self.links.track {
            // names of our own making: no template asks for them
            if is(marks::CLICK) {
                return Some(Found::Text(&track.clicks));
            }
            if is(marks::OPEN) {
                return Some(Found::Text(&track.opens));
            }
        }
        if is("Subject") {
            return self.subject.as_deref().map(Found::Text);
        }
        if is(super::preheader::NAME) {
            return self.preheader.as_deref().map(Found::Text);
        }
        if let Some((_, text)) = self.fields.iter().find(|(name, _)| is(name)) {
            return Some(Found::Lines(text));
        }
        if is("Name") && !self.recipient.name.is_empty() {
            return Some(Found::Text(&self.recipient.name));
        }
        if is("Email") {
            return Some(Found::Text(self.recipient.address.as_str()));
        }
        attribute(&self.recipient.merge)
    }
}

impl Lookup for Person<'_> {
    fn find(&self, name: &str) -> Option<Found<'_>> {
        self.find_by(|known| known == name, |merge| merge.get(name).map(Found::Json)).or_else(|| {
            let same = |known: &str| is_same(known, name);
            self.find_by(same, |merge| merge.iter().find(|(known, _)| same(known)).map(|(_, value)| Found::Json(value)))
        })
    }

    fn locale(&self) -> Option<&str> {
        self.recipient.locale.as_deref()
    }
}

/// But for letter case. Only names that are not ASCII need to be allocated for it.
fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        one.eq_ignore_ascii_case(other)
    } else {
        one.to_lowercase() == other.to_lowercase()
    }
}

/// What may stand in a header: blanks and control characters become one space, which folding cannot lose, and `=?`
/// comes apart, which a mail program would read as an encoded word (RFC 2047) even where a person wrote it.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").replace("=?", "= ?")
}
