use super::{
    api::{DeleteImage, DescribeImage, Shown, find_image, list_images},
    detail::{Acts, Detail},
    gallery::Gallery,
    texts::texts,
    uploader::Uploader,
};
use crate::{
    AppError,
    layout::Asking,
    texts::texts as shared_texts,
    ui::{ErrorNotice, Notice, PageHead, SearchField, Tab, Tabs, Tone, Toolbar},
};
use domain::{
    ImageId,
    image::{Unfit, Uploaded},
};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_query_map;

/// Which part of the room is shown: all of it stands in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub shown: Shown,
    pub image: Option<ImageId>,
    pub asks_to_delete: bool,
}

impl Place {
    pub fn of_address() -> Memo<Self> {
        let query = use_query_map();
        Memo::new(move |_| {
            let query = query.read();
            let number = |name| query.get_str(name).and_then(|id| id.parse().ok());
            Self {
                shown: Shown {
                    search: query.get("search").filter(|search| !search.trim().is_empty()),
                    without_alt: query.get_str("without").is_some(),
                    before: number("before"),
                },
                image: number("image"),
                asks_to_delete: query.get_str("ask") == Some("delete"),
            }
        })
    }

    /// The address of this place.
    pub fn path(&self) -> String {
        let mut query = leptos_router::params::ParamsMap::new();
        let mut add = |name: &'static str, value: Option<String>| value.map(|value| query.insert(name, value));
        add("search", self.shown.search.clone());
        add("without", self.shown.without_alt.then(|| "alt".into()));
        add("before", self.shown.before.map(|id| id.to_string()));
        add("image", self.image.map(|id| id.to_string()));
        add("ask", self.asks_to_delete.then(|| "delete".into()));
        format!("/images{}", query.to_query_string())
    }

    pub fn with_image(&self, image: Option<ImageId>) -> Self {
        Self { image, asks_to_delete: false, ..self.clone() }
    }
}

#[component]
pub fn ImagesPage() -> impl IntoView {
    let t = texts();
    let place = Place::of_address();
    let shown = Memo::new(move |_| place.with(|place| place.shown.clone()));
    let chosen = Memo::new(move |_| place.with(|place| place.image));
    let (describe, delete) = (ServerAction::<DescribeImage>::new(), ServerAction::<DeleteImage>::new());
    let images = Resource::new_blocking(
        move || (shown.get(), describe.version().get(), delete.version().get()),
        |(shown, ..)| list_images(shown),
    );
    let image = Resource::new_blocking(
        move || (chosen.get(), describe.version().get()),
        |(id, _)| async move {
            match id {
                Some(id) => find_image(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let me = expect_context::<Asking>();
    let on_added = Callback::new(move |_: Uploaded| images.refetch());
    view! {
        <PageHead title=t.title/>
        <Transition>
            {move || Suspend::new(async move {
                me.await.is_ok_and(|me| me.role.may_send()).then(|| view! { <Uploader on_added/> })
            })}
        </Transition>
        <SentWithoutScript/>
        <Filters shown/>
        <Transition>
            {move || Suspend::new(async move {
                match images.await {
                    Ok(images) => Either::Left(view! { <Gallery images place/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Transition>
            {move || Suspend::new(async move {
                let may_change = me.await.is_ok_and(|me| me.role.may_send());
                match image.await {
                    Ok(image) => {
                        let acts = may_change.then_some(Acts { describe, delete });
                        Either::Left(image.map(|image| view! { <Detail image place acts/> }))
                    }
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

/// What became of a form that was sent before the page came to life.
#[component]
fn SentWithoutScript() -> impl IntoView {
    let t = texts();
    let query = use_query_map();
    let added = move || query.read().get_str("added").and_then(|n| n.parse::<usize>().ok()).filter(|n| *n > 0);
    let refused = move || {
        let refused = query.read().get("refused")?;
        leptos::serde_json::from_str::<Vec<(String, Unfit)>>(&refused).ok().filter(|refused| !refused.is_empty())
    };
    move || {
        let added = added().map(|n| view! { <Notice tone=Tone::Calm>{(t.added_many)(n)}</Notice> });
        let refused = refused().map(|refused| {
            let why = |unfit: Unfit| (shared_texts().error)(&AppError::Refused(unfit.sentence()));
            let line = move |(name, unfit)| view! { <li>{name} ": " {why(unfit)}</li> };
            view! {
                <Notice tone=Tone::Wrong>
                    <strong>{t.refused}</strong>
                    <ul>{refused.into_iter().map(line).collect_view()}</ul>
                </Notice>
            }
        });
        (added, refused)
    }
}

#[component]
fn Filters(shown: Memo<Shown>) -> impl IntoView {
    let t = texts();
    let search = Signal::derive(move || shown.with(|shown| shown.search.clone().unwrap_or_default()));
    let without_alt = move || shown.with(|shown| shown.without_alt);
    let tabs = Signal::derive(move || {
        [(t.all, false), (t.without_alt, true)]
            .map(|(label, wanted)| {
                let shown = Shown { search: shown.get().search, without_alt: wanted, before: None };
                Tab::new(Place { shown, ..Place::default() }.path(), label, without_alt() == wanted)
            })
            .to_vec()
    });
    view! {
        <Toolbar>
            <Tabs label=t.filter tabs/>
            <SearchField action="/images" value=search label=t.search_hint>
                {move || without_alt().then(|| view! { <input type="hidden" name="without" value="alt"/> })}
            </SearchField>
        </Toolbar>
    }
}
