use super::Editing;
use crate::{
    templates::{actions::Which, api::Discard, texts::texts, versions_of},
    texts::by,
    ui::{Look, Notice, Submit, Tone, When},
};
use domain::template::library::{Draft, Saved, StoredTemplate};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

/// Who saved a version after the one somebody builds on.
pub fn newer_than(template: &StoredTemplate, based_on: i32) -> Option<Saved> {
    (template.version > based_on).then(|| Saved::Conflict {
        version: template.version,
        by: by(template.updated_by.clone()),
        at: template.updated_at,
    })
}

/// That there is something unsaved, and the ways out of a conflict.
#[component]
pub fn DraftNotice(editing: Editing, draft: Option<Draft>) -> impl IntoView {
    let opened_with = draft.map(|draft| draft.saved_at);
    move || match editing.newer.get() {
        Some(Saved::Conflict { version, by, at }) => Some(Either::Left(view! { <Conflict editing version by at/> })),
        _ => opened_with.filter(|_| editing.is_changed.get()).map(|at| Either::Right(view! { <Reopened editing at/> })),
    }
}

#[component]
fn Conflict(editing: Editing, version: i32, by: String, at: jiff::Timestamp) -> impl IntoView {
    let t = texts();
    let overwrite = move |_| {
        editing.based_on.set(version);
        editing.submit();
    };
    view! {
        <Notice tone=Tone::Warning>
            <strong>{(t.conflict)(&by, version)}</strong> " " <When at/>
            <p>{t.conflict_means}</p>
            <div class="notice-acts">
                <A href=compare(editing, version) attr:class=Look::Small.class()>{t.compare}</A>
                <button type="button" class=Look::Small.class() on:click=overwrite>{(t.save_mine)(version + 1)}</button>
                <DiscardForm editing label=t.take_theirs/>
            </div>
        </Notice>
    }
}

#[component]
fn Reopened(editing: Editing, at: jiff::Timestamp) -> impl IntoView {
    let t = texts();
    view! {
        <Notice tone=Tone::Calm>
            <strong>{t.unsaved_shown}</strong> " " <When at/>
            <div class="notice-acts">
                <A href=compare(editing, editing.based_on.get_untracked()) attr:class=Look::Small.class()>{t.compare}</A>
                <DiscardForm editing label=t.discard/>
            </div>
        </Notice>
    }
}

/// Leaves what was typed, so the page is loaded anew.
#[component]
fn DiscardForm(editing: Editing, label: &'static str) -> impl IntoView {
    let action = expect_context::<ServerAction<Discard>>();
    let forget = move |_| editing.autosave.saved();
    view! {
        <ActionForm action on:submit=forget>
            <Which id=editing.id/>
            <Submit label look=Look::Small pending=action.pending()/>
        </ActionForm>
    }
}

fn compare(editing: Editing, version: i32) -> String {
    format!("{}?from={version}&to=draft", versions_of(editing.id))
}
