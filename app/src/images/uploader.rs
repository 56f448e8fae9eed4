use super::{
    queue::{Entry, Queue, Stage},
    texts::texts,
};
use crate::{
    browser::File,
    texts::texts as shared_texts,
    ui::{DropZone, Look, Progress, Submit},
};
use domain::image::Uploaded;
use leptos::prelude::*;

const TAKEN: &str = "image/jpeg,image/png,image/gif,image/webp";

/// Takes pictures by drop, by paste and by button. Before the page has come to life it is a plain form.
#[component]
pub fn Uploader(on_added: Callback<Uploaded>) -> impl IntoView {
    let t = texts();
    let queue = Queue::new(on_added);
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let on_files = Callback::new(move |files: Vec<File>| queue.add(files));
    view! {
        <form
            class="uploader"
            class:uploader-awake=is_awake
            method="post"
            action="/images/upload"
            enctype="multipart/form-data"
        >
            <DropZone
                name="file"
                label=t.drop_here
                hint=t.drop_hint
                accept=TAKEN
                multiple=true
                takes_pasted=true
                on_files
            />
            <Submit label=t.upload/>
        </form>
        <Uploads queue/>
    }
}

#[component]
fn Uploads(queue: Queue) -> impl IntoView {
    let t = texts();
    let is_shown = move || queue.entries.with(|entries| !entries.is_empty());
    view! {
        <Show when=is_shown>
            <section class="uploads" aria-label=t.uploads>
                <ul aria-live="polite">
                    <For each=move || queue.entries.get() key=|entry| entry.number let:entry>
                        <Sent entry/>
                    </For>
                </ul>
                <Show when=move || queue.is_over()>
                    <button type="button" class=Look::Small.class() on:click=move |_| queue.clear()>
                        {t.clear_uploads}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

/// One file of the queue.
#[component]
fn Sent(entry: Entry) -> impl IntoView {
    let t = texts();
    let stage = entry.stage;
    let part = Memo::new(move |_| match stage.get() {
        Stage::Sending(part) => Some(part),
        Stage::Waiting | Stage::Done(_) | Stage::Refused(_) => None,
    });
    let words = move || match stage.get() {
        Stage::Waiting => t.waiting.to_owned(),
        Stage::Sending(part) if part < 1.0 => format!("{:.0} %", part * 100.0),
        Stage::Sending(_) => t.preparing.to_owned(),
        Stage::Done(uploaded) if uploaded.is_new => t.added.to_owned(),
        Stage::Done(_) => t.known.to_owned(),
        Stage::Refused(error) => (shared_texts().error)(&error),
    };
    let describe = move || match stage.get() {
        Stage::Done(uploaded) if uploaded.image.alt.is_empty() => Some(format!("/images?image={}", uploaded.image.id)),
        Stage::Done(_) | Stage::Waiting | Stage::Sending(_) | Stage::Refused(_) => None,
    };
    let name = StoredValue::new(entry.name.clone());
    view! {
        <li class="upload" data-stage=move || stage.with(stage_name)>
            <span class="upload-name">{entry.name}</span>
            <Show when=move || part.get().is_some()>
                <Progress done=part label=name.get_value()/>
            </Show>
            <span class="upload-words">{words}</span>
            {move || describe().map(|href| view! { <a href=href data-noscroll="true">{t.describe_it}</a> })}
        </li>
    }
}

fn stage_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waiting => "waiting",
        Stage::Sending(_) => "sending",
        Stage::Done(_) => "done",
        Stage::Refused(_) => "refused",
    }
}
