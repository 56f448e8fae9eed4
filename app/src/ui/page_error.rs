use super::{button::Look, empty::Empty, notice::ErrorNotice, texts::texts};
use crate::AppError;
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;

/// In the place of a page that could not be shown. Where there is nothing at its address it says so, and leads to the
/// list it would be one of.
#[component]
pub fn PageError(
    error: AppError,
    /// The list: its address and its name.
    list: (&'static str, &'static str),
) -> impl IntoView {
    if !matches!(error, AppError::Missing(_)) {
        return Either::Left(view! { <ErrorNotice error=Some(error)/> });
    }
    // an address that names no number was never asked for on the server
    #[cfg(feature = "ssr")]
    crate::request::answer_with(error.status());
    let (href, name) = list;
    let t = &crate::texts::texts().frame;
    Either::Right(view! {
        <Title text=t.not_found/>
        <h1 class="hidden">{name}</h1>
        <Empty title=t.not_found hint=t.not_found_hint>
            <A href attr:class=Look::Main.class()>{(texts().to_list)(name)}</A>
        </Empty>
    })
}
