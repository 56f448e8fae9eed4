use super::{
    actions::{SentAgain, Subject},
    api::{ROWS, SendAgain, Shown, people},
    live::Live,
    may_be_sent_again,
    page::existing,
    path_to,
};
use crate::{
    AppError,
    texts::texts,
    ui::{DeliveryBadge, Empty, ErrorNotice, Look, Pager, SearchField, Skeleton, Submit, Table, When, failure},
};
use domain::{CampaignId, report::RecipientRow};
use leptos::{either::Either, ev, form::ActionForm, prelude::*};
use leptos_router::components::A;
use std::{collections::BTreeSet, time::Duration};

const REFRESH_EVERY: Duration = Duration::from_secs(1);
/// The form that the boxes of the rows belong to.
const SELECTION: &str = "selection";

/// Who is ticked, by address: the table may move under the ticks.
#[derive(Clone, Copy)]
struct Selection(RwSignal<BTreeSet<String>>);

/// The page of the table that is shown, and how to see it anew.
#[derive(Clone, Copy)]
pub struct People {
    pub shown: Memo<Shown>,
    rows: Resource<Result<Vec<RecipientRow>, AppError>>,
    refreshed: RwSignal<u32>,
}

impl People {
    pub fn of(campaign: Memo<Option<CampaignId>>, shown: Memo<Shown>) -> Self {
        let refreshed = RwSignal::new(0_u32);
        let wanted = move || (campaign.get(), shown.get(), refreshed.get());
        let rows =
            Resource::new_blocking(
                wanted,
                |(campaign, shown, _)| async move { people(existing(campaign)?, shown).await },
            );
        Self { shown, rows, refreshed }
    }

    /// Asks for the page again once a second while the campaign moves, and never before the last answer came.
    pub fn keep_fresh(self, live: Live) {
        let (is_stale, is_idle) = (StoredValue::new(false), StoredValue::new(false));
        Effect::new(move |seen: Option<()>| {
            live.summary.track();
            is_stale.set_value(seen.is_some());
        });
        Effect::new(move |_| is_idle.set_value(self.rows.get().is_some()));
        let refresh = move || {
            if is_stale.get_value() && is_idle.get_value() {
                is_stale.set_value(false);
                is_idle.set_value(false);
                self.refreshed.update(|n| *n = n.wrapping_add(1));
            }
        };
        Effect::new(move |_| {
            if let Ok(interval) = set_interval_with_handle(refresh, REFRESH_EVERY) {
                on_cleanup(move || interval.clear());
            }
        });
    }
}

/// Everybody of the campaign, a page at a time, kept up to date while it is shown.
#[component]
pub fn Recipients(id: CampaignId, people: People, may_send: bool) -> impl IntoView {
    let t = &texts().people;
    let People { shown, rows, .. } = people;
    let selection = Selection(RwSignal::default());
    let again = ServerAction::<SendAgain>::new();
    view! {
        <section class="people">
            <header class="people-head">
                <h2>{t.title}</h2>
                <Search id shown/>
                {may_send.then(|| view! { <SelectionForm id again selection/> })}
            </header>
            <ErrorNotice error=failure(again)/>
            <SentAgain count=Signal::derive(move || again.value().get().and_then(Result::ok))/>
            <Transition fallback=|| view! { <Skeleton rows=8/> }>
                {move || Suspend::new(async move {
                    match rows.await {
                        Ok(rows) => {
                            let shown = shown.get_untracked();
                            let again = may_send.then_some(again);
                            Either::Left(view! { <Page id rows shown again selection/> })
                        }
                        Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Search(id: CampaignId, shown: Memo<Shown>) -> impl IntoView {
    let t = &texts().people;
    let state = move || shown.with(|shown| shown.state.map(|state| state.as_str()));
    let prefix = move || shown.with(|shown| shown.prefix.clone().unwrap_or_default());
    let is_narrowed = move || shown.with(|shown| *shown != Shown::default());
    view! {
        <SearchField action=path_to(id) name="address" value=Signal::derive(prefix) label=t.search>
            {move || state().map(|state| view! { <input type="hidden" name="state" value=state/> })}
        </SearchField>
        <Show when=is_narrowed>
            <A href=path_to(id) scroll=false>{t.clear}</A>
        </Show>
    }
}

#[component]
fn SelectionForm(id: CampaignId, again: ServerAction<SendAgain>, selection: Selection) -> impl IntoView {
    let Selection(ticked) = selection;
    Effect::new(move |_| {
        if again.value().get().is_some() {
            ticked.update(BTreeSet::clear);
        }
    });
    view! {
        <ActionForm action=again attr:id=SELECTION>
            <Subject id/>
            <Submit label=texts().people.send_selected_again pending=again.pending()/>
        </ActionForm>
    }
}

#[component]
fn Page(
    id: CampaignId,
    mut rows: Vec<RecipientRow>,
    shown: Shown,
    again: Option<ServerAction<SendAgain>>,
    selection: Selection,
) -> impl IntoView {
    let t = &texts().people;
    let has_next = rows.len() > ROWS;
    rows.truncate(ROWS);
    if rows.is_empty() {
        let words = if shown == Shown::default() { t.nobody } else { t.nobody_matches };
        return Either::Left(view! { <Empty title=words/> });
    }
    let next = rows.last().filter(|_| has_next).map(|last| address_of(id, &shown, Some(last.seq)));
    let first = shown.after.map(|_| address_of(id, &shown, None));
    Either::Right(view! {
        <Listed id rows again selection/>
        <Pager first next/>
    })
}

fn address_of(id: CampaignId, shown: &Shown, after: Option<i32>) -> String {
    let state = shown.state.map(|state| format!("state={state}"));
    let prefix =
        shown.prefix.as_deref().map(|prefix| format!("address={}", leptos_router::location::Url::escape(prefix)));
    let after = after.map(|seq| format!("after={seq}"));
    let query: Vec<_> = [state, prefix, after].into_iter().flatten().collect();
    format!("{}?{}", path_to(id), query.join("&"))
}

#[component]
fn Listed(
    id: CampaignId,
    rows: Vec<RecipientRow>,
    again: Option<ServerAction<SendAgain>>,
    selection: Selection,
) -> impl IntoView {
    let t = &texts().people;
    view! {
        <Table label=t.title class="people-table">
                <thead>
                    <tr>
                        <th scope="col" class="number">{t.number}</th>
                        <th scope="col">{t.address}</th>
                        <th scope="col">{t.name}</th>
                        <th scope="col">{t.state}</th>
                        <th scope="col" class="number">{t.attempts}</th>
                        <th scope="col">{t.detail}</th>
                        <th scope="col">{t.time}</th>
                        {again.map(|_| view! { <th scope="col"><span class="hidden">{t.send_again}</span></th> })}
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| view! { <Row id row again selection/> })
                        .collect_view()}
                </tbody>
        </Table>
    }
}

#[component]
fn Row(
    id: CampaignId,
    row: RecipientRow,
    again: Option<ServerAction<SendAgain>>,
    selection: Selection,
) -> impl IntoView {
    let t = &texts().people;
    let address = row.address.to_string();
    let may_go_again = may_be_sent_again(row.state);
    view! {
        <tr data-seq=row.seq>
            <td class="number quiet">{row.seq}</td>
            <th scope="row" class="person-address">{address.clone()}</th>
            <td class="person-name">{row.name}</td>
            <td><DeliveryBadge state=row.state/></td>
            <td class="number" data-label=t.attempts>{row.attempts}</td>
            <td class="person-detail">{row.detail}</td>
            <td class="time">{row.updated_at.map(|at| view! { <When at/> })}</td>
            {again.map(|again| view! {
                <td class="person-acts acts">
                    {may_go_again.then(|| view! { <SendAgainTo id address again selection/> })}
                </td>
            })}
        </tr>
    }
}

#[component]
fn SendAgainTo(id: CampaignId, address: String, again: ServerAction<SendAgain>, selection: Selection) -> impl IntoView {
    let t = &texts().people;
    let Selection(ticked) = selection;
    let (hidden, offered) = (address.clone(), address.clone());
    let (named, ticking) = ((t.send_again_to)(&address), (t.select)(&address));
    let is_ticked = {
        let address = address.clone();
        move || ticked.with(|ticked| ticked.contains(&address))
    };
    let tick = {
        move |event: ev::Event| {
            let (address, is_on) = (address.clone(), event_target_checked(&event));
            ticked.update(|ticked| _ = if is_on { ticked.insert(address) } else { ticked.remove(&address) });
        }
    };
    view! {
        <ActionForm action=again>
            <Subject id/>
            <input type="hidden" name="addresses[]" value=hidden/>
            <Submit label=t.send_again named=named look=Look::Small pending=again.pending()/>
        </ActionForm>
        <input
            type="checkbox"
            form=SELECTION
            name="addresses[]"
            value=offered
            aria-label=ticking
            prop:checked=is_ticked
            on:change=tick
        />
    }
}
