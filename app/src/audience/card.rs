use super::{
    api::{Add, Change, find_person},
    path_to,
    people::plain,
    person::{asked_for, existing},
    texts::texts,
};
use crate::{
    AppError,
    texts::texts as shared,
    ui::{
        AddressField, ErrorNotice, Field, FormActions, FormFields, Look, PageError, PageHead, Select, Skeleton, Submit,
        failure,
    },
};
use domain::{
    contact::Attributes,
    people::{Consent, Person},
};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;
use serde_json::Value;

/// Empty rows for attributes that are new.
const BLANK_ROWS: usize = 3;
const FIELDS: &[&str] = &["address", "name", "locale"];

#[component]
pub fn AddPage() -> impl IntoView {
    let t = texts();
    let add = ServerAction::<Add>::new();
    let said = Consent::ALL.map(|consent| (consent.to_string(), (t.consent_word)(consent).to_owned())).to_vec();
    view! {
        <PageHead title=t.add_title back=("/people".to_owned(), t.people.to_owned())/>
        <ErrorNotice error=failure(add) fields=FIELDS/>
        <ActionForm action=add attr:class="person-form">
            <Fields person=None error=failure(add)/>
            <Select name="card[consent]" label=t.consent choices=said value="unknown" hint=t.consent_hint/>
            <FormActions>
                <A href="/people" attr:class=Look::Plain.class()>{t.cancel}</A>
                <Submit label=t.save look=Look::Main pending=add.pending()/>
            </FormActions>
        </ActionForm>
    }
}

#[component]
pub fn EditPage() -> impl IntoView {
    let id = asked_for();
    let found = Resource::new_blocking(move || id.get(), |id| async move { find_person(existing(id)?).await });
    let change = ServerAction::<Change>::new();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(person) => Either::Left(view! { <EditForm person change/> }),
                    Err(error) => Either::Right(view! { <PageError error list=("/people", shared().frame.people)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn EditForm(person: Person, change: ServerAction<Change>) -> impl IntoView {
    let t = texts();
    let id = person.id;
    let back = (path_to(id), person.address.to_string());
    view! {
        <PageHead title=t.edit_title back/>
        <ErrorNotice error=failure(change) fields=FIELDS/>
        <ActionForm action=change attr:class="person-form">
            <input type="hidden" name="contact" value=id.to_string()/>
            <Fields person=Some(person) error=failure(change)/>
            <FormActions>
                <A href=path_to(id) attr:class=Look::Plain.class()>{t.cancel}</A>
                <Submit label=t.save look=Look::Main pending=change.pending()/>
            </FormActions>
        </ActionForm>
    }
}

#[component]
fn Fields(person: Option<Person>, error: Signal<Option<AppError>>) -> impl IntoView {
    let t = texts();
    let hint = if person.is_some() { t.address_hint } else { "" };
    let (address, name, locale, attributes) = match person {
        Some(person) => (person.address.to_string(), person.name, person.locale.unwrap_or_default(), person.attributes),
        None => Default::default(),
    };
    view! {
        <FormFields>
            <AddressField name="card[address]" id="address" label=t.address value=address hint error/>
            <Field name="card[name]" id="name" label=t.name required=false value=name error/>
            <Field name="card[locale]" id="locale" label=t.locale required=false value=locale hint=t.locale_hint error/>
        </FormFields>
        <AttributeRows attributes/>
    }
}

#[component]
fn AttributeRows(attributes: Attributes) -> impl IntoView {
    let t = texts();
    let known = attributes.into_iter().map(|(name, value)| (name, kind_of(&value), written(&value)));
    let blank = (0..BLANK_ROWS).map(|_| (String::new(), "text", String::new()));
    let row = |(n, (name, kind, value)): (usize, (String, &'static str, String))| {
        let field = move |field: &str| format!("card[attributes][{n}][{field}]");
        let kinds = ["text", "number", "yes_no"];
        let kinds = kinds.map(|word| view! { <option value=word selected=word == kind>{(t.kind_word)(word)}</option> });
        view! {
            <tr>
                <td><input type="text" name=field("name") value=name aria-label=t.attribute maxlength="200"/></td>
                <td><select name=field("kind") aria-label=t.kind>{kinds.into_iter().collect_view()}</select></td>
                <td><input type="text" name=field("value") value=value aria-label=t.value/></td>
            </tr>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{t.attributes}</legend>
            <table class="person-attributes">
                <thead>
                    <tr>
                        <th scope="col">{t.attribute}</th>
                        <th scope="col">{t.kind}</th>
                        <th scope="col">{t.value}</th>
                    </tr>
                </thead>
                <tbody>{known.chain(blank).enumerate().map(row).collect_view()}</tbody>
            </table>
            <p class="field-hint">{t.blank_rows}</p>
        </fieldset>
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Number(_) => "number",
        Value::Bool(_) => "yes_no",
        Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => "text",
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => plain(value),
    }
}
