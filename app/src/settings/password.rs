use super::{api::ChangePassword, texts::texts};
use crate::ui::{Address, Card, ErrorNotice, Field, FormActions, FormFields, Look, Notice, Submit, Tone, failure};
use domain::member::PASSWORD_CHARACTERS_MIN;
use leptos::{either::Either, form::ActionForm, prelude::*};

/// For every member, whatever their role.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let address = Address::here();
    move || match address.get("done") {
        Some(_) => Either::Left(view! { <Notice tone=Tone::Calm>{texts().password.changed}</Notice> }),
        None => Either::Right(view! { <Changing/> }),
    }
}

#[component]
fn Changing() -> impl IntoView {
    let t = &texts().password;
    let action = ServerAction::<ChangePassword>::new();
    let error = failure(action);
    let least = PASSWORD_CHARACTERS_MIN;
    view! {
        <Card title=t.title>
            <p>{t.lead}</p>
            <ActionForm action>
                <ErrorNotice error fields=&["current", "new", "again"]/>
                <FormFields>
                    <Field name="current" label=t.current kind="password" autocomplete="current-password" error/>
                    <Field name="new" label=t.new kind="password" hint=(t.new_hint)(least)
                        autocomplete="new-password" least_characters=least error/>
                    <Field name="again" label=t.again kind="password" autocomplete="new-password" error/>
                </FormFields>
                <FormActions>
                    <Submit label=t.submit look=Look::Main pending=action.pending()/>
                </FormActions>
            </ActionForm>
        </Card>
    }
}
