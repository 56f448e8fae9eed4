use super::{
    api::{Beside, Lift, Listed, Place, ROWS, Shown, Suppress, known_beside, suppressed},
    beside::{self, BesideTheTable},
    dialogs::{AddDialog, LiftDialog, Outcome},
    texts::texts,
};
use crate::looking::{Answers, keep_looking};
use crate::ui::{
    Address, Badge, Empty, ErrorNotice, Glyph, Icon, Look, OriginLink, PageHead, Pager, SearchField, Skeleton, Tab,
    Table, Tabs, Tone, Toolbar, When, toast_when_done, use_go,
};
use domain::suppression::{Suppression, SuppressionReason};
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;
use std::time::Duration;

/// Made once, so that an answer outlives the row that asked.
#[derive(Clone, Copy)]
pub struct Acts {
    pub suppress: ServerAction<Suppress>,
    pub lift: ServerAction<Lift>,
}

#[component]
pub fn SuppressionsPage() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let acts = Acts { suppress: ServerAction::new(), lift: ServerAction::new() };
    let shown = Memo::new(move |_| shown(address));
    let wanted = move || (shown.get(), acts.suppress.version().get(), acts.lift.version().get());
    let listed = Resource::new_blocking(wanted, |(shown, ..)| suppressed(shown));
    toast_when_done(acts.lift, |()| texts().lifted.into());
    let (beside_acts, beside) = beside_the_table(acts);
    let go = use_go();
    Effect::new(move |_| {
        if let Some(Ok(())) = acts.lift.value().get() {
            go(&untrack(|| address.asking(None)));
        }
    });
    view! {
        <PageHead title=t.title actions=move || view! {
            <A href=move || address.asking(Some("add")) scroll=false attr:class=Look::Main.class()>
                <Icon glyph=Glyph::Plus/>
                {t.add}
            </A>
        }/>
        <p class="quiet">{t.lead}</p>
        <Outcome action=acts.suppress/>
        <Transition>
            {move || Suspend::new(async move {
                let chosen = shown.get_untracked().reason;
                listed.await.ok().map(|Listed { counts, .. }| view! { <Reasons counts chosen/> })
            })}
        </Transition>
        <Toolbar>
            <SearchField action="/suppressions" value=Signal::derive(move || address.get("search").unwrap_or_default()) label=t.search>
                {move || address.get("reason").map(|reason| view! { <input type="hidden" name="reason" value=reason/> })}
            </SearchField>
        </Toolbar>
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                match listed.await {
                    Ok(listed) => Either::Left(view! { <Page listed shown=shown.get_untracked() acts/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Transition>
            {move || Suspend::new(async move {
                beside.await.ok().map(|beside| view! {
                    <AddDialog acts topics=beside.topics.clone()/>
                    <BesideTheTable beside acts=beside_acts/>
                })
            })}
        </Transition>
    }
}

/// What happens there, and what is known there.
fn beside_the_table(acts: Acts) -> (beside::Acts, Answers<Beside>) {
    let own = beside::Acts { lift: ServerAction::new(), read: ServerAction::new(), push: ServerAction::new() };
    toast_when_done(own.lift, |()| beside::texts::texts().lifted.into());
    toast_when_done(own.read, |()| beside::texts::texts().asked.into());
    let versions = move || {
        [acts.suppress.version(), own.lift.version(), own.read.version(), own.push.version()]
            .map(|version| version.get())
    };
    let is_read = |beside: &Beside| beside.lists.iter().any(|list| list.is_due).then_some(Duration::from_secs(2));
    let known = keep_looking(|| (), versions, |()| known_beside(), is_read);
    let (address, go) = (Address::here(), use_go());
    Effect::new(move |_| {
        if let Some(Ok(())) = own.lift.value().get() {
            go(&untrack(|| address.asking(None)));
        }
    });
    (own, known)
}

fn shown(address: Address) -> Shown {
    Shown {
        reason: address.get("reason").and_then(|reason| reason.parse().ok()),
        search: address.get("search"),
        before: address.get("before").and_then(|place| place.parse().ok()),
    }
}

#[component]
fn Page(listed: Listed, shown: Shown, acts: Acts) -> impl IntoView {
    let Listed { mut rows, .. } = listed;
    let has_next = rows.len() > ROWS;
    rows.truncate(ROWS);
    let address = Address::here();
    let next = rows.last().filter(|_| has_next).map(|last| {
        let place = Place { at: last.at, address: last.address.clone() };
        address.with(&[("before", Some(&place.to_string()))])
    });
    let first = shown.before.is_some().then(|| address.with(&[]));
    view! {
        <Rows rows is_narrowed={shown != Shown::default()} acts/>
        <Pager first previous=None next/>
    }
}

#[component]
fn Reasons(counts: Vec<(SuppressionReason, i64)>, chosen: Option<SuppressionReason>) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let tabs = Signal::derive(move || {
        let all = counts.iter().map(|(_, people)| people).sum();
        let tab = |reason: Option<SuppressionReason>, label: &'static str, people: i64| Tab {
            href: address.with(&[("reason", reason.map(SuppressionReason::as_str))]),
            label: label.into(),
            count: Some(people),
            is_current: reason == chosen,
        };
        let of = |(reason, people): &(SuppressionReason, i64)| tab(Some(*reason), (t.reason)(*reason), *people);
        std::iter::once(tab(None, t.all, all)).chain(counts.iter().map(of)).collect::<Vec<_>>()
    });
    view! { <div class="suppression-reasons"><Tabs label=t.filter tabs/></div> }
}

#[component]
fn Rows(rows: Vec<Suppression>, is_narrowed: bool, acts: Acts) -> impl IntoView {
    let t = texts();
    if rows.is_empty() {
        return Either::Left(match is_narrowed {
            true => Either::Left(view! { <Empty title=t.none_found><A href="/suppressions">{t.show_all}</A></Empty> }),
            false => Either::Right(view! { <Empty title=t.none hint=t.none_hint/> }),
        });
    }
    let asked: Vec<_> = rows.iter().filter(|row| row.reason.may_be_lifted()).cloned().collect();
    Either::Right(view! {
        <Table label=t.title class="suppressions">
            <thead>
                <tr>
                    <th scope="col">{t.address}</th>
                    <th scope="col">{t.why}</th>
                    <th scope="col">{t.source}</th>
                    <th scope="col">{t.since}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| view! { <Line row/> }).collect_view()}</tbody>
        </Table>
        {asked.into_iter().map(|row| view! { <LiftDialog row acts/> }).collect_view()}
    })
}

#[component]
fn Line(row: Suppression) -> impl IntoView {
    let t = texts();
    let page = Address::here();
    let Suppression { address, reason, source, at } = row;
    let tone = match reason {
        SuppressionReason::Refused | SuppressionReason::ByHand => Tone::Plain,
        SuppressionReason::Bounced => Tone::Warning,
        SuppressionReason::Complained => Tone::Wrong,
    };
    let question = format!("lift-{address}");
    let named = (t.lift_named)(&address);
    view! {
        <tr>
            <th scope="row" class="suppressed-address">{address}</th>
            <td data-label=t.why><Badge label=(t.reason)(reason) tone title=(t.reason_means)(reason).to_owned()/></td>
            <td data-label=t.source class="suppressed-source"><OriginLink origin=source/></td>
            <td data-label=t.since class="time"><When at/></td>
            <td class="acts">
                {match reason.may_be_lifted() {
                    true => Either::Left(view! {
                        <A href=move || page.asking(Some(&question)) scroll=false attr:class=Look::Small.class() attr:aria-label=named>
                            {t.lift}
                        </A>
                    }),
                    false => Either::Right(view! { <span class="quiet only-they" title=(t.reason_means)(reason)>
                        {if reason == SuppressionReason::Complained { t.nobody_can } else { t.only_they }}
                    </span> }),
                }}
            </td>
        </tr>
    }
}
