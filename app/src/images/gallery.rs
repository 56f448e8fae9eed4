use super::{api::PAGE, page::Place, texts::texts, weight};
use crate::ui::{Badge, Empty, Pager, Tone};
use domain::image::Image;
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

/// One page of the pictures, each leading to its own.
#[component]
pub fn Gallery(mut images: Vec<Image>, place: Memo<Place>) -> impl IntoView {
    let is_first = place.with_untracked(|place| place.shown.before.is_none());
    if images.is_empty() && is_first {
        return Either::Left(view! { <Nothing place=place.get_untracked()/> });
    }
    let has_older = images.len() > PAGE;
    images.truncate(PAGE);
    let to = move |before| {
        let mut place = place.get_untracked().with_image(None);
        place.shown.before = before;
        place.path()
    };
    let older = images.last().filter(|_| has_older).map(|last| to(Some(last.id)));
    Either::Right(view! {
        <ul class="images">
            {images.into_iter().map(|image| view! { <Card image place/> }).collect_view()}
        </ul>
        <Pager first=(!is_first).then(|| to(None)) next=older/>
    })
}

#[component]
fn Nothing(place: Place) -> impl IntoView {
    let t = texts();
    let (title, hint) = match (place.shown.search.is_some(), place.shown.without_alt) {
        (true, _) => (t.none_found, t.none_found_hint),
        (false, true) => (t.all_described, t.all_described_hint),
        (false, false) => return Either::Left(view! { <Empty title=t.none_yet hint=t.none_yet_hint/> }),
    };
    Either::Right(view! {
        <Empty title hint>
            <A href="/images">{t.show_all}</A>
        </Empty>
    })
}

#[component]
fn Card(image: Image, place: Memo<Place>) -> impl IntoView {
    let id = image.id;
    let href = move || place.with(|place| place.with_image(Some(id)).path());
    let title = image.title.clone();
    view! {
        <li class="image-card" data-image=id.to_string()>
            <a href=href data-noscroll="true">
                <Thumbnail image=image.clone()/>
                <span class="image-title" title=title.clone()>{title.clone()}</span>
            </a>
            <Facts image/>
        </li>
    }
}

#[component]
pub fn Thumbnail(image: Image) -> impl IntoView {
    view! {
        <span class="image-thumbnail">
            <img src=image.thumbnail_path() alt=image.alt width=image.width height=image.height loading="lazy"/>
        </span>
    }
}

#[component]
fn Facts(image: Image) -> impl IntoView {
    let t = texts();
    let used = if image.used_in.is_empty() { t.unused.to_owned() } else { (t.used_in)(image.used_in.len()) };
    view! {
        <p class="image-facts">
            <span>{format!("{} × {}", image.width, image.height)}</span>
            <span>{weight(image.octets)}</span>
            <span>{used}</span>
        </p>
        {image.alt.is_empty().then(|| view! { <Badge label=t.no_alt tone=Tone::Warning/> })}
    }
}
