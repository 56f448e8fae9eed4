use super::sign_in_again::SignInAgain;
use crate::{AppError, texts::texts};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say of it: a badge without a colour of its own.
    Plain,
    Calm,
    Good,
    Warning,
    Wrong,
}

impl Tone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Calm => "calm",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let role = if tone == Tone::Wrong { "alert" } else { "status" };
    view! { <div class="notice" data-tone=tone.name() role=role>{children()}</div> }
}

/// What went wrong with a form, unless it belongs to one of its `fields`.
#[component]
pub fn ErrorNotice(
    #[prop(into)] error: Signal<Option<AppError>>,
    #[prop(optional)] fields: &'static [&'static str],
) -> impl IntoView {
    let stands_alone = move |error: &AppError| match error {
        AppError::Invalid(invalid) => !fields.contains(&invalid.field.as_str()),
        AppError::Refused(_)
        | AppError::Missing(_)
        | AppError::SignInFirst
        | AppError::NotAllowed
        | AppError::WrongPassword
        | AppError::TooManySignIns { .. }
        | AppError::Broken { .. }
        | AppError::Unreachable => true,
    };
    move || {
        error.get().filter(stands_alone).map(|error| {
            let is_signed_out = error == AppError::SignInFirst;
            view! {
                <Notice tone=Tone::Wrong>
                    {(texts().error)(&error)}
                    {is_signed_out.then(|| view! { " " <SignInAgain/> })}
                </Notice>
            }
        })
    }
}
