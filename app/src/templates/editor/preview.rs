use super::Editing;
use crate::{preview::MailPreview, templates::texts::texts, texts::locale};
use domain::{Audience, compose::sample_edition, template::Compiled};
use leptos::{either::Either, prelude::*};

/// What the source was when it was whole last, as people will get it. What only a campaign knows is made up.
#[component]
pub fn Preview(editing: Editing) -> impl IntoView {
    let Ok(empty) = sample_edition("", "", locale().code()) else { return Either::Left(()) };
    let edition = RwSignal::new(empty);
    let is_shown = Memo::new(move |_| editing.compiled.with(Option::is_some));
    Effect::new(move |_| {
        editing.compiled.with(|compiled| {
            if let Some(Compiled { html, text, .. }) = compiled {
                edition.update(|edition| {
                    edition.html.clone_from(html);
                    edition.text.clone_from(text);
                });
            }
        });
    });
    Either::Right(view! {
        <section class="editor-preview">
            <Show
                when=move || is_shown.get()
                fallback=|| view! { <p class="editor-no-preview">{texts().nothing_to_preview}</p> }
            >
                <MailPreview edition audience=Audience::Everyone/>
            </Show>
        </section>
    })
}
