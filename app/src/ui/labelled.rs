use super::texts::texts;
use crate::AppError;
use leptos::prelude::*;

/// Around a control: its label above, below it what helps or what was wrong. The control gets the wrong to mark itself with,
/// and is described by `<id>-hint`.
#[component]
pub fn Labelled<F, V>(
    id: String,
    /// As the server calls the field where it finds it wrong.
    name: String,
    label: String,
    #[prop(optional)] hint: String,
    error: Signal<Option<AppError>>,
    #[prop(default = true)] required: bool,
    children: F,
) -> impl IntoView
where
    F: FnOnce(Signal<Option<String>>) -> V,
    V: IntoView,
{
    let wrong = wrong_with(name, error);
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>
                {label}
                {(!required).then(|| view! { " " <span class="field-optional">{texts().optional}</span> })}
            </label>
            {children(wrong)}
            <p class="field-hint" id=hint_id class:field-wrong=move || wrong.get().is_some()>
                {move || wrong.get().unwrap_or_else(|| hint.clone())}
            </p>
        </div>
    }
}

/// What the server found wrong with the field of this name. `entry[phone]` is the field `phone` of an argument.
pub fn wrong_with(name: String, error: Signal<Option<AppError>>) -> Signal<Option<String>> {
    let name = name.split('[').next_back().map_or(String::new(), |last| last.trim_end_matches(']').to_owned());
    Signal::derive(move || match error.get() {
        Some(AppError::Invalid(invalid)) if invalid.field == name => {
            Some((crate::texts::texts().error)(&AppError::Invalid(invalid)))
        }
        _ => None,
    })
}
