//! A letter weighed and searched for gaps without being written: for looking at a whole audience.

use super::{HTML, Links, Part, PreparedEdition, TEXT, named, person::Person};
use crate::{
    draft::mark,
    recipient::Recipient,
    template::{Escaping, LiteralId, Lookup, OUTPUT_OCTETS_MAX, Problem, Sink, Template, TooLong, fill},
};
use std::collections::BTreeSet;

/// What one person's letter would be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected<'a> {
    /// Of the HTML as it reads, in UTF-8.
    pub html_octets: usize,
    /// Names that have no value, though nothing stands in for it.
    pub blanks: Vec<&'a str>,
    /// The subject begins with the mark of advertising.
    pub is_marked: bool,
}

impl PreparedEdition {
    /// Names that the people have to give a value for: asked for without a `default`, and no field of the campaign.
    pub fn required(&self) -> Vec<String> {
        let is_given = |name: &str| {
            let is = |known: &str| known.eq_ignore_ascii_case(name);
            is("UnsubscribeUrl")
                || is("KeepUrl")
                || is("WebViewUrl")
                || is("Subject")
                || is("Preheader")
                || is("Email")
                || self.fields.keys().any(|field| is(field))
        };
        let parts = [&self.subject, &self.preheader, self.html.template(), self.text.template()];
        let names = parts.into_iter().chain(self.fields.values()).flat_map(Template::required);
        let names: BTreeSet<&String> = names.filter(|name| !is_given(name)).collect();
        names.into_iter().cloned().collect()
    }
}

/// `required` are the edition's.
///
/// # Errors
/// Where a part becomes too long for a mail.
pub fn inspect<'a>(
    edition: &PreparedEdition,
    required: &'a [String],
    recipient: &Recipient,
    links: &Links,
) -> Result<Inspected<'a>, Problem> {
    let person = Person::new(edition, recipient, links)?;
    let is_blank = |name: &str| person.find(name).is_none_or(|found| found.is_empty());
    let blanks = required.iter().map(String::as_str).filter(|name| is_blank(name)).collect();
    let octets = |template, escaping, part: Part| {
        let mut octets = Octets(0);
        fill(template, &person, escaping, &mut octets).map_err(|too_long| named(part, too_long.into()))?;
        Ok::<usize, Problem>(octets.0)
    };
    octets(edition.text.template(), Escaping::Text, TEXT)?;
    let html_octets = octets(edition.html_for(links).template(), Escaping::Html, HTML)?;
    Ok(Inspected { html_octets, blanks, is_marked: mark::is_marked(person.subject()) })
}

struct Octets(usize);

impl Sink for Octets {
    fn literal(&mut self, _: LiteralId, text: &str) -> Result<(), TooLong> {
        self.value(text)
    }

    fn value(&mut self, text: &str) -> Result<(), TooLong> {
        self.0 += text.len();
        if self.0 > OUTPUT_OCTETS_MAX { Err(TooLong) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::inspect;
    use crate::{
        compose::{Links, PreparedEdition, render, sample_links},
        edition::Edition,
        recipient::Recipient,
    };
    use serde_json::json;
    use std::collections::BTreeMap;

    fn edition() -> PreparedEdition {
        let edition = Edition {
            kind: crate::campaign::CampaignKind::Informational,
            from: "Shop <news@shop.example>".parse().unwrap(),
            reply_to: None,
            subject: "Hello {{Name}}".into(),
            preheader: "For {{Grade}}".into(),
            html: "<p>{{Name}} {{Grade}} {{default City \"Seoul\"}} {{Body}} {{UnsubscribeUrl}}</p>".into(),
            text: "{{name}} {{Points}}".into(),
            fields: BTreeMap::from([("Body".into(), "Dear {{Title}}".into())]),
            list_id: "news.shop.example".into(),
            tracking: Default::default(),
        };
        PreparedEdition::new(edition).unwrap()
    }

    #[test]
    fn a_letter_weighs_what_it_renders_to_and_its_gaps_are_named() {
        let edition = edition();
        let links = Links { unsubscribe: "https://shop.example/u/x".into(), ..sample_links() };
        let required = edition.required();
        assert_eq!(required, ["Grade", "Name", "Points", "Title", "name"]);
        let mut person = Recipient {
            seq: 1,
            address: "a@example.com".parse().unwrap(),
            name: "한결 & Co".into(),
            locale: None,
            merge: BTreeMap::from([
                ("grade".into(), json!("Gold")),
                ("Points".into(), json!(0)),
                ("Title".into(), json!("")),
            ]),
        };
        let inspected = inspect(&edition, &required, &person, &links).unwrap();
        assert_eq!(inspected.blanks, ["Title"]);
        assert_eq!(inspected.html_octets, render(&edition, &person, &links).unwrap().html.len());
        person.name.clear();
        person.merge.clear();
        assert_eq!(inspect(&edition, &required, &person, &links).unwrap().blanks, required);
    }
}
