//! When campaigns stop by themselves.

mod texts;

use super::api::{ChangeGuardRails, read_guard_rails};
use crate::ui::{
    Card, ErrorNotice, Field, FormActions, FormFields, Look, Skeleton, Submit, Switch, failure, toast_when_done,
};
use domain::guard_rails::GuardRails;
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_meta::Title;
use texts::texts;

const FIELDS: &[&str] = &["bounces", "complaints", "letters"];

pub fn title() -> &'static str {
    texts().title
}

#[component]
pub fn GuardRailsPage() -> impl IntoView {
    let t = texts();
    let change = ServerAction::<ChangeGuardRails>::new();
    let kept = Resource::new_blocking(move || change.version().get(), |_| read_guard_rails());
    toast_when_done(change, |()| texts().saved.into());
    view! {
        <Title text=t.title/>
        <p class="settings-lead">{t.lead}</p>
        <Transition fallback=|| view! { <Skeleton rows=3/> }>
            {move || Suspend::new(async move {
                match kept.await {
                    Ok((rails, may_change)) => Either::Left(view! { <Limits rails change may_change/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Limits(rails: GuardRails, change: ServerAction<ChangeGuardRails>, may_change: bool) -> impl IntoView {
    let t = texts();
    let error = failure(change);
    view! {
        <Card title=t.limits>
            <ActionForm action=change>
                <ErrorNotice error fields=FIELDS/>
                <fieldset class="step-fields" disabled=!may_change>
                    <FormFields>
                        <Switch name="rails[is_on]" label=t.is_on hint=t.is_on_hint checked=rails.is_on/>
                        <Field name="rails[bounces]" label=t.bounces hint=t.bounces_hint value=rails.bounces.to_string() error/>
                        <Field
                            name="rails[complaints]"
                            label=t.complaints
                            hint=t.complaints_hint
                            value=rails.complaints.to_string()
                            error
                        />
                        <Field name="rails[letters]" label=t.letters hint=t.letters_hint value=rails.letters.to_string() error/>
                    </FormFields>
                    <FormActions>
                        <Submit label=t.save look=Look::Main pending=change.pending()/>
                    </FormActions>
                </fieldset>
            </ActionForm>
            {(!may_change).then(|| view! { <p class="quiet">{t.of_admins}</p> })}
        </Card>
    }
}
