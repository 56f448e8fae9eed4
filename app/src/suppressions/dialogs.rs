use super::{
    api::{Added, Suppress},
    beside,
    page::Acts,
    texts::texts,
};
use crate::{
    texts::{Locale, locale, speak},
    ui::{
        Address, Asked, DialogActions, ErrorNotice, Field, FormFields, Look, Notice, Select, Submit, TextArea, Tone,
        failure, use_go,
    },
};
use domain::{suppression::Suppression, topic::Topic};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

#[component]
pub fn AddDialog(acts: Acts, topics: Vec<Topic>) -> impl IntoView {
    let t = texts();
    let scope = beside::texts::texts();
    let offered = topics.into_iter().filter(|topic| topic.archived_at.is_none());
    let choices: Vec<_> = offered.map(|topic| (topic.id.to_string(), speak(&topic.name))).collect();
    let choices = StoredValue::new(choices);
    let error = failure(acts.suppress);
    let address = Address::here();
    let go = use_go();
    // the answer stands on the page behind the dialog
    Effect::new(move |_| {
        if acts.suppress.value().get().is_some_and(|answer| answer.is_ok()) {
            go(&untrack(|| address.asking(None)));
        }
    });
    view! {
        <Asked question="add" title=t.add_title is_wide=true>
            <ActionForm action=acts.suppress>
                <p>{t.add_means}</p>
                <ErrorNotice error fields=&["addresses", "note"]/>
                <FormFields>
                    <TextArea name="addresses" label=t.addresses hint=t.addresses_hint rows=6 error/>
                    {(!choices.with_value(Vec::is_empty)).then(|| view! {
                        <Select name="topic" label=scope.scope choices=choices.get_value() none=scope.all_mail required=false error/>
                    })}
                    <Field name="note" label=t.note hint=t.note_hint error/>
                </FormFields>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.cancel}</A>
                    <Submit label=t.add_yes look=Look::Main pending=acts.suppress.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

#[component]
pub fn LiftDialog(row: Suppression, acts: Acts) -> impl IntoView {
    let t = texts();
    let error = failure(acts.lift);
    let page = Address::here();
    let Suppression { address, reason, .. } = row;
    let lifted = StoredValue::new(address.clone());
    view! {
        <Asked question=format!("lift-{address}") title=(t.lift_title)(&address)>
            <ActionForm action=acts.lift>
                <p>{(t.lift_means)(reason)}</p>
                <ErrorNotice error fields=&["note"]/>
                <input type="hidden" name="address" value=lifted.get_value()/>
                <Field name="note" label=t.note hint=t.note_hint error/>
                <DialogActions>
                    <A href=move || page.asking(None) scroll=false attr:class=Look::Plain.class()>{t.cancel}</A>
                    <Submit label=t.lift_yes look=Look::Main pending=acts.lift.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

/// How many a pasted list added, and what in it was no address.
#[component]
pub fn Outcome(action: ServerAction<Suppress>) -> impl IntoView {
    let t = texts();
    move || {
        action.value().get().and_then(Result::ok).map(|Added { added, known, wrong }| {
            let tone = if wrong.is_empty() { Tone::Good } else { Tone::Warning };
            let line = |(word, why): (String, domain::Sentence)| {
                let why = match locale() {
                    Locale::En => why.en,
                    Locale::Ko => why.ko,
                };
                view! { <li><code>{word}</code> " — " {why}</li> }
            };
            view! {
                <Notice tone>
                    <p>{(t.added)(added, known)}</p>
                    {(!wrong.is_empty()).then(|| view! {
                        <p>{(t.wrong)(wrong.len())}</p>
                        <ul>{wrong.into_iter().take(20).map(line).collect_view()}</ul>
                    })}
                </Notice>
            }
        })
    }
}
