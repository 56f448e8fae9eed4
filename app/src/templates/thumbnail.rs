use crate::texts::locale;
use domain::TemplateId;
use leptos::{either::Either, prelude::*, tachys::html::attribute::custom::custom_attribute};

/// A template as a mail, small: the true rendering with made-up values. It runs nothing and takes no focus.
#[component]
pub fn Thumbnail(template: TemplateId, version: Option<i32>, none: &'static str) -> impl IntoView {
    match version {
        Some(version) => Either::Left(view! { <Frame src=address(template, version)/> }),
        None => Either::Right(view! { <span class="thumbnail thumbnail-none"><span>{none}</span></span> }),
    }
}

#[component]
pub fn StarterThumbnail(key: &'static str) -> impl IntoView {
    view! { <Frame src=format!("/templates/starters/{key}/{}", locale().code())/> }
}

#[component]
fn Frame(src: String) -> impl IntoView {
    view! {
        <span class="thumbnail" aria-hidden="true">
            <iframe src=src sandbox="" tabindex="-1" title="" {..custom_attribute("loading", "lazy")}></iframe>
        </span>
    }
}

/// The version stands in the address, so that a browser may keep what it got.
pub fn address(template: TemplateId, version: i32) -> String {
    format!("/templates/{template}/thumbnail?version={version}&language={}", locale().code())
}
