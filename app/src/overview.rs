//! Overview: what is sending, what needs a hand, how the last days went.

mod api;
mod days;
mod texts;

use crate::{
    campaigns::{
        leaving::{Standing, look_again_if_leaving},
        path_to,
    },
    parked::ParkedNotice,
    texts::{count, speak, texts as shared},
    ui::{
        CampaignBadge, Card, ConservationBar, Empty, ErrorNotice, Glyph, Icon, Look, Notice, PageHead, Progress,
        Skeleton, Stat, Tone, When,
    },
};
use api::{campaigns_under_way, first_page};
use days::LastDays;
use domain::{
    campaign::CampaignState,
    overview::{Account, Overview, Setup},
    report::CampaignSummary,
};
use leptos::{either::Either, prelude::*};
use leptos_router::{
    Lazy, SsrMode,
    components::{A, Route},
    path,
};
use std::time::Duration;
use texts::texts;

const LOOK_EVERY: Duration = Duration::from_secs(2);

crate::lazy::lazy_room!(campaigns: FirstPage => OverviewPage);

#[component(transparent)]
pub fn OverviewRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("overview") view={Lazy::<FirstPage>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component]
fn OverviewPage() -> impl IntoView {
    let loaded = Resource::new_blocking(|| (), |()| first_page());
    view! {
        <PageHead title=texts().title/>
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(overview) => Either::Left(view! { <Shown overview look=move |()| loaded.refetch()/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(overview: Overview, #[prop(into)] look: Callback<()>) -> impl IntoView {
    let Overview { under_way, scheduled, failed, in_doubt, hours, accounts, setup } = overview;
    let t = texts();
    let halted = under_way.iter().filter(|campaign| campaign.halted_because.is_some()).count() as i64;
    look_again_if_leaving(&scheduled, move || look.run(()));
    let (leaving, scheduled): (Vec<_>, Vec<_>) = scheduled.into_iter().partition(|campaign| campaign.is_leaving);
    let needs_a_hand = failed + in_doubt + halted > 0;
    view! {
        {(!setup.is_done()).then(|| view! { <FirstSteps setup/> })}
        <Accounts accounts/>
        {(!leaving.is_empty()).then(|| view! { <Scheduled title=t.leaving campaigns=leaving/> })}
        <UnderWay campaigns=under_way/>
        {(!scheduled.is_empty()).then(|| view! { <Scheduled title=t.scheduled campaigns=scheduled/> })}
        <Card title=t.hand>
            {if needs_a_hand {
                Either::Left(view! {
                    <div class="stats">
                        <Stat label=t.failed value=(t.capped)(failed) note=t.failed_note.to_owned() href="/failed-sends"/>
                        <Stat label=t.in_doubt value=count(in_doubt) note=t.in_doubt_note.to_owned()/>
                        <Stat label=t.halted value=count(halted) note=t.halted_note.to_owned()/>
                    </div>
                })
            } else {
                Either::Right(view! { <p class="quiet">{t.all_well}</p> })
            }}
        </Card>
        {(!hours.is_empty()).then(|| view! { <LastDays hours/> })}
    }
}

/// What a new installation needs, step by step; what is done is ticked.
#[component]
fn FirstSteps(setup: Setup) -> impl IntoView {
    let t = texts();
    let steps = [
        (setup.has_people, t.step_people, t.step_people_hint, "/people"),
        (setup.has_senders, t.step_sender, t.step_sender_hint, "/settings"),
        (setup.has_templates, t.step_template, t.step_template_hint, "/templates"),
        (setup.has_campaigns, t.step_campaign, t.step_campaign_hint, "/campaigns"),
    ];
    let next = steps.iter().position(|(is_done, ..)| !is_done);
    let step = move |(n, (is_done, name, hint, href)): (usize, (bool, &'static str, &'static str, &'static str))| {
        let is_next = next == Some(n);
        view! {
            <li class="first-step" class:first-step-done=is_done aria-current=is_next.then_some("step")>
                <span class="first-step-mark" aria-hidden="true">
                    {if is_done { Either::Left(view! { <Icon glyph=Glyph::Check/> }) } else { Either::Right(n + 1) }}
                </span>
                <div>
                    <A href>{name}</A>
                    {is_done.then(|| view! { <span class="hidden">{t.done}</span> })}
                    <p class="quiet">{hint}</p>
                </div>
            </li>
        }
    };
    view! {
        <Card title=t.steps>
            <ol class="first-steps">{steps.into_iter().enumerate().map(step).collect_view()}</ol>
        </Card>
    }
}

/// What the carriers' accounts say of themselves, where it matters.
#[component]
fn Accounts(accounts: Vec<Account>) -> impl IntoView {
    let t = texts();
    let account = move |account: Account| {
        let quota = account.quota.map(|quota| {
            let done = if quota.most > 0 { quota.used as f64 / quota.most as f64 } else { 1.0 };
            view! {
                <p class="quota">
                    <span>{(t.quota)(quota.used, quota.most)}</span>
                    <Progress done=Some(done) label=t.quota_label/>
                    <span class="quiet">{t.asked} " " <When at=quota.asked_at/></span>
                </p>
            }
        });
        let sandbox = account.is_sandbox.then(|| view! { <Notice tone=Tone::Warning>{t.sandbox}</Notice> });
        let paused = (!account.is_enabled).then(|| view! { <Notice tone=Tone::Wrong>{t.not_enabled}</Notice> });
        let parked = account.parked.map(|parked| view! { <ParkedNotice parked/> });
        view! { <Card title=account.name>{quota} {sandbox} {paused} {parked}</Card> }
    };
    accounts.into_iter().map(account).collect_view()
}

/// Kept up to date while something moves.
#[component]
fn UnderWay(campaigns: Vec<CampaignSummary>) -> impl IntoView {
    let t = texts();
    let shown = RwSignal::new(campaigns);
    let (is_asking, asked) = (StoredValue::new(false), Action::new(|(): &()| async { campaigns_under_way().await }));
    Effect::new(move |_| {
        if let Some(answer) = asked.value().get() {
            is_asking.set_value(false);
            if let Ok(campaigns) = answer {
                shown.set(campaigns);
            }
        }
    });
    let look = move || {
        if !is_asking.get_value()
            && shown.with_untracked(|all| all.iter().any(|one| one.state == CampaignState::Running))
        {
            is_asking.set_value(true);
            asked.dispatch(());
        }
    };
    Effect::new(move |_| {
        if let Ok(interval) = set_interval_with_handle(look, LOOK_EVERY) {
            on_cleanup(move || interval.clear());
        }
    });
    let body = move || {
        let campaigns = shown.get();
        if campaigns.is_empty() {
            return Either::Left(view! {
                <Empty title=t.nothing_under_way hint=t.nothing_under_way_hint>
                    <A href="/campaigns" attr:class=Look::Main.class()>{t.to_campaigns}</A>
                </Empty>
            });
        }
        let rows = campaigns.into_iter().map(|campaign| view! { <Moving campaign/> }).collect_view();
        Either::Right(view! { <ul class="moving">{rows}</ul> })
    };
    view! { <Card title=t.under_way>{body}</Card> }
}

/// What goes out next, and when.
#[component]
fn Scheduled(title: &'static str, campaigns: Vec<CampaignSummary>) -> impl IntoView {
    let row = |campaign: CampaignSummary| {
        view! {
            <li class="moving-head">
                <A href=path_to(campaign.id)>{campaign.name}</A>
                {if campaign.is_leaving {
                    Either::Left(view! { <Standing state=campaign.state is_leaving=true at=campaign.launch_at/> })
                } else {
                    Either::Right(campaign.launch_at.map(|at| view! { <span class="quiet"><When at/></span> }))
                }}
            </li>
        }
    };
    view! {
        <Card title>
            <ul class="moving">{campaigns.into_iter().map(row).collect_view()}</ul>
        </Card>
    }
}

#[component]
fn Moving(campaign: CampaignSummary) -> impl IntoView {
    let totals = campaign.totals;
    let ended = totals.audience() - totals.unsent() - totals.in_doubt;
    let why = campaign.halted_because.map(|why| {
        view! { <p class="moving-why">{speak(&why)}</p> }
    });
    view! {
        <li>
            <p class="moving-head">
                <A href=path_to(campaign.id)>{campaign.name}</A>
                <CampaignBadge state=campaign.state/>
                <span class="quiet">{(shared().campaigns.ended_of)(ended, totals.audience())}</span>
            </p>
            <ConservationBar totals/>
            {why}
        </li>
    }
}
