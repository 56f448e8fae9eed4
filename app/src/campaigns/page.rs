use super::{
    actions::Actions,
    api::{Shown, summary},
    doubts::{DoubtNotices, Doubting},
    editor::path_to_edit,
    heard::{self, Heard, HeardOf},
    live::{Live, Speedometer},
    path_to,
    recipients::{People, Recipients},
};
use crate::{
    AppError,
    layout::Asking,
    texts::{count, speak, texts},
    ui::{CampaignBadge, ConservationBar, Look, Notice, PageError, PageHead, Skeleton, Tone, When},
};
use domain::{CampaignId, DeliveryState, Totals, campaign::CampaignState, report::CampaignSummary};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::{
    components::{A, Redirect},
    hooks::{use_params_map, use_query_map},
};

/// Everything it loads is asked for here, once: what waits below is drawn again and again on the server.
#[component]
pub fn CampaignPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<CampaignId>().ok()));
    let shown = shown_by_address();
    let loaded = Resource::new_blocking(move || id.get(), |id| async move { summary(existing(id)?).await });
    let people = People::of(id, shown);
    let doubting = Doubting::of(id);
    let heard = heard::of(id);
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton/> }>
            {move || Suspend::new(async move {
                let may_send = me.await.is_ok_and(|me| me.role.may_send());
                match loaded.await {
                    Ok(summary) if is_written(summary.state) => EitherOf3::A(view! {
                        <Redirect path=path_to_edit(summary.id)/>
                    }),
                    Ok(summary) => EitherOf3::B(view! { <Campaign summary people doubting heard may_send/> }),
                    Err(error) => EitherOf3::C(view! { <PageError error list=("/campaigns", texts().frame.campaigns)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Campaign(
    summary: CampaignSummary,
    people: People,
    doubting: Doubting,
    heard: Heard,
    may_send: bool,
) -> impl IntoView {
    let t = texts();
    let (id, name, kind) = (summary.id, summary.name.clone(), summary.kind);
    let launched_at = summary.launched_at;
    let live = Live::follow(summary);
    people.keep_fresh(live);
    doubting.keep_fresh(live);
    let shown = people.shown;
    let totals = live.totals();
    let finished_at = Memo::new(move |_| live.summary.with(|summary| summary.finished_at));
    view! {
        <PageHead
            title=name
            back=("/campaigns".into(), t.live.back.into())
            facts=move || view! {
                {move || view! { <CampaignBadge state=live.state()/> }}
                <span>{(t.campaign_kind)(kind)}</span>
                {launched_at.map(|at| view! { <span>{t.live.launched} " " <When at/></span> })}
                {move || finished_at.get().map(|at| view! { <span>{t.live.finished} " " <When at/></span> })}
            }
            actions=move || view! {
                <A href=format!("{}/report", path_to(id)) attr:class=Look::Plain.class()>{t.live.report}</A>
                {may_send.then(|| view! { <Actions live/> })}
            }
        />
        <Notices live/>
        <DoubtNotices doubting totals/>
        <HeardOf heard/>
        <section class="conservation" aria-label=t.live.accounted_for>
            <p class="conservation-audience">
                <strong id="audience">{move || count(totals.get().audience())}</strong>
                {move || (t.live.audience)(totals.get().audience())}
                <span class="quiet">{t.live.accounted_for}</span>
                <Speedometer live/>
            </p>
            <ConservationBar totals/>
            <Legend id totals shown/>
        </section>
        <Recipients id people may_send/>
    }
}

/// Still on its author's desk.
fn is_written(state: CampaignState) -> bool {
    match state {
        CampaignState::Draft | CampaignState::Scheduled => true,
        CampaignState::Running | CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => false,
    }
}

pub fn existing(id: Option<CampaignId>) -> Result<CampaignId, AppError> {
    id.ok_or_else(|| AppError::Missing("campaign of that number".into()))
}

/// The table's filter stands in the page's address: it can be sent to somebody, and works without a script.
fn shown_by_address() -> Memo<Shown> {
    let query = use_query_map();
    Memo::new(move |_| {
        let query = query.read();
        Shown {
            state: query.get("state").and_then(|word| word.parse().ok()),
            prefix: query.get("address").filter(|prefix| !prefix.is_empty()),
            after: query.get("after").filter(|key| !key.is_empty()),
        }
    })
}

#[component]
fn Notices(live: Live) -> impl IntoView {
    let t = &texts().live;
    move || {
        let summary = live.summary.get();
        let totals = summary.totals;
        let halted = summary.halted_because.map(|why| {
            view! { <Notice tone=Tone::Warning><strong>{t.halted}</strong> <p>{speak(&why)}</p></Notice> }
        });
        let paused = (summary.state == CampaignState::Paused).then(|| {
            let words = (t.paused)(left(&totals), totals.unsent(), not_going(&totals));
            view! { <Notice tone=Tone::Warning><strong id="paused">{words}</strong></Notice> }
        });
        let held = summary.held_until.map(|at| view! {
            <Notice tone=Tone::Calm><strong id="held">{t.held}</strong> <p>{t.held_until} " " <When at/></p></Notice>
        });
        (halted, paused, held)
    }
}

/// Mails that were handed over, whatever became of them, or may have been.
pub fn left(totals: &Totals) -> i64 {
    totals.sent + totals.delivered + totals.bounced + totals.complained + totals.in_doubt
}

fn not_going(totals: &Totals) -> i64 {
    totals.failed + totals.skipped + totals.cancelled
}

/// The numbers of the bar, each a filter of the table.
#[component]
fn Legend(id: CampaignId, totals: Memo<Totals>, shown: Memo<Shown>) -> impl IntoView {
    let t = texts();
    let entry = move |state: DeliveryState| {
        let is_chosen = move || shown.with(|shown| shown.state == Some(state));
        let href = move || match is_chosen() {
            true => path_to(id),
            false => format!("{}?state={state}", path_to(id)),
        };
        view! {
            <li class:none=move || totals.get().of(state) == 0>
                <a
                    href=href
                    title=(t.delivery_state_means)(state)
                    data-state=state.as_str()
                    data-noscroll="true"
                    aria-current=move || is_chosen().then_some("true")
                >
                    <span class="legend-name">{(t.delivery_state)(state)}</span>
                    <span class="legend-count">{move || count(totals.get().of(state))}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="legend" aria-label=t.people.filter>
            {DeliveryState::ALL.into_iter().map(entry).collect_view()}
        </ul>
    }
}
