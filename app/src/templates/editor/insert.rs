//! What can be put in where the caret stands.

use super::Editing;
use crate::{
    images::{ImagePicker, Picked},
    templates::{snippets, texts::texts},
    texts::locale,
    ui::{Glyph, Icon, Look, Menu, MenuSide},
};
use domain::{
    sender,
    template::{Markup, WELL_KNOWN},
};
use leptos::prelude::*;
use std::time::Duration;

#[component]
pub fn InsertBar(editing: Editing, names: Vec<String>) -> impl IntoView {
    let t = texts();
    let known = WELL_KNOWN.into_iter().chain(sender::FIELDS).map(str::to_owned);
    let known = known.chain(names.into_iter().filter(|name| is_no_well_known(name)));
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
            <button type="button" class=Look::Small.class() on:click=move |_| editing.picking.set(true)>
                <Icon glyph=Glyph::Image/>
                {t.insert_image}
            </button>
        </div>
    }
}

#[component]
fn Choice(editing: Editing, text: String, label: String) -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=move |_| editing.insert(&text)>{label}</button>
    }
}

/// Stands beside the form of the source: it holds forms of its own.
#[component]
pub fn InsertImage(editing: Editing) -> impl IntoView {
    let insert = move |picked: Picked| {
        let text = picture(editing.markup, &picked);
        // once the dialog is gone: while it is open, nothing behind it takes the focus
        set_timeout(move || editing.insert(&text), Duration::from_millis(50));
    };
    view! { <ImagePicker is_open=editing.picking on_pick=insert/> }
}

fn picture(markup: Markup, picked: &Picked) -> String {
    let Picked { address, alt, width } = picked;
    let alt = alt.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    match markup {
        Markup::Html => format!(
            "<img src=\"{address}\" alt=\"{alt}\" width=\"{width}\" style=\"display:block;max-width:100%;height:auto;border:0\">"
        ),
        Markup::Mjml => format!("<mj-image src=\"{address}\" alt=\"{alt}\" width=\"{width}px\"/>"),
    }
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
    use super::{Picked, picture, placeholder};
    use domain::template::Markup;

    #[test]
    fn a_picture_is_put_in_as_the_markup_writes_it() {
        let picked = Picked { address: "https://a.example/i/x.png".into(), alt: "A \"B\" & C".into(), width: 300 };
        let mjml = "<mj-image src=\"https://a.example/i/x.png\" alt=\"A &quot;B&quot; &amp; C\" width=\"300px\"/>";
        assert_eq!(picture(Markup::Mjml, &picked), mjml);
        assert!(picture(Markup::Html, &picked).starts_with("<img src=\"https://a.example/i/x.png\" alt=\"A &quot;"));
    }

    #[test]
    fn names_become_placeholders() {
        for (name, expected) in
            [("Name", "{{Name}}"), ("등급", "{{등급}}"), ("회원 등급", "{{[회원 등급]}}"), ("a-b", "{{[a-b]}}")]
        {
            assert_eq!(placeholder(name), expected);
        }
    }
}
