use super::{
    button::Look,
    icon::{Glyph, Icon},
    notice::Tone,
    texts::texts,
    toast::Toasts,
};
use crate::browser;
use leptos::prelude::*;

/// Puts a text into the clipboard.
#[component]
pub fn Copy(
    #[prop(into)] text: Signal<String>,
    /// What a screen reader calls the button: "Copy the link".
    #[prop(into)]
    named: String,
    #[prop(optional)] look: Option<Look>,
) -> impl IntoView {
    let t = texts();
    let toasts = Toasts::here();
    let said = move |is_copied| match is_copied {
        true => toasts.say(t.copied, Tone::Good),
        false => toasts.say(t.not_copied, Tone::Warning),
    };
    view! {
        <button
            type="button"
            class=look.unwrap_or(Look::Small).class()
            aria-label=named
            on:click=move |_| browser::copy(&text.get_untracked(), said)
        >
            <Icon glyph=Glyph::Copy/>
            {t.copy}
        </button>
    }
}

/// A text to take along: shown whole, selected by a click, copied by the button.
#[component]
pub fn CopyField(#[prop(into)] label: String, #[prop(into)] value: String, #[prop(into)] id: String) -> impl IntoView {
    view! {
        <div class="field copy-field">
            <label for=id.clone()>{label.clone()}</label>
            <div class="copy-field-row">
                <input id=id type="text" readonly value=value.clone()/>
                <Copy text=value named=format!("{}: {label}", texts().copy)/>
            </div>
        </div>
    }
}
