//! What a person, a sender and a letter can be called by, to be put in where one writes.

use crate::ui::{Menu, MenuSide};
use domain::{sender, template::WELL_KNOWN};
use leptos::prelude::*;

/// A button that opens the list. `on_choose` gets a placeholder: `{{Name}}`.
#[component]
pub fn VariableMenu(
    #[prop(into)] label: ViewFn,
    /// What a screen reader calls the button where several stand on one page.
    #[prop(into)]
    named: String,
    /// Columns that people came with.
    columns: Vec<String>,
    side: MenuSide,
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let known = WELL_KNOWN.into_iter().chain(sender::FIELDS).map(str::to_owned);
    let known = known.chain(columns.into_iter().filter(|name| is_no_well_known(name)));
    let choice = move |name: String| {
        let text = placeholder(&name);
        view! { <button type="button" class="button" on:click=move |_| on_choose.run(text.clone())>{name}</button> }
    };
    view! { <Menu label named side>{known.map(choice).collect_view()}</Menu> }
}

fn is_no_well_known(name: &str) -> bool {
    !WELL_KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A name of several words is written in square brackets.
fn placeholder(name: &str) -> String {
    let is_word = name.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    if is_word { format!("{{{{{name}}}}}") } else { format!("{{{{[{name}]}}}}") }
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn names_become_placeholders() {
        for (name, expected) in
            [("Name", "{{Name}}"), ("등급", "{{등급}}"), ("회원 등급", "{{[회원 등급]}}"), ("a-b", "{{[a-b]}}")]
        {
            assert_eq!(placeholder(name), expected);
        }
    }
}
