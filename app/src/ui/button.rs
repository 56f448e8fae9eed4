use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// The one thing this page is for.
    Main,
    /// Cannot be undone.
    Grave,
    /// Beside many like it.
    Small,
}

impl Look {
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Main => "button button-main",
            Self::Grave => "button button-grave",
            Self::Small => "button button-small",
        }
    }
}

/// Sends the form it stands in, and rests while the answer is on its way.
#[component]
pub fn Submit(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] look: Look,
    #[prop(optional, into)] pending: Signal<bool>,
    /// What a screen reader says where the label alone is not enough.
    #[prop(optional, into)]
    named: Option<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=look.class()
            aria-label=named
            aria-busy=move || pending.get().then_some("true")
            disabled=move || pending.get() || disabled.get()
        >
            {label}
        </button>
    }
}
