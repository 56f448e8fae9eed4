use super::api::SignIn;
use crate::{
    layout::Outside,
    texts::texts,
    ui::{ErrorNotice, Field, Look, Submit, failure},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignInPage() -> impl IntoView {
    let t = &texts().sign_in;
    let action = ServerAction::<SignIn>::new();
    let error = failure(action);
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    view! {
        <Title text=t.title/>
        <Outside>
            <h1>{t.title}</h1>
            <ActionForm action>
                <input type="hidden" name="next" value=next/>
                <ErrorNotice error fields=&["email", "password"]/>
                <Field name="email" label=t.email kind="email" autocomplete="username" error/>
                <Field name="password" label=t.password kind="password" autocomplete="current-password" error/>
                <Submit label=t.submit look=Look::Main pending=action.pending()/>
            </ActionForm>
        </Outside>
    }
}
