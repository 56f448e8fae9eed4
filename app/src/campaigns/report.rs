//! How a campaign went, in numbers that add up.

mod api;
mod course;
mod link;
mod readers;
mod texts;
mod unopened;

use super::{page::existing, path_to, why::said};
use crate::{
    layout::ForSenders,
    texts::{count, texts as shared},
    ui::{
        Bar, BarChart, CampaignBadge, Card, ConservationBar, Glyph, Hue, Icon, Look, PageError, PageHead, Skeleton,
        Stat, Table, When,
    },
};
use api::report_of;
use course::Course;
use domain::{
    CampaignId, DeliveryState, Totals,
    campaign::CampaignState,
    campaign_report::{CampaignReport, DomainCount, DomainCounts},
    failed_send::Reason,
};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_params_map;
use readers::{ClickMap, Readers};
use texts::texts;
use unopened::Unopened;

#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<CampaignId>().ok()));
    let loaded = Resource::new_blocking(move || id.get(), |id| async move { report_of(existing(id)?).await });
    view! {
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(report) => Either::Left(view! { <Report report/> }),
                    Err(error) => Either::Right(view! { <PageError error list=("/campaigns", shared().frame.campaigns)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Report(report: CampaignReport) -> impl IntoView {
    let t = texts();
    let course = report.course();
    let CampaignReport { summary, width, periods, reasons, domains, tracking, opened, clicked, links } = report;
    let (id, state, totals) = (summary.id, summary.state, summary.totals);
    let title = (t.title)(&summary.name);
    let unread = (totals.sent + totals.delivered - opened.likely).max(0);
    let is_asked_again = state == CampaignState::Finished && tracking.opens && unread > 0;
    let unopened = is_asked_again.then(|| view! { <Unopened summary=summary.clone() people=unread/> });
    let back = (path_to(id), summary.name.clone());
    let launched_at = summary.launched_at;
    let facts = move || {
        view! {
            <CampaignBadge state/>
            {launched_at.map(|at| view! { <span>{shared().live.launched} " " <When at/></span> })}
        }
    };
    let actions = move || {
        view! {
            <ForSenders>
                <a href=format!("{}/people.csv", path_to(id)) rel="external" download class=Look::Plain.class()>
                    <Icon glyph=Glyph::Download/>
                    {t.csv}
                </a>
            </ForSenders>
        }
    };
    view! {
        <PageHead title back facts actions/>
        <Numbers id totals/>
        <Readers totals tracking opened clicked/>
        {unopened}
        <Card title=t.course>
            <ConservationBar totals/>
            <Course width periods course/>
        </Card>
        <ClickMap id links/>
        <Reasons id reasons totals/>
        <Domains domains/>
    }
}

/// What people ask first.
#[component]
fn Numbers(id: CampaignId, totals: Totals) -> impl IntoView {
    use DeliveryState as D;
    let t = texts();
    let shown = [D::Delivered, D::Sent, D::Failed, D::Bounced, D::Complained, D::InDoubt, D::Skipped, D::Cancelled];
    let of_audience = move |n: i64| share(n, totals.audience());
    let stat = move |state: D| {
        let n = totals.of(state);
        let (label, value) = (named(state), count(n));
        let href = format!("{}?state={state}", path_to(id));
        view! { <Stat label value note=of_audience(n) href/> }
    };
    let stats = shown.into_iter().filter(|state| totals.of(*state) > 0).map(stat).collect_view();
    view! {
        <div class="stats">
            <Stat label=t.audience value=count(totals.audience()) note=t.adds_up.to_owned()/>
            {stats}
        </div>
    }
}

/// A state as a heading: it begins like the others.
fn named(state: DeliveryState) -> String {
    let name = (shared().delivery_state)(state);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn share(n: i64, of: i64) -> String {
    if of == 0 { String::new() } else { format!("{:.1} %", n as f64 / of as f64 * 100.0) }
}

#[component]
fn Reasons(id: CampaignId, reasons: Vec<Reason>, totals: Totals) -> impl IntoView {
    let t = texts();
    let bars: Vec<Bar> = reasons
        .into_iter()
        .map(|reason| Bar {
            label: said(reason.cause.wording().name).to_owned(),
            number: reason.people,
            href: Some(format!("/failed-sends?campaign={id}&cause={}", reason.cause)),
        })
        .collect();
    let body = if bars.is_empty() {
        Either::Left(view! { <p class="quiet">{t.no_failures}</p> })
    } else {
        let hue = Hue::Of(DeliveryState::Failed);
        Either::Right(view! { <BarChart title=t.reasons hue bars of=totals.audience()/> })
    };
    view! { <Card title=t.reasons>{body}</Card> }
}

#[component]
fn Domains(domains: DomainCounts) -> impl IntoView {
    let t = texts();
    let DomainCounts { counted_at, rows } = domains;
    let row = move |row: DomainCount| {
        let name = if row.domain.is_empty() { t.other_domains.to_owned() } else { row.domain };
        let troubled = row.failed + row.bounced;
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number" data-label=t.people>{count(row.people)}</td>
                <td class="number" data-label=named(DeliveryState::Delivered)>{count(row.delivered)}</td>
                <td class="number" data-label=named(DeliveryState::Failed)>{count(row.failed)}</td>
                <td class="number" data-label=named(DeliveryState::Bounced)>{count(row.bounced)}</td>
                <td class="number" data-label=t.troubled>{share(troubled, row.people)}</td>
            </tr>
        }
    };
    view! {
        <Card title=t.domains>
            <Table label=t.domains>
                <thead>
                    <tr>
                        <th scope="col">{t.domain}</th>
                        <th scope="col" class="number">{t.people}</th>
                        <th scope="col" class="number">{named(DeliveryState::Delivered)}</th>
                        <th scope="col" class="number">{named(DeliveryState::Failed)}</th>
                        <th scope="col" class="number">{named(DeliveryState::Bounced)}</th>
                        <th scope="col" class="number">{t.troubled}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </Table>
            {counted_at.map(|at| view! { <p class="quiet report-note">{t.counted} " " <When at/></p> })}
        </Card>
    }
}
