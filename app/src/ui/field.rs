use crate::AppError;
use leptos::prelude::*;

/// A labelled input; what was wrong with it stands right below.
#[component]
pub fn Field(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(default = true)] required: bool,
    #[prop(optional, into)] value: String,
    #[prop(optional)] least_characters: Option<usize>,
    /// The answer to the form's last sending.
    #[prop(into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let hint_id = format!("{name}-hint");
    let wrong = move || match error.get() {
        Some(AppError::Invalid(invalid)) if invalid.field == name => {
            Some((crate::texts::texts().error)(&AppError::Invalid(invalid)))
        }
        _ => None,
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                value=value
                required=required
                minlength=least_characters
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=hint_id.clone()
                aria-invalid=move || wrong().is_some().then_some("true")
            />
            <p class="field-hint" id=hint_id class:field-wrong=move || wrong().is_some()>
                {move || wrong().unwrap_or_else(|| hint.clone())}
            </p>
        </div>
    }
}
