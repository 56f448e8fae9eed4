use super::select::Choice;
use leptos::prelude::*;

/// A few ways to look at the same thing, one of them pressed: phone, desktop. For what a script does anyway;
/// where the address tells, use `Tabs`.
#[component]
pub fn Segmented(
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_choice: Callback<String>,
) -> impl IntoView {
    let button = move |(value, label): Choice| {
        let (pressed, wanted) = (value.clone(), value);
        view! {
            <button
                type="button"
                aria-pressed=move || if chosen.with(|chosen| *chosen == pressed) { "true" } else { "false" }
                on:click=move |_| on_choice.run(wanted.clone())
            >
                {label}
            </button>
        }
    };
    view! { <div class="segmented" role="group" aria-label=label>{choices.into_iter().map(button).collect_view()}</div> }
}
