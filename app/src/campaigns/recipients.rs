use super::{
    actions::Subject,
    api::{SendAgain, Shown, people},
    live::Live,
    page::existing,
    path_to,
    recipient::path_to_person,
    why::LastWord,
};
use crate::{
    AppError,
    texts::texts,
    ui::{
        DeliveryBadge, Empty, ErrorNotice, Look, Pager, SearchField, SelectAll, SelectRow, Selection, SelectionBar,
        Skeleton, Submit, Table, When, failure, toast_when_done,
    },
};
use domain::{
    CampaignId,
    report::{RecipientRow, RecipientsPage},
};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;
use std::time::Duration;

const REFRESH_EVERY: Duration = Duration::from_secs(1);
/// The form that the boxes of the rows belong to.
const SELECTION: &str = "selection";

/// The page of the table that is shown, and how to see it anew.
#[derive(Clone, Copy)]
pub struct People {
    pub shown: Memo<Shown>,
    rows: Resource<Result<RecipientsPage, AppError>>,
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
    let selection = Selection::new(SELECTION, "seqs[]");
    let again = ServerAction::<SendAgain>::new();
    toast_when_done(again, |n| (texts().live.sent_again)(*n));
    Effect::new(move |_| {
        if again.value().get().is_some() {
            selection.clear();
        }
    });
    view! {
        <section class="people">
            <header class="people-head">
                <h2>{t.title}</h2>
                <Search id shown/>
            </header>
            <ErrorNotice error=failure(again)/>
            <Transition fallback=|| view! { <Skeleton rows=8/> }>
                {move || Suspend::new(async move {
                    match rows.await {
                        Ok(page) => {
                            let shown = shown.get_untracked();
                            let again = may_send.then_some(again);
                            Either::Left(view! { <Page id page shown again selection/> })
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
fn Page(
    id: CampaignId,
    page: RecipientsPage,
    shown: Shown,
    again: Option<ServerAction<SendAgain>>,
    selection: Selection,
) -> impl IntoView {
    let t = &texts().people;
    let RecipientsPage { rows, next, looked_at } = page;
    let first = shown.after.as_ref().map(|_| address_of(id, &shown, None));
    let next = next.map(|key| address_of(id, &shown, Some(&key)));
    let stopped = looked_at.map(|n| {
        let href = next.clone().unwrap_or_default();
        view! { <p class="stopped">{(t.looked_at)(n)} " " <A href scroll=false>{t.go_on}</A></p> }
    });
    selection.offer(rows.iter().filter(|row| row.may_go_again).map(|row| row.seq.to_string()));
    if rows.is_empty() && looked_at.is_none() {
        let words = if shown == Shown::default() { t.nobody } else { t.nobody_matches };
        return Either::Left(view! { <Empty title=words/> });
    }
    // without anybody to choose there is nothing to choose with
    let again = again.filter(|_| rows.iter().any(|row| row.may_go_again));
    Either::Right(view! {
        <div class="selectable">
            {(!rows.is_empty()).then(|| view! { <Listed id rows again selection/> })}
            {again.map(|again| view! { <SendSelected id again selection/> })}
        </div>
        {stopped}
        <Pager first next/>
    })
}

#[component]
fn SendSelected(id: CampaignId, again: ServerAction<SendAgain>, selection: Selection) -> impl IntoView {
    view! {
        <SelectionBar selection>
            <ActionForm action=again attr:id=SELECTION>
                <Subject id/>
                <Submit label=texts().people.send_selected_again look=Look::Main pending=again.pending()/>
            </ActionForm>
        </SelectionBar>
    }
}

fn address_of(id: CampaignId, shown: &Shown, after: Option<&str>) -> String {
    let escape = leptos_router::location::Url::escape;
    let state = shown.state.map(|state| format!("state={state}"));
    let prefix = shown.prefix.as_deref().map(|prefix| format!("address={}", escape(prefix)));
    let after = after.map(|key| format!("after={}", escape(key)));
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
                        {again.map(|_| view! { <th scope="col" class="select-cell"><SelectAll selection/></th> })}
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
    let (seq, may_go_again) = (row.seq, row.may_go_again);
    let (named, ticking) = ((t.send_again_to)(&address), (t.select)(&address));
    view! {
        <tr data-seq=seq>
            {again.map(|_| view! {
                <td class="select-cell">
                    {may_go_again.then(|| view! { <SelectRow selection value=seq.to_string() named=ticking/> })}
                </td>
            })}
            <td class="number quiet">{seq}</td>
            <th scope="row" class="person-address"><A href=path_to_person(id, seq)>{address}</A></th>
            <td class="person-name">{row.name}</td>
            <td><DeliveryBadge state=row.state/></td>
            <td class="number" data-label=t.attempts>{row.attempts}</td>
            <td class="person-detail"><LastWord cause=row.cause detail=row.detail/></td>
            <td class="time">{row.updated_at.map(|at| view! { <When at/> })}</td>
            {again.map(|again| view! {
                <td class="person-acts acts">
                    {may_go_again.then(|| view! {
                        <ActionForm action=again>
                            <Subject id/>
                            <input type="hidden" name="seqs[]" value=seq.to_string()/>
                            <Submit label=t.send_again named look=Look::Small pending=again.pending()/>
                        </ActionForm>
                    })}
                </td>
            })}
        </tr>
    }
}
