//! The check before launch, as a card of the editor: what blocks, what to look at, what is fine, and how it is mended.

mod api;
mod findings;
mod texts;

use crate::{
    AppError,
    campaigns::page::existing,
    looking::{Answers, keep_looking},
    ui::{Badge, Card, ErrorNotice, Look, Notice, Progress, Submit, Tone, When, failure},
};
use api::{AddFooter, CancelCheck, MarkSubject, StartCheck, check_status};
use domain::{
    CampaignId,
    preflight::{Preflight, PreflightState, Severity},
};
use findings::{Findings, Fixes};
use jiff::Timestamp;
use leptos::{either::Either, form::ActionForm, prelude::*};
use std::time::Duration;
use texts::texts;

const LOOK_EVERY: Duration = Duration::from_millis(600);

/// What the check knows, and what can be done about it. Made at the top of a page.
#[derive(Clone, Copy)]
pub struct Checking {
    status: Answers<Option<Preflight>>,
    acts: Acts,
}

#[derive(Clone, Copy)]
struct Acts {
    start: ServerAction<StartCheck>,
    cancel: ServerAction<CancelCheck>,
    mark: ServerAction<MarkSubject>,
    footer: ServerAction<AddFooter>,
}

impl Checking {
    /// Whether the findings still hold is asked anew whenever `changed` moves.
    pub fn of(campaign: Memo<Option<CampaignId>>, changed: RwSignal<i32>) -> Self {
        let acts = Acts {
            start: ServerAction::new(),
            cancel: ServerAction::new(),
            mark: ServerAction::new(),
            footer: ServerAction::new(),
        };
        let moves = move || {
            let acted = (acts.start.version().get(), acts.cancel.version().get());
            (changed.get(), acted, acts.mark.version().get(), acts.footer.version().get())
        };
        let status = keep_looking(
            move || campaign.get(),
            moves,
            |campaign| async move { check_status(existing(campaign)?).await },
            |check| check.as_ref().filter(|check| check.state == PreflightState::Running).map(|_| LOOK_EVERY),
        );
        Self { status, acts }
    }
}

/// Stands in the editor before the launch.
#[component]
pub fn CheckCard(
    campaign: CampaignId,
    checking: Checking,
    may_check: bool,
    /// After an act that changed the campaign, such as the mark put in front of the subject.
    #[prop(into)]
    on_fixed: Callback<()>,
    /// The findings are new.
    #[prop(into)]
    on_ended: Callback<()>,
) -> impl IntoView {
    let Checking { status, acts } = checking;
    // what was done before this card was drawn anew is not done again
    Effect::new(move |before: Option<(usize, usize)>| {
        let acted = (acts.mark.version().get(), acts.footer.version().get());
        let is_done = |answer: Option<Result<(), AppError>>| matches!(answer, Some(Ok(())));
        let is_fixed = is_done(acts.mark.value().get_untracked()) || is_done(acts.footer.value().get_untracked());
        if is_fixed && before.is_some_and(|before| before != acted) {
            on_fixed.run(());
        }
        acted
    });
    Effect::new(move |before: Option<Option<Timestamp>>| {
        let ended_at = status.get().and_then(|status| status.ok().flatten()?.ended_at);
        if before.is_some_and(|before| before != ended_at) {
            on_ended.run(());
        }
        ended_at
    });
    view! {
        <Card title=texts().title class="check-card">
            <ErrorNotice error=failure(acts.start)/>
            <ErrorNotice error=failure(acts.cancel)/>
            <ErrorNotice error=failure(acts.mark)/>
            <ErrorNotice error=failure(acts.footer)/>
            <Transition>
                {move || Suspend::new(async move {
                    match status.await {
                        Ok(status) => Either::Left(view! { <Status campaign status acts=may_check.then_some(acts)/> }),
                        Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Transition>
        </Card>
    }
}

#[component]
fn Status(campaign: CampaignId, status: Option<Preflight>, acts: Option<Acts>) -> impl IntoView {
    let t = texts();
    let Some(preflight) = status else {
        return Either::Left(view! {
            <p class="quiet">{t.never}</p>
            {acts.map(|acts| view! { <Start campaign acts label=t.check look=Look::Main/> })}
        });
    };
    let is_running = preflight.state == PreflightState::Running;
    Either::Right(view! {
        <Summary preflight=preflight.clone()/>
        {match is_running {
            true => Either::Left(view! { <Running campaign preflight acts/> }),
            false => Either::Right(view! {
                <Findings campaign preflight=preflight.clone() fixes=acts.map(|acts| Fixes { mark: acts.mark, footer: acts.footer })/>
                {acts.map(|acts| {
                    let look = if preflight.is_clear() { Look::Plain } else { Look::Main };
                    view! { <Start campaign acts label=t.check_again look/> }
                })}
            }),
        }}
    })
}

#[component]
fn Summary(preflight: Preflight) -> impl IntoView {
    let t = texts();
    let [block, warn, ok] = [Severity::Block, Severity::Warn, Severity::Ok].map(|severity| preflight.count(severity));
    let notice = match preflight.state {
        PreflightState::Running => return Either::Left(()),
        PreflightState::Cancelled => Some((Tone::Calm, t.cancelled)),
        PreflightState::Failed => Some((Tone::Warning, t.failed)),
        PreflightState::Done => preflight.is_outdated.then_some((Tone::Warning, t.outdated)),
    };
    let is_done = preflight.state == PreflightState::Done;
    Either::Right(view! {
        {notice.map(|(tone, words)| view! { <Notice tone>{words}</Notice> })}
        {is_done.then(|| view! {
            <p class="check-summary">
                {(block > 0).then(|| view! { <Badge label=(t.blocks)(block) tone=Tone::Wrong/> })}
                {(warn > 0).then(|| view! { <Badge label=(t.warns)(warn) tone=Tone::Warning/> })}
                {(block + warn == 0).then(|| view! { <Badge label=(t.fine)(ok) tone=Tone::Good/> })}
                <span class="quiet">
                    {(t.checked)(preflight.checked)}
                    {preflight.ended_at.map(|at| view! { " · " <When at/> })}
                </span>
            </p>
        })}
    })
}

#[component]
fn Running(campaign: CampaignId, preflight: Preflight, acts: Option<Acts>) -> impl IntoView {
    let t = texts();
    let done = (preflight.total > 0).then(|| preflight.checked as f64 / preflight.total as f64);
    view! {
        <div class="check-running" role="status">
            <Progress done=Signal::stored(done) label=t.running/>
            <span>{(t.progress)(preflight.checked, preflight.total)}</span>
            {acts.map(|acts| view! {
                <ActionForm action=acts.cancel>
                    <input type="hidden" name="campaign" value=campaign.to_string()/>
                    <Submit label=t.cancel look=Look::Small pending=acts.cancel.pending()/>
                </ActionForm>
            })}
        </div>
    }
}

#[component]
fn Start(campaign: CampaignId, acts: Acts, label: &'static str, look: Look) -> impl IntoView {
    view! {
        <ActionForm action=acts.start>
            <input type="hidden" name="campaign" value=campaign.to_string()/>
            <Submit label look pending=acts.start.pending()/>
        </ActionForm>
    }
}
