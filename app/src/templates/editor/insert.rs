//! What can be put in where the caret stands.

use super::Editing;
use crate::{
    templates::{snippets, texts::texts},
    texts::locale,
    ui::{Glyph, Icon, Menu, MenuSide},
};
use domain::template::WELL_KNOWN;
use leptos::prelude::*;

#[component]
pub fn InsertBar(editing: Editing, names: Vec<String>) -> impl IntoView {
    let t = texts();
    let known = WELL_KNOWN.map(str::to_owned).into_iter().chain(names.into_iter().filter(is_no_well_known));
    let names = StoredValue::new(known.collect::<Vec<_>>());
    let blocks = snippets::of(editing.markup, locale());
    view! {
        <div class="insert-bar" role="toolbar" aria-label=t.insert>
            <Menu label=move || view! { <Icon glyph=Glyph::People/> {t.insert_variable} } side=MenuSide::BelowStart>
                {names
                    .get_value()
                    .into_iter()
                    .map(|name| view! { <Choice editing text=placeholder(&name) label=name.clone()/> })
                    .collect_view()}
            </Menu>
            <Menu label=move || view! { <Icon glyph=Glyph::Template/> {t.insert_block} } side=MenuSide::BelowStart>
                {blocks
                    .into_iter()
                    .map(|snippet| view! { <Choice editing text=snippet.text.to_owned() label=snippet.name.to_owned()/> })
                    .collect_view()}
            </Menu>
        </div>
    }
}

#[component]
fn Choice(editing: Editing, text: String, label: String) -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=move |_| editing.insert(&text)>{label}</button>
    }
}

fn is_no_well_known(name: &String) -> bool {
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
