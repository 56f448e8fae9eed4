use super::labelled::Labelled;
use crate::AppError;
use leptos::prelude::*;

/// What the form sends, and what people read.
pub type Choice = (String, String);

/// A labelled list to choose one of.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Pairs of what is sent and what is read.
    choices: Vec<Choice>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What stands first, for no choice.
    #[prop(optional, into)]
    none: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = true)] required: bool,
    /// Called with what is chosen; the form needs no script without it.
    #[prop(optional, into)]
    on_choice: Option<Callback<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let options = options(choices, &value);
    let chosen = move |event| {
        if let Some(on_choice) = on_choice {
            on_choice.run(event_target_value(&event));
        }
    };
    view! {
        <Labelled id=id.clone() name=name.clone() label hint error required let:wrong>
            <select
                id=id.clone()
                name=name.clone()
                required=required
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || wrong.get().is_some().then_some("true")
                on:change=chosen
            >
                {none.map(|none| view! { <option value="">{none}</option> })}
                {options}
            </select>
        </Labelled>
    }
}

/// A list to choose one of that stands in a toolbar: its label is read aloud only.
#[component]
pub fn SmallSelect(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] on_choice: Option<Callback<String>>,
) -> impl IntoView {
    let options = options(choices, &value);
    let chosen = move |event| {
        if let Some(on_choice) = on_choice {
            on_choice.run(event_target_value(&event));
        }
    };
    view! {
        <select class="select-small" name=name aria-label=label on:change=chosen>{options}</select>
    }
}

fn options(choices: Vec<Choice>, chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): Choice| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{label}</option> }
    };
    choices.into_iter().map(option).collect_view()
}
