use super::{api::list, path_to};
use crate::{
    AppError,
    texts::{count, texts},
    ui::{CampaignBadge, ConservationBar, Empty, ErrorNotice, PageHead, Pager, Table, When},
};
use domain::{CampaignId, DeliveryState, Totals, report::CampaignSummary};
use leptos::{either::Either, prelude::*};
use leptos_router::{components::A, hooks::use_query_map};

/// As many as the server gives: a full page may have an older one.
const PAGE: usize = 50;

#[component]
pub fn CampaignList() -> impl IntoView {
    let t = &texts().campaigns;
    let query = use_query_map();
    let before = Memo::new(move |_| query.read().get("before").and_then(|id| id.parse::<CampaignId>().ok()));
    let campaigns = Resource::new_blocking(move || before.get(), list);
    view! {
        <PageHead title=t.title/>
        <Transition>
            {move || Suspend::new(async move {
                let page = campaigns.await;
                view! { <Page page is_first=before.get_untracked().is_none()/> }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: Result<Vec<CampaignSummary>, AppError>, is_first: bool) -> impl IntoView {
    match page {
        Err(error) => Either::Left(view! { <ErrorNotice error=Some(error)/> }),
        Ok(campaigns) if campaigns.is_empty() => Either::Right(Either::Left(view! { <Nothing is_first/> })),
        Ok(campaigns) => Either::Right(Either::Right(view! { <Listed campaigns is_first/> })),
    }
}

#[component]
fn Nothing(is_first: bool) -> impl IntoView {
    let t = &texts().campaigns;
    let example = "pabal send --audience customers.csv --template letter.html \\\n    \
                   --subject \"…\" --from \"Name <you@example.com>\"";
    if is_first {
        Either::Left(view! {
            <Empty title=t.none_yet hint=t.none_yet_hint>
                <pre class="command"><code>{example}</code></pre>
            </Empty>
        })
    } else {
        Either::Right(view! {
            <Empty title=t.none_older>
                <A href="/campaigns">{t.newest}</A>
            </Empty>
        })
    }
}

#[component]
fn Listed(campaigns: Vec<CampaignSummary>, is_first: bool) -> impl IntoView {
    let t = &texts().campaigns;
    let oldest = campaigns.last().filter(|_| campaigns.len() == PAGE).map(|last| last.id);
    let first = (!is_first).then(|| "/campaigns".to_owned());
    let next = oldest.map(|id| format!("/campaigns?before={id}"));
    view! {
        <Table label=t.title class="campaigns">
            <thead>
                <tr>
                    <th scope="col">{t.name}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col" class="number">{t.audience}</th>
                    <th scope="col">{t.progress}</th>
                    <th scope="col">{t.result}</th>
                    <th scope="col">{t.launched}</th>
                </tr>
            </thead>
            <tbody>{campaigns.into_iter().map(|campaign| view! { <Row campaign/> }).collect_view()}</tbody>
        </Table>
        <Pager first next/>
    }
}

#[component]
fn Row(campaign: CampaignSummary) -> impl IntoView {
    let t = texts();
    let totals = campaign.totals;
    let ended = totals.audience() - totals.unsent() - totals.in_doubt;
    view! {
        <tr>
            <th scope="row" class="campaign-name">
                <A href=path_to(campaign.id)>{campaign.name}</A>
                <span class="quiet">{(t.campaign_kind)(campaign.kind)}</span>
            </th>
            <td data-label=t.campaigns.state><CampaignBadge state=campaign.state/></td>
            <td data-label=t.campaigns.audience class="number">{count(totals.audience())}</td>
            <td data-label=t.campaigns.progress class="campaign-progress">
                <ConservationBar totals/>
                <span class="quiet">{(t.campaigns.ended_of)(ended, totals.audience())}</span>
            </td>
            <td data-label=t.campaigns.result><Outcome totals/></td>
            <td data-label=t.campaigns.launched class="time">
                {campaign.launched_at.map(|at| view! { <When at/> })}
            </td>
        </tr>
    }
}

/// The ends that people ask about first; what went well, then what needs a hand.
#[component]
fn Outcome(totals: Totals) -> impl IntoView {
    use DeliveryState as D;
    let t = texts();
    let shown = [D::Delivered, D::Sent, D::Failed, D::Bounced, D::Complained, D::InDoubt, D::Skipped, D::Cancelled];
    let part = move |state| {
        view! {
            <li data-state=state.as_str()>{count(totals.of(state))} " " {(t.delivery_state)(state)}</li>
        }
    };
    let parts = shown.into_iter().filter(|state| totals.of(*state) > 0).map(part).collect::<Vec<_>>();
    if parts.is_empty() {
        Either::Left(view! { <span class="quiet">{t.campaigns.none_ended}</span> })
    } else {
        Either::Right(view! { <ul class="outcome">{parts}</ul> })
    }
}
