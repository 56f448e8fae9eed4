use super::{api::Create, texts::texts, thumbnail::StarterThumbnail};
use crate::{
    texts::in_full,
    ui::{
        Address, Card, DropZone, ErrorNotice, Field, FormActions, FormFields, Look, Notice, PageHead, Submit, TextArea,
        Tone, failure,
    },
};
use domain::template::{Markup, library::ImportRefused};
use leptos::{form::ActionForm, prelude::*};

/// What a new template can begin with, by the name the server knows it by.
const STARTERS: [(&str, Markup); 7] = [
    ("welcome", Markup::Mjml),
    ("sale", Markup::Mjml),
    ("newsletter", Markup::Mjml),
    ("receipt", Markup::Html),
    ("consent", Markup::Mjml),
    ("blank_mjml", Markup::Mjml),
    ("blank_html", Markup::Html),
];

#[component]
pub fn NewTemplate() -> impl IntoView {
    let t = texts();
    view! {
        <PageHead title=t.new_title back=("/templates".into(), t.title.into())/>
        <FromStarter/>
        <div class="new-template-files">
            <FromFile/>
            <FromClipboard/>
        </div>
    }
}

#[component]
fn FromStarter() -> impl IntoView {
    let t = texts();
    let create = ServerAction::<Create>::new();
    let error = failure(create);
    view! {
        <ActionForm action=create attr:class="panel new-template">
            <div class="new-template-head">
                <Field name="name" label=t.name placeholder=t.name_example error/>
                <Submit label=t.create look=Look::Main pending=create.pending()/>
            </div>
            <ErrorNotice error fields=&["name"]/>
            <fieldset class="starters">
                <legend>{t.begin_with}</legend>
                <div class="starters-row">
                    {STARTERS.into_iter().map(|(key, markup)| view! { <StarterChoice key_=key markup/> }).collect_view()}
                </div>
            </fieldset>
        </ActionForm>
    }
}

#[component]
fn StarterChoice(key_: &'static str, markup: Markup) -> impl IntoView {
    let (title, hint) = (texts().starter)(key_);
    view! {
        <label class="starter">
            <StarterThumbnail key=key_/>
            <span class="starter-words">
                <input type="radio" name="starter" value=key_ checked=key_ == STARTERS[0].0 required/>
                <span class="starter-title">{title}</span>
                <span class="starter-markup">{super::gallery::markup_name(markup)}</span>
            </span>
            <span class="quiet">{hint}</span>
        </label>
    }
}

/// A plain form: the file goes to the server as it is, which knows its encoding.
#[component]
fn FromFile() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let refused = Signal::derive(move || {
        let refused: ImportRefused = address.get("refused")?.parse().ok()?;
        Some(refused.sentence())
    });
    view! {
        <Card title=t.from_file>
            {move || refused.get().map(|why| view! { <Notice tone=Tone::Wrong>{in_full(&why)}</Notice> })}
            <form method="post" action="/templates/import" enctype="multipart/form-data" class="form-fields">
                <DropZone name="file" label=t.drop_file hint=t.drop_file_hint accept=".html,.htm,.mjml"/>
                <FormActions>
                    <Submit label=t.import/>
                </FormActions>
            </form>
        </Card>
    }
}

#[component]
fn FromClipboard() -> impl IntoView {
    let t = texts();
    let create = ServerAction::<Create>::new();
    let error = failure(create);
    view! {
        <Card title=t.from_clipboard>
            <ActionForm action=create>
                <FormFields>
                    <ErrorNotice error fields=&["name", "source"]/>
                    <Field name="name" label=t.name id="pasted-name" error/>
                    <TextArea name="source" label=t.source hint=t.source_hint rows=6 error/>
                </FormFields>
                <FormActions>
                    <Submit label=t.create_pasted pending=create.pending()/>
                </FormActions>
            </ActionForm>
        </Card>
    }
}
