use super::{button::Look, field::Field, texts::texts};
use crate::AppError;
use domain::email_address::did_you_mean;
use leptos::prelude::*;

/// A field for somebody's address. It asks back where a well-known domain looks misspelt, and takes any answer.
#[component]
pub fn AddressField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let typed = RwSignal::new(value);
    let meant = Memo::new(move |_| typed.with(|typed| did_you_mean(typed)));
    let id = id.unwrap_or_else(|| name.clone());
    view! {
        <div class="address-field">
            <Field name label kind="email" hint id bound=typed error/>
            <p class="address-meant" role="status">
                {move || meant.get().map(|meant| {
                    let taken = meant.clone();
                    view! {
                        {texts().did_you_mean} " "
                        <button type="button" class=Look::Small.class() on:click=move |_| typed.set(taken.clone())>
                            {meant}
                        </button>
                    }
                })}
            </p>
        </div>
    }
}
