use super::labelled::wrong_with;
use crate::AppError;
use leptos::prelude::*;

/// A box to tick, its label beside it. Sends `value` where it is ticked, and nothing where it is not.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = "true".into(), into)] value: String,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    #[prop(default = false)] required: bool,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let changed = tell(on_change);
    view! {
        <label class="choice">
            <input
                type="checkbox"
                name=name
                value=value
                required=required
                disabled=disabled
                checked=checked.get_untracked()
                prop:checked=checked
                on:change=changed
            />
            <span class="choice-text">
                <span class="choice-label">{label}</span>
                {(!hint.is_empty()).then(|| view! { <span class="choice-hint">{hint}</span> })}
            </span>
        </label>
    }
}

/// Something that is on or off. In a form it is a checkbox like any other.
#[component]
pub fn Switch(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let changed = tell(on_change);
    view! {
        <label class="choice choice-switch">
            <input
                type="checkbox"
                role="switch"
                name=name
                value="true"
                disabled=disabled
                checked=checked.get_untracked()
                prop:checked=checked
                on:change=changed
            />
            <span class="choice-text">
                <span class="choice-label">{label}</span>
                {(!hint.is_empty()).then(|| view! { <span class="choice-hint">{hint}</span> })}
            </span>
        </label>
    }
}

fn tell(on_change: Option<Callback<bool>>) -> impl Fn(leptos::ev::Event) + 'static {
    move |event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_checked(&event));
        }
    }
}

/// One of a few, each with a line that says what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioChoice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl RadioChoice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: hint.into() }
    }
}

/// A few choices side by side, all of them visible.
#[component]
pub fn RadioCards(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<RadioChoice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] on_choice: Option<Callback<String>>,
    #[prop(optional, into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let wrong = wrong_with(name.clone(), error);
    let card = move |choice: RadioChoice| {
        let is_chosen = choice.value == value;
        let chosen = move |event| {
            if let Some(on_choice) = on_choice {
                on_choice.run(event_target_value(&event));
            }
        };
        view! {
            <label class="choice radio-card">
                <input type="radio" name=name.clone() value=choice.value checked=is_chosen required on:change=chosen/>
                <span class="choice-text">
                    <span class="choice-label">{choice.label}</span>
                    {(!choice.hint.is_empty()).then(|| view! { <span class="choice-hint">{choice.hint}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field radio-cards">
            <legend>{label}</legend>
            <div class="radio-cards-row">{choices.into_iter().map(card).collect_view()}</div>
            {move || wrong.get().map(|wrong| view! { <p class="field-hint field-wrong" role="alert">{wrong}</p> })}
        </fieldset>
    }
}
