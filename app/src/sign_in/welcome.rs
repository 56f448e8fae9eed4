use super::api::{Accept, Offer, welcome};
use crate::{
    layout::Outside,
    texts::texts,
    ui::{Empty, ErrorNotice, Field, Look, Submit, failure},
};
use leptos::{either::EitherOf3, form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Where a one-time link leads.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let t = &texts().welcome;
    let params = use_params_map();
    let token = move || params.read().get("token").unwrap_or_default();
    let offered = Resource::new_blocking(token, welcome);
    view! {
        <Title text=t.title/>
        <Outside>
            <Suspense>
                {move || Suspend::new(async move {
                    match offered.await {
                        Ok(Some(offer)) => EitherOf3::A(view! { <Accepting token=token() offer/> }),
                        Ok(None) => EitherOf3::B(view! { <NoLongerGood/> }),
                        Err(error) => EitherOf3::C(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Accepting(token: String, offer: Offer) -> impl IntoView {
    let (t, door) = (&texts().welcome, &texts().sign_in);
    let action = ServerAction::<Accept>::new();
    let error = failure(action);
    let lead = match &offer.email {
        Some(_) => (t.lead_invited)(offer.role),
        None => t.lead.to_owned(),
    };
    let least = offer.password_characters_min;
    view! {
        <h1>{t.title}</h1>
        <p>{lead}</p>
        <ActionForm action>
            <input type="hidden" name="token" value=token/>
            <ErrorNotice error fields=&["email", "name", "password"]/>
            <Field name="email" label=door.email kind="email" autocomplete="username"
                value=offer.email.unwrap_or_default() error/>
            <Field name="name" label=t.name hint=t.name_hint autocomplete="name" error/>
            <Field name="password" label=door.password kind="password" hint=(t.password_hint)(least)
                autocomplete="new-password" least_characters=least error/>
            <Submit label=t.submit look=Look::Main pending=action.pending()/>
        </ActionForm>
    }
}

#[component]
fn NoLongerGood() -> impl IntoView {
    let t = texts();
    view! {
        <Empty title=t.welcome.no_longer_good hint=t.welcome.no_longer_good_hint>
            <a class=Look::Main.class() href="/sign-in">{t.sign_in.title}</a>
        </Empty>
    }
}
