use super::api::SignIn;
use crate::{
    layout::Outside,
    texts::texts,
    ui::{ErrorNotice, Field, Look, Submit, failure},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

#[component]
pub fn SignInPage() -> impl IntoView {
    let t = &texts().sign_in;
    let action = ServerAction::<SignIn>::new();
    let error = failure(action);
    view! {
        <Title text=t.title/>
        <Outside>
            <h1>{t.title}</h1>
            <ActionForm action>
                <ErrorNotice error fields=&["email", "password"]/>
                <Field name="email" label=t.email kind="email" autocomplete="username" error/>
                <Field name="password" label=t.password kind="password" autocomplete="current-password" error/>
                <Submit label=t.submit look=Look::Main pending=action.pending()/>
            </ActionForm>
        </Outside>
    }
}
