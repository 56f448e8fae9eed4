//! What stands beside the table: who is off single topics, and the carrier's own lists.

pub mod texts;

use super::api::{Beside, LiftTopic, OffTopic, PushOurs, ReadLists};
use crate::{
    layout::Asking,
    texts::speak,
    ui::{
        Address, Asked, Card, DialogActions, ErrorNotice, Fact, Facts, Field, FormFields, Look, Notice, Submit, Table,
        Tone, When, failure,
    },
};
use domain::suppression::AccountListState;
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;
use texts::texts;

/// Made once, so that an answer outlives what asked.
#[derive(Clone, Copy)]
pub struct Acts {
    pub lift: ServerAction<LiftTopic>,
    pub read: ServerAction<ReadLists>,
    pub push: ServerAction<PushOurs>,
}

#[component]
pub fn BesideTheTable(beside: Beside, acts: Acts) -> impl IntoView {
    let Beside { off_topics, lists, .. } = beside;
    view! {
        {(!off_topics.is_empty()).then(|| view! { <OffTopics off_topics acts/> })}
        {lists.into_iter().map(|list| view! { <AccountList list acts/> }).collect_view()}
    }
}

#[component]
fn OffTopics(off_topics: Vec<OffTopic>, acts: Acts) -> impl IntoView {
    let t = texts();
    let asked = off_topics.clone();
    view! {
        <Card title=t.off_topics>
            <p class="quiet">{t.off_topics_means}</p>
            <Table label=t.off_topics>
                <thead>
                    <tr>
                        <th scope="col">{t.address}</th>
                        <th scope="col">{t.topic}</th>
                        <th scope="col">{t.note}</th>
                        <th scope="col">{t.since}</th>
                        <th scope="col"><span class="hidden">{t.acts}</span></th>
                    </tr>
                </thead>
                <tbody>{off_topics.into_iter().map(|off| view! { <Line off/> }).collect_view()}</tbody>
            </Table>
        </Card>
        {asked.into_iter().map(|off| view! { <LiftDialog off acts/> }).collect_view()}
    }
}

fn question(off: &OffTopic) -> String {
    format!("topic-{}-{}", off.topic, off.address)
}

#[component]
fn Line(off: OffTopic) -> impl IntoView {
    let t = texts();
    let page = Address::here();
    let question = question(&off);
    let named = (t.lift_named)(&off.address, &speak(&off.name));
    view! {
        <tr>
            <th scope="row" class="suppressed-address">{off.address}</th>
            <td data-label=t.topic>{speak(&off.name)}</td>
            <td data-label=t.note class="suppressed-source">{off.source}</td>
            <td data-label=t.since class="time"><When at=off.at/></td>
            <td class="acts">
                <A href=move || page.asking(Some(&question)) scroll=false attr:class=Look::Small.class() attr:aria-label=named>
                    {t.lift}
                </A>
            </td>
        </tr>
    }
}

#[component]
fn LiftDialog(off: OffTopic, acts: Acts) -> impl IntoView {
    let t = texts();
    let error = failure(acts.lift);
    let page = Address::here();
    let asked = question(&off);
    let (topic, address) = (off.topic.0, StoredValue::new(off.address.clone()));
    view! {
        <Asked question=asked title=(t.lift_named)(&off.address, &speak(&off.name))>
            <ActionForm action=acts.lift>
                <ErrorNotice error fields=&["note"]/>
                <input type="hidden" name="topic" value=topic/>
                <input type="hidden" name="address" value=address.get_value()/>
                <FormFields><Field name="note" label=t.note error/></FormFields>
                <DialogActions>
                    <A href=move || page.asking(None) scroll=false attr:class=Look::Plain.class()>{t.cancel}</A>
                    <Submit label=t.lift_yes look=Look::Main pending=acts.lift.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

#[component]
fn AccountList(list: AccountListState, acts: Acts) -> impl IntoView {
    let t = texts();
    let me = expect_context::<Asking>();
    let AccountListState { account, read_at, found, added, problem, is_pushing, pushed, is_due } = list;
    let shown = account.clone();
    view! {
        <Card title=t.list>
            <p class="quiet">{t.list_means}</p>
            <ErrorNotice error=failure(acts.read)/>
            <ErrorNotice error=failure(acts.push)/>
            {problem.map(|problem| view! {
                <Notice tone=Tone::Warning>
                    <p>{t.problem}</p>
                    <p class="verbatim" lang="en">{problem}</p>
                </Notice>
            })}
            <Facts>
                <Fact name=t.account><code>{shown}</code></Fact>
                <Fact name=t.read_at>
                    {match read_at {
                        Some(at) => Either::Left(view! { <When at/> }),
                        None => Either::Right(t.never),
                    }}
                    {is_due.then_some(t.is_due)}
                </Fact>
                {read_at.map(|_| view! { <Fact name=t.came>{(t.found)(found, added)}</Fact> })}
                <Fact name=t.ours>{if is_pushing { (t.pushed)(pushed) } else { t.not_pushed.to_owned() }}</Fact>
            </Facts>
            <Transition>
                {move || {
                    let account = account.clone();
                    Suspend::new(async move {
                        let may_administer = me.await.is_ok_and(|me| me.role.may_administer());
                        may_administer.then(|| view! { <ListActs account is_pushing acts/> })
                    })
                }}
            </Transition>
        </Card>
    }
}

/// For admins.
#[component]
fn ListActs(account: String, is_pushing: bool, acts: Acts) -> impl IntoView {
    let t = texts();
    let push = if is_pushing { t.push_no_more } else { t.push };
    view! {
        <div class="list-acts">
            <ActionForm action=acts.read><Submit label=t.read look=Look::Plain pending=acts.read.pending()/></ActionForm>
            <ActionForm action=acts.push>
                <input type="hidden" name="account" value=account/>
                {(!is_pushing).then(|| view! { <input type="hidden" name="is_pushing" value="true"/> })}
                <Submit label=push look=Look::Plain pending=acts.push.pending()/>
            </ActionForm>
        </div>
    }
}
