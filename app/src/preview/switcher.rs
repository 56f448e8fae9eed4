use leptos::prelude::*;

/// One of a few ways to look at the same thing; changes nothing but the look.
#[component]
pub fn Switcher<T>(
    /// Of the group, once in a page.
    name: &'static str,
    label: &'static str,
    chosen: RwSignal<T>,
    #[prop(into)] choices: Vec<(T, &'static str)>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let choice = move |(value, text): (T, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    checked=chosen.get_untracked() == value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| chosen.set(value)
                />
                <span>{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="switcher">
            <legend>{label}</legend>
            {choices.into_iter().map(choice).collect_view()}
        </fieldset>
    }
}
