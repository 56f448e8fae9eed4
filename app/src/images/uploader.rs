use super::{
    queue::{Entry, Queue, Stage},
    texts::texts,
};
use crate::{
    browser::{dropped_files, on_pasted_files, picked_files},
    texts::texts as shared_texts,
    ui::{Look, Submit},
};
use domain::image::Uploaded;
use leptos::{ev, prelude::*};

const TAKEN: &str = "image/jpeg,image/png,image/gif,image/webp";

/// Takes pictures by drop, by paste and by button. Before the page has come to life it is a plain form.
#[component]
pub fn Uploader(on_added: Callback<Uploaded>) -> impl IntoView {
    let t = texts();
    let queue = Queue::new(on_added);
    let (is_awake, is_over) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        is_awake.set(true);
        on_pasted_files(move |files| queue.add(files));
    });
    let on_drop = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        queue.add(dropped_files(&event));
    };
    view! {
        <form
            class="uploader"
            class:uploader-over=is_over
            class:uploader-awake=is_awake
            method="post"
            action="/images/upload"
            enctype="multipart/form-data"
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=on_drop
        >
            <p class="uploader-title">{t.drop_here}</p>
            <p class="quiet">{t.drop_hint}</p>
            <div class="uploader-choose">
                <label class=Look::Main.class()>
                    <span>{t.choose}</span>
                    <input
                        type="file"
                        name="file"
                        multiple
                        accept=TAKEN
                        on:change=move |event| queue.add(picked_files(&event))
                    />
                </label>
                <Submit label=t.upload/>
            </div>
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
pub fn Sent(entry: Entry) -> impl IntoView {
    let t = texts();
    let stage = entry.stage;
    let name = entry.name.clone();
    let part = move || match stage.get() {
        Stage::Sending(part) => Some(part),
        Stage::Waiting | Stage::Done(_) | Stage::Refused(_) => None,
    };
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
    view! {
        <li class="upload" data-stage=move || stage.with(stage_name)>
            <span class="upload-name">{entry.name}</span>
            {move || part().map(|part| view! { <progress max="1" value=part aria-label=name.clone()></progress> })}
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
