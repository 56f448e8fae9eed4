//! The public form, drawn.

use super::{Again, Fields, TopicId, form_text};
use crate::web::door::{shell::notice, texts::texts};
use app::texts::Locale;
use domain::Invalid;
use leptos::prelude::*;
use mailroom::subscribing::Form;

/// What stands in the fields.
pub struct Filled {
    pub address: String,
    pub name: String,
    pub letters_in: Locale,
    pub topics: Vec<TopicId>,
    pub has_agreed: bool,
    /// When the form was shown, signed.
    pub shown: String,
    pub again: Option<Again>,
    pub wrong: Option<Invalid>,
}

impl Filled {
    pub fn new(letters_in: Locale) -> Self {
        let (address, name, shown) = Default::default();
        Self { address, name, letters_in, topics: vec![], has_agreed: false, shown, again: None, wrong: None }
    }

    pub fn read(fields: &Fields, locale: Locale) -> Self {
        Self {
            address: fields.get("address").to_owned(),
            name: fields.get("name").to_owned(),
            letters_in: Locale::of_tag(fields.get("locale")).unwrap_or(locale),
            topics: fields.all("topic").filter_map(|topic| topic.parse().ok()).collect(),
            has_agreed: fields.get("agree") == "yes",
            shown: fields.get("shown").to_owned(),
            again: None,
            wrong: None,
        }
    }

    fn wrong(&self, field: &str, locale: Locale) -> Option<String> {
        let wrong = self.wrong.as_ref().filter(|wrong| wrong.field == field)?;
        Some(locale.said(&wrong.reason).to_owned())
    }
}

pub fn body(locale: Locale, form: &Form, filled: Filled) -> impl IntoView + use<> {
    let t = &texts(locale).form;
    let consent = locale.said(&form_text(&form.sender)).to_owned();
    let again = filled.again.map(|again| notice("warning", again.words(t).to_owned(), ()));
    let address = field("address", t.address, "email", filled.address.clone(), filled.wrong("address", locale), true);
    let name_label = format!("{} ({})", t.name, t.optional);
    let name = field("name", &name_label, "text", filled.name.clone(), filled.wrong("name", locale), false);
    view! {
        <p>{t.lead}</p>
        {again}
        <form method="post" action=format!("?lang={}", locale.code()) class="door-form">
            {address}
            {name}
            {topics(locale, form, &filled)}
            {letters_in(locale, &filled)}
            <fieldset class="door-consent">
                <legend>{t.consent}</legend>
                <p>{consent.clone()}</p>
                <label class="door-check">
                    <input type="checkbox" name="agree" value="yes" required checked=filled.has_agreed/>
                    <span>{t.agree}</span>
                </label>
            </fieldset>
            <div class="door-trap" aria-hidden="true">
                <label for="website">{t.trap}</label>
                <input id="website" type="text" name="website" value="" tabindex="-1" autocomplete="off"/>
            </div>
            <input type="hidden" name="words" value=consent/>
            <input type="hidden" name="shown" value=filled.shown/>
            <button type="submit" class="button button-main">{t.send}</button>
        </form>
    }
}

fn field(
    name: &'static str,
    label: &str,
    kind: &'static str,
    value: String,
    wrong: Option<String>,
    required: bool,
) -> impl IntoView + use<> {
    let (invalid, described) = (wrong.is_some().then_some("true"), wrong.is_some().then(|| format!("{name}-wrong")));
    let complete = if name == "address" { "email" } else { "name" };
    let label = label.to_owned();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                type=kind
                name=name
                value=value
                required=required
                autocomplete=complete
                aria-invalid=invalid
                aria-describedby=described.clone()
            />
            {wrong.map(|wrong| view! { <p class="field-hint field-wrong" id=described>{wrong}</p> })}
        </div>
    }
}

fn topics(locale: Locale, form: &Form, filled: &Filled) -> impl IntoView + use<> {
    let line = |topic: &mailroom::topics::OfferedTopic| {
        let is_chosen = filled.topics.contains(&topic.id);
        let (name, description) = (locale.said(&topic.name).to_owned(), locale.said(&topic.description).to_owned());
        view! {
            <label class="door-check">
                <input type="checkbox" name="topic" value=topic.id.to_string() checked=is_chosen/>
                <span>{name} <span class="quiet">" " {description}</span></span>
            </label>
        }
    };
    let lines = form.topics.iter().map(line).collect_view();
    (!form.topics.is_empty()).then(|| {
        view! { <fieldset class="door-consent"><legend>{texts(locale).form.topics}</legend>{lines}</fieldset> }
    })
}

fn letters_in(locale: Locale, filled: &Filled) -> impl IntoView + use<> {
    let chosen = filled.letters_in;
    let choices = Locale::ALL.map(|other| {
        view! { <option value=other.code() lang=other.code() selected=other == chosen>{other.name()}</option> }
    });
    view! {
        <div class="field">
            <label for="locale">{texts(locale).form.letters_in}</label>
            <select id="locale" name="locale">{choices.collect_view()}</select>
        </div>
    }
}
