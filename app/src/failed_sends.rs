//! Failed sends of all campaigns: why, and what to do.

mod api;
mod filter;
mod list;
mod texts;

#[cfg(feature = "ssr")]
pub use filter::of_query;

use crate::{
    browser::time_zone,
    campaigns::{recipient::acts::Acts, why::said},
    layout::{Asking, ForSenders},
    ui::{
        Address, Asked, DialogActions, Empty, ErrorNotice, Field, FormActions, FormFields, Glyph, Icon, Look, PageHead,
        Skeleton, Submit, failure, toast_when_done,
    },
};
use api::{FailedPage, SendChosenAgain, SendFilteredAgain, list_failed};
use domain::failure::Cause;
use filter::Asked;
use jiff::civil::Date;
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::{
    Lazy, SsrMode,
    components::{A, Form, Route},
    hooks::use_location,
    path,
};
use list::List;
use texts::texts;

crate::lazy::lazy_room!(campaigns: FailedSends => FailedSendsPage);

#[component(transparent)]
pub fn FailedSendRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("failed-sends") view={Lazy::<FailedSends>::new()} ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// What is asked for by the address.
type Wanted = (Asked, Option<domain::failed_send::FailedKey>);

#[component]
fn FailedSendsPage() -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let wanted: Memo<Wanted> =
        Memo::new(move |_| (filter::read(|name| here.get(name)), here.get("after").and_then(|key| key.parse().ok())));
    let acts = Acts::provide();
    let again = ServerAction::<SendChosenAgain>::new();
    let all_again = ServerAction::<SendFilteredAgain>::new();
    toast_when_done(again, |n| (t.sent_again)(*n));
    toast_when_done(all_again, |n| (t.sent_again)(*n));
    let done = move || acts.version() + again.version().get() + all_again.version().get();
    let page = Resource::new_blocking(
        move || (wanted.get(), done()),
        |((asked, after), _)| async move { list_failed(asked, after).await },
    );
    let me = expect_context::<Asking>();
    let query = use_location().search;
    let export =
        move || query.with(|query| format!("/failed-sends.csv{}{query}", if query.is_empty() { "" } else { "?" }));
    let actions = move || {
        view! {
            <ForSenders>
                <a href=export rel="external" download class=Look::Plain.class()>
                    <Icon glyph=Glyph::Download/>
                    {t.export}
                </a>
            </ForSenders>
        }
    };
    view! {
        <PageHead title=t.title actions/>
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                let may_send = me.await.is_ok_and(|me| me.role.may_send());
                match page.await {
                    Ok(page) => Either::Left(view! { <Shown page wanted may_send again all_again/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(
    page: FailedPage,
    wanted: Memo<Wanted>,
    may_send: bool,
    again: ServerAction<SendChosenAgain>,
    all_again: ServerAction<SendFilteredAgain>,
) -> impl IntoView {
    let t = texts();
    let FailedPage { rows, next, reasons } = page;
    let (filter, after) = wanted.get_untracked();
    let is_narrowed = filter.is_narrowed();
    if rows.is_empty() && !is_narrowed && after.is_none() {
        return Either::Left(view! { <Empty title=t.none hint=t.none_hint/> });
    }
    let may_go_again = may_send && rows.iter().any(|row| row.may_go_again);
    let body = if rows.is_empty() {
        let here = Address::here();
        Either::Left(view! {
            <Empty title=t.none_match hint=t.none_match_hint>
                <A href=move || here.with(&[("cause", None), ("campaign", None), ("domain", None), ("since", None), ("until", None), ("zone", None)])
                    attr:class=Look::Plain.class()>{t.clear}</A>
            </Empty>
        })
    } else {
        Either::Right(view! { <List rows next is_first=after.is_none() may_send again/> })
    };
    Either::Right(view! {
        <div class="failed-columns">
            <aside class="failed-aside">
                <Reasons reasons chosen=filter.cause/>
                <Narrow filter=filter.clone()/>
            </aside>
            <div class="failed-main">
                {may_go_again.then(|| view! { <SendAll all_again/> })}
                <ErrorNotice error=failure(again)/>
                {body}
            </div>
        </div>
    })
}

/// Each reason with how many it struck: a filter.
#[component]
fn Reasons(reasons: Vec<domain::failed_send::Reason>, chosen: Option<Cause>) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let entry = move |reason: domain::failed_send::Reason| {
        let is_chosen = chosen == Some(reason.cause);
        let word = reason.cause.as_str();
        let wording = reason.cause.wording();
        let href = move || here.with(&[("cause", (!is_chosen).then_some(word))]);
        view! {
            <li>
                <a href=href data-noscroll="true" aria-current=is_chosen.then_some("true") title=said(wording.means)>
                    <span>{said(wording.name)}</span>
                    <span class="number">{(t.people)(reason.people)}</span>
                </a>
            </li>
        }
    };
    let all = move || here.with(&[("cause", None)]);
    view! {
        <nav aria-label=t.reasons>
            <h2>{t.reasons}</h2>
            <ul class="reasons">
                <li><a href=all data-noscroll="true" aria-current=chosen.is_none().then_some("true")>{t.all_reasons}</a></li>
                {reasons.into_iter().map(entry).collect_view()}
            </ul>
        </nav>
    }
}

/// Domain and time, by a plain form.
#[component]
fn Narrow(filter: Asked) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let known = move |name: &str| untrack(|| here.get(name)).unwrap_or_default();
    let is_narrowed = filter.is_narrowed();
    let campaign = filter.campaign.map(|id| {
        view! {
            <input type="hidden" name="campaign" value=id.to_string()/>
            <p class="quiet">{(t.only_campaign)(id.0)}</p>
        }
    });
    let cause = filter.cause.map(|cause| view! { <input type="hidden" name="cause" value=cause.as_str()/> });
    view! {
        <Form action="/failed-sends">
            {campaign}
            {cause}
            <FormFields>
                <Field name="domain" label=t.domain required=false value=known("domain") placeholder="gmail.com"/>
            </FormFields>
            <Days asked=filter.clone()/>
            <FormActions>
                <button type="submit" class=Look::Plain.class()>{t.apply}</button>
                {is_narrowed.then(|| view! { <A href="/failed-sends">{t.clear}</A> })}
            </FormActions>
        </Form>
    }
}

/// The reader's own days; those of an address that names some stay what they were for whoever wrote it.
#[component]
fn Days(asked: Asked) -> impl IntoView {
    let t = texts();
    let zone = RwSignal::new(asked.zone.unwrap_or_default());
    let has_days = asked.since.is_some() || asked.until.is_some();
    // runs in the browser only, after hydration
    Effect::new(move |_| {
        if let Some(theirs) = time_zone().filter(|_| !has_days) {
            zone.set(theirs);
        }
    });
    let named = move || zone.with(|zone| if zone.is_empty() { "UTC".to_owned() } else { zone.replace('_', " ") });
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <fieldset class="failed-days">
            <legend>{move || (t.days)(&named())}</legend>
            <input type="hidden" name="zone" value=move || zone.get()/>
            <FormFields>
                <Field name="since" label=t.since kind="date" required=false value=day(asked.since)/>
                <Field name="until" label=t.until kind="date" required=false value=day(asked.until)/>
            </FormFields>
        </fieldset>
    }
}

/// All that may, after one question.
#[component]
fn SendAll(all_again: ServerAction<SendFilteredAgain>) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let query = use_location().search;
    let go = crate::ui::use_go();
    Effect::new(move |before: Option<usize>| {
        let version = all_again.version().get();
        if before.is_some_and(|before| before != version) && untrack(|| here.is("ask", "all")) {
            go(&untrack(|| here.asking(None)));
        }
        version
    });
    view! {
        <p class="failed-all">
            <A href=move || here.asking(Some("all")) attr:class=Look::Plain.class() scroll=false>{t.send_all}</A>
        </p>
        <ErrorNotice error=failure(all_again)/>
        <Asked question="all" title=t.send_all_title>
            <p>{t.send_all_means}</p>
            <ActionForm action=all_again>
                <input type="hidden" name="filter" value=move || query.get()/>
                <DialogActions>
                    <A href=move || here.asking(None) attr:class=Look::Plain.class() scroll=false>{t.leave}</A>
                    <Submit label=t.send_all_yes look=Look::Main pending=all_again.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}
