//! What can be put in where the caret stands.

use super::Editing;
use crate::{
    images::{ImagePicker, Picked},
    templates::{snippets, texts::texts},
    texts::locale,
    ui::{Glyph, Icon, Look, Menu, MenuSide},
    variables::VariableMenu,
};
use domain::template::Markup;
use leptos::prelude::*;
use std::time::Duration;

#[component]
pub fn InsertBar(editing: Editing, names: Vec<String>) -> impl IntoView {
    let t = texts();
    let blocks = snippets::of(editing.markup, locale());
    view! {
        <div class="insert-bar" role="toolbar" aria-label=t.insert>
            <VariableMenu
                label=move || view! { <Icon glyph=Glyph::People/> {t.insert_variable} }
                named=t.insert_variable
                columns=names
                side=MenuSide::BelowStart
                on_choose=move |text: String| editing.insert(&text)
            />
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

#[cfg(test)]
mod tests {
    use super::{Picked, picture};
    use domain::template::Markup;

    #[test]
    fn a_picture_is_put_in_as_the_markup_writes_it() {
        let picked = Picked { address: "https://a.example/i/x.png".into(), alt: "A \"B\" & C".into(), width: 300 };
        let mjml = "<mj-image src=\"https://a.example/i/x.png\" alt=\"A &quot;B&quot; &amp; C\" width=\"300px\"/>";
        assert_eq!(picture(Markup::Mjml, &picked), mjml);
        assert!(picture(Markup::Html, &picked).starts_with("<img src=\"https://a.example/i/x.png\" alt=\"A &quot;"));
    }
}
