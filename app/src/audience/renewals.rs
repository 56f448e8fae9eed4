//! Whose consent is to be confirmed, and the campaign that asks them.

mod api;
mod texts;

use crate::{
    layout::Asking,
    texts::count,
    ui::{
        Address, Asked, Badge, DialogActions, Empty, ErrorNotice, Look, PageHead, Pager, Skeleton, Stat, Submit, Table,
        Tone, When, failure,
    },
};
use api::{Remind, who_is_due};
use domain::law::{DueForRenewal, Renewals};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;
use texts::texts;

#[component]
pub fn RenewalsPage() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let after = Memo::new(move |_| address.get("after"));
    let found = Resource::new_blocking(move || after.get(), who_is_due);
    let remind = ServerAction::<Remind>::new();
    let me = expect_context::<Asking>();
    let actions = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    me.await.is_ok_and(|me| me.role.may_send()).then(|| view! {
                        <a href="/people/consents/due.csv" class=Look::Plain.class() download="" rel="external">{t.csv}</a>
                        <A href=move || address.asking(Some("remind")) scroll=false attr:class=Look::Main.class()>{t.remind}</A>
                    })
                })}
            </Suspense>
        }
    };
    view! {
        <PageHead title=t.title back=("/people".to_owned(), t.back.to_owned()) actions/>
        <p class="quiet">{t.lead}</p>
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(renewals) => Either::Left(view! { <Listed renewals is_first=after.get_untracked().is_none()/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Asked question="remind" title=t.remind_title>
            <p>{t.remind_means}</p>
            <ErrorNotice error=failure(remind)/>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <ActionForm action=remind>
                    <Submit label=t.remind_yes look=Look::Main pending=remind.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}

#[component]
fn Listed(renewals: Renewals, is_first: bool) -> impl IntoView {
    let t = texts();
    let Renewals { overdue, soon, people, has_more } = renewals;
    if people.is_empty() {
        return Either::Left(view! { <Empty title=t.none hint=t.none_hint/> });
    }
    let next = people.last().filter(|_| has_more).map(|last| format!("/people/consents?after={}", api::place(last)));
    Either::Right(view! {
        <div class="stats">
            <Stat label=t.overdue value=Signal::stored(count(overdue))/>
            <Stat label=t.soon value=Signal::stored(count(soon))/>
        </div>
        <Table label=t.title>
            <thead>
                <tr>
                    <th scope="col">{t.person}</th>
                    <th scope="col">{t.agreed}</th>
                    <th scope="col">{t.reminded}</th>
                    <th scope="col">{t.due}</th>
                </tr>
            </thead>
            <tbody>{people.into_iter().map(|person| view! { <Line person/> }).collect_view()}</tbody>
        </Table>
        <Pager first=(!is_first).then(|| "/people/consents".to_owned()) previous=None next/>
    })
}

#[component]
fn Line(person: DueForRenewal) -> impl IntoView {
    let t = texts();
    let address = person.address.to_string();
    view! {
        <tr>
            <th scope="row">
                <A href=super::path_to(person.id)>{address}</A>
                <span class="quiet">" " {person.name}</span>
            </th>
            <td data-label=t.agreed><When at=person.consented_at/></td>
            <td data-label=t.reminded>{person.confirmed_at.map(|at| view! { <When at/> })}</td>
            <td data-label=t.due>
                {person.due_on.to_string()} " "
                {person.is_overdue.then(|| view! { <Badge label=t.late tone=Tone::Warning/> })}
            </td>
        </tr>
    }
}
