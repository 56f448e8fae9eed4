//! What a condition compares with: an input for each kind.

use super::{
    builder::{control_id, control_name},
    condition::Row,
    group::place,
    texts::texts,
};
use crate::texts::speak;
use domain::segment::{DAYS_MAX, DraftCondition, Field, Inputs};
use leptos::{ev, prelude::*};

#[component]
pub fn Values(row: Row) -> AnyView {
    let t = texts();
    let condition = row.condition.get_untracked();
    let names = row.work.bench.with_value(|bench| bench.names.clone());
    match condition.operator.inputs() {
        Inputs::Nothing => ().into_any(),
        Inputs::Text => view! { <TextValue row field=condition.field/> }.into_any(),
        Inputs::Number => view! { <Value row kind="text" label=t.number numeric=true/> }.into_any(),
        Inputs::Range => view! {
            <Value row kind="text" label=t.least numeric=true/>
            <Value row kind="text" label=t.most numeric=true is_more=true/>
        }
        .into_any(),
        Inputs::Day => view! { <Value row kind="date" label=t.day/> }.into_any(),
        Inputs::Days => {
            view! { <Value row kind="number" label=t.days/> <span class="quiet">{t.days_unit}</span> }.into_any()
        }
        Inputs::Import => {
            let choices = names.imports.iter().rev().map(|(id, name)| (id.to_string(), name.clone())).collect();
            view! { <Choose row label=t.import none=t.choose_import choices/> }.into_any()
        }
        Inputs::Topic => {
            let choices = names.topics.iter().map(|(id, name)| (id.to_string(), speak(name))).collect();
            view! { <Choose row label=t.topic none=t.choose_topic choices/> }.into_any()
        }
        Inputs::Since => {
            view! { <span class="quiet">{t.since}</span> <Value row kind="date" label=t.since_day/> }.into_any()
        }
        Inputs::Mail => view! { <MailValue row names/> }.into_any(),
    }
}

/// Offers what people have.
#[component]
fn TextValue(row: Row, field: Field) -> impl IntoView {
    let known = row.work.bench.with_value(|bench| match &field {
        Field::Attribute(name) => {
            let of = bench.attributes.iter().find(|attribute| attribute.name == *name);
            of.map(|attribute| attribute.values.clone()).unwrap_or_default()
        }
        Field::Locale => vec!["ko".to_owned(), "en".to_owned()],
        Field::Address | Field::Name | Field::Created | Field::Import | Field::Topic | Field::Consent | Field::Mail => {
            vec![]
        }
    });
    let list = (!known.is_empty()).then(|| row.path.with_value(|path| control_id(path, "known")));
    view! {
        <Value row kind="text" label=texts().value list=list.clone()/>
        {list.map(|id| view! {
            <datalist id=id>{known.into_iter().map(|value| view! { <option value=value></option> }).collect_view()}</datalist>
        })}
    }
}

#[component]
fn Value(
    row: Row,
    kind: &'static str,
    label: &'static str,
    #[prop(optional)] is_more: bool,
    #[prop(optional)] numeric: bool,
    #[prop(optional_no_strip)] list: Option<String>,
) -> impl IntoView {
    let part = if is_more { "more" } else { "value" };
    let (id, name, called) = row
        .path
        .with_value(|path| (control_id(path, part), control_name(path, part), (texts().value_of)(label, &place(path))));
    let value = row
        .condition
        .with_untracked(|condition| if is_more { condition.more.clone() } else { condition.value.clone() });
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        row.change(|condition| {
            if is_more {
                DraftCondition { more: text, ..condition }
            } else {
                DraftCondition { value: text, ..condition }
            }
        });
    };
    let is_days = kind == "number";
    view! {
        <input
            class="rule-value"
            class:rule-days=is_days
            id=id
            name=name
            type=kind
            value=value
            list=list
            inputmode=numeric.then_some("decimal")
            min=is_days.then_some("1")
            max=is_days.then(|| DAYS_MAX.to_string())
            aria-label=called
            placeholder=label
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            on:input=typed
        />
    }
}

#[component]
fn Choose(row: Row, label: &'static str, none: &'static str, choices: Vec<(String, String)>) -> impl IntoView {
    let (id, name, called) = row.path.with_value(|path| {
        (control_id(path, "value"), control_name(path, "value"), (texts().value_of)(label, &place(path)))
    });
    let value = row.condition.with_untracked(|condition| condition.value.clone());
    let option = |(id, name): (String, String)| {
        let is_chosen = id == value;
        view! { <option value=id selected=is_chosen>{name}</option> }
    };
    let chosen = move |event: ev::Event| {
        let value = event_target_value(&event);
        row.change(|condition| DraftCondition { value, ..condition });
    };
    view! {
        <select class="rule-value" id=id name=name aria-label=called on:change=chosen>
            {(!none.is_empty()).then(|| view! { <option value="">{none}</option> })}
            {choices.into_iter().map(option).collect_view()}
        </select>
    }
}

/// In which mails: any, those of the last days, or one campaign's.
#[component]
fn MailValue(row: Row, names: domain::segment::Names) -> impl IntoView {
    let t = texts();
    let mut choices = vec![("ever".to_owned(), t.any_mail.to_owned()), ("days".to_owned(), t.mail_of_days.to_owned())];
    choices.extend(names.campaigns.iter().rev().map(|(id, name)| (id.to_string(), (t.mail_of_campaign)(name))));
    let is_of_days = Memo::new(move |_| row.condition.with(|condition| condition.value == "days"));
    let days = move || {
        is_of_days.get().then(|| {
            view! {
                <Value row kind="number" label=t.days is_more=true/>
                <span class="quiet">{t.days_unit}</span>
            }
        })
    };
    view! { <Choose row label=t.mails none="" choices/> {days} }
}
