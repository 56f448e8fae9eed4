use super::{Address, button::Look, texts::texts};
use crate::sign_in::door_from;
use leptos::prelude::*;

/// The way for somebody whose session has ended: to the sign-in, and back to this page.
#[component]
pub fn SignInAgain(
    /// In a tab of its own, where something typed here would be lost otherwise.
    #[prop(optional)]
    beside: bool,
) -> impl IntoView {
    let address = Address::here();
    view! {
        <a
            class=Look::Small.class()
            href=move || door_from(&address.asking(None))
            rel="external"
            target=beside.then_some("_blank")
        >
            {texts().sign_in_again}
        </a>
    }
}
