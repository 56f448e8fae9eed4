use super::{Acts, path_to, texts::texts};
use crate::ui::{Badge, Card, Empty, ErrorNotice, Field, FormFields, Look, Submit, Table, Tone, failure};
use domain::ses::{IdentityLine, SenderLine, Verification};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

pub fn tone_of(verification: Verification) -> Tone {
    match verification {
        Verification::Verified => Tone::Good,
        Verification::Pending | Verification::NotStarted => Tone::Warning,
        Verification::TemporaryFailure | Verification::Failed => Tone::Wrong,
    }
}

/// Each sender, and under what it may send.
#[component]
pub fn SendersCard(senders: Vec<SenderLine>, identities: Vec<IdentityLine>, acts: Acts) -> impl IntoView {
    let t = texts();
    if senders.is_empty() {
        return Either::Left(());
    }
    let line = move |sender: SenderLine| {
        let under = match sender.identity(&identities).cloned() {
            Some(identity) => Either::Left(view! {
                <A href=path_to(&identity.name)>{identity.name.clone()}</A> " "
                {match identity.is_sending {
                    true => view! { <Badge label=(t.verification)(Verification::Verified) tone=Tone::Good/> },
                    false => view! { <Badge label=t.not_yet tone=Tone::Warning/> },
                }}
            }),
            None => Either::Right(view! {
                <span class="sending-unverified">
                    <Badge label=t.may_not_send tone=Tone::Wrong/>
                    <ActionForm action=acts.add>
                        <input type="hidden" name="name" value=sender.domain.clone()/>
                        <Submit label=(t.add_domain)(&sender.domain) look=Look::Small pending=acts.add.pending()/>
                    </ActionForm>
                </span>
            }),
        };
        view! {
            <tr>
                <th scope="row">{sender.address}</th>
                <td data-label=t.may_send_by>{under}</td>
            </tr>
        }
    };
    Either::Right(view! {
        <Card title=t.senders>
            <div class="sending-card">
                <p class="quiet">{t.senders_means}</p>
                <Table label=t.senders>
                    <thead><tr><th scope="col">{t.sender}</th><th scope="col">{t.may_send_by}</th></tr></thead>
                    <tbody>{senders.into_iter().map(line).collect_view()}</tbody>
                </Table>
            </div>
        </Card>
    })
}

#[component]
pub fn IdentitiesCard(identities: Vec<IdentityLine>, acts: Acts) -> impl IntoView {
    let t = texts();
    let listed = match identities.is_empty() {
        true => Either::Left(view! { <Empty title=t.no_identities hint=t.no_identities_hint/> }),
        false => Either::Right(view! { <Listed identities/> }),
    };
    let error = failure(acts.add);
    view! {
        <Card title=t.identities>
            <div class="sending-card">
                <p class="quiet">{t.identities_means}</p>
                {listed}
                <ActionForm action=acts.add>
                    <ErrorNotice error fields=&["name"]/>
                    <FormFields>
                        <Field name="name" label=t.new_identity hint=t.new_identity_hint placeholder="shop.example.com" error/>
                    </FormFields>
                    <Submit label=t.add look=Look::Main pending=acts.add.pending()/>
                </ActionForm>
            </div>
        </Card>
    }
}

#[component]
fn Listed(identities: Vec<IdentityLine>) -> impl IntoView {
    let t = texts();
    let line = move |identity: IdentityLine| {
        let named = (t.records_of)(&identity.name);
        view! {
            <tr>
                <th scope="row">{identity.name.clone()}</th>
                <td data-label=t.state>
                    <Badge label=(t.verification)(identity.verification) tone=tone_of(identity.verification)/>
                </td>
                <td class="acts">
                    <A href=path_to(&identity.name) attr:class=Look::Small.class() attr:aria-label=named>{t.show_records}</A>
                </td>
            </tr>
        }
    };
    view! {
        <Table label=t.identities>
            <thead>
                <tr>
                    <th scope="col">{t.identity}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col"><span class="hidden">{t.show_records}</span></th>
                </tr>
            </thead>
            <tbody>{identities.into_iter().map(line).collect_view()}</tbody>
        </Table>
    }
}
