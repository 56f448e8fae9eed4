use super::{
    api::{PAGE, Shown, list_images},
    gallery::Thumbnail,
    texts::texts,
    uploader::Uploader,
};
use crate::{
    AppError,
    ui::{Dialog, DialogActions, Empty, ErrorNotice, Look},
};
use domain::image::{Image, Uploaded};
use leptos::{ev, prelude::*, task::spawn_local};

/// What somebody chose to put into a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// As it is to stand in the source.
    pub address: String,
    pub alt: String,
    /// In CSS pixels: half of its own where it is large, so that it is sharp on a phone.
    pub width: u32,
}

impl From<Image> for Picked {
    fn from(image: Image) -> Self {
        Self { width: image.shown_width(), address: image.address, alt: image.alt }
    }
}

/// A dialog to choose a picture in, or to upload one. It needs a script, as the editor does that it serves.
#[component]
pub fn ImagePicker(is_open: RwSignal<bool>, #[prop(into)] on_pick: Callback<Picked>) -> impl IntoView {
    let t = texts();
    let pick = Callback::new(move |image: Image| {
        is_open.set(false);
        on_pick.run(image.into());
    });
    let on_close = Callback::new(move |()| is_open.set(false));
    view! {
        <Show when=move || is_open.get()>
            <Dialog title=t.pick_title on_close is_wide=true>
                <Choice pick/>
                <DialogActions>
                    <button type="button" class=Look::Plain.class() on:click=move |_| is_open.set(false)>
                        {t.close}
                    </button>
                </DialogActions>
            </Dialog>
        </Show>
    }
}

/// The pictures found so far.
#[derive(Clone, Copy)]
struct Found {
    images: RwSignal<Vec<Image>>,
    has_more: RwSignal<bool>,
    search: RwSignal<String>,
    error: RwSignal<Option<AppError>>,
}

impl Found {
    fn new() -> Self {
        Self {
            images: RwSignal::default(),
            has_more: RwSignal::new(false),
            search: RwSignal::default(),
            error: RwSignal::new(None),
        }
    }

    fn search(self, text: String) {
        self.search.set(text);
        self.images.set(Vec::new());
        self.more();
    }

    /// The next page, unless the search has changed by the time it comes.
    fn more(self) {
        let search = self.search.get_untracked();
        let before = self.images.with_untracked(|images| images.last().map(|last| last.id));
        let asked = (!search.trim().is_empty()).then(|| search.clone());
        spawn_local(async move {
            let answer = list_images(Shown { search: asked, without_alt: false, before }).await;
            if self.search.try_get_untracked() != Some(search) {
                return;
            }
            match answer {
                Ok(mut images) => {
                    self.has_more.set(images.len() > PAGE);
                    images.truncate(PAGE);
                    self.images.update(|found| found.append(&mut images));
                    self.error.set(None);
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}

#[component]
fn Choice(pick: Callback<Image>) -> impl IntoView {
    let t = texts();
    let found = Found::new();
    Effect::new(move |_| found.more());
    let on_added = Callback::new(move |uploaded: Uploaded| pick.run(uploaded.image));
    let is_empty = move || found.images.with(Vec::is_empty);
    view! {
        <div class="image-picker">
            <Uploader on_added/>
            <input
                type="search"
                placeholder=t.search_hint
                aria-label=t.search
                on:input=move |event: ev::Event| found.search(event_target_value(&event))
            />
            <ErrorNotice error=found.error/>
            <Show when=move || !is_empty() fallback=move || view! { <Empty title=t.none_found/> }>
                <ul class="images images-small">
                    <For each=move || found.images.get() key=|image| image.id let:image>
                        <Choosable image pick/>
                    </For>
                </ul>
            </Show>
            <Show when=move || found.has_more.get()>
                <button type="button" class=Look::Plain.class() on:click=move |_| found.more()>{t.more}</button>
            </Show>
        </div>
    }
}

#[component]
fn Choosable(image: Image, pick: Callback<Image>) -> impl IntoView {
    let (shown, named) = (image.clone(), (texts().pick)(&image.title));
    let title = image.title.clone();
    view! {
        <li class="image-card">
            <button type="button" aria-label=named on:click=move |_| pick.run(image.clone())>
                <Thumbnail image=shown/>
                <span class="image-title">{title}</span>
            </button>
        </li>
    }
}
