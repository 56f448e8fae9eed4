use super::Editing;
use crate::{preview::MailPreview, templates::texts::texts};
use domain::{
    Audience,
    campaign::CampaignKind,
    edition::{Edition, Mailbox},
    template::Compiled,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What the source was when it was whole last, as people will get it. What only a campaign knows is made up.
#[component]
pub fn Preview(editing: Editing) -> impl IntoView {
    let edition = Signal::derive(move || editing.compiled.with(|compiled| compiled.as_ref().map(edition).unwrap_or_default()));
    view! {
        <section class="editor-preview" aria-label=texts().preview>
            <MailPreview edition audience=Audience::Everyone/>
        </section>
    }
}
