//! The timeline: what happened, oldest first, and what is still to come.

use super::texts::texts;
use crate::{
    campaigns::why::{CauseName, Verbatim, skip_reason},
    ui::{Card, When},
};
use domain::{
    delivery::AttemptOutcome,
    mail_event::MailEventKind,
    timeline::{Attempted, Happening, Moment, Timeline},
};
use leptos::prelude::*;

#[component]
pub fn History(timeline: Timeline) -> impl IntoView {
    let t = texts();
    let moments = timeline.moments.into_iter().map(|moment| view! { <Entry moment/> }).collect_view();
    let due = timeline.retry.map(|retry| {
        let when = if retry.under_way {
            view! { <span>{t.under_way}</span> }.into_any()
        } else {
            view! { <When at=retry.due_at/> }.into_any()
        };
        view! {
            <li class="moment moment-due" data-state="retrying">
                <p><strong>{t.due}</strong> " · " {(t.attempt)(retry.attempt)}</p>
                <p class="quiet">{when}</p>
            </li>
        }
    });
    let doubt = timeline.doubt.map(|doubt| {
        view! {
            <li class="moment moment-due" data-state="in_doubt">
                <p>{(t.doubt_ends)(doubt.policy)}</p>
                <p class="quiet"><When at=doubt.settle_after/></p>
            </li>
        }
    });
    view! {
        <Card title=t.happened class="history">
            <ol class="moments">{moments} {due} {doubt}</ol>
        </Card>
    }
}

#[component]
fn Entry(moment: Moment) -> impl IntoView {
    let t = texts();
    let at = moment.at;
    let (state, body) = match moment.what {
        Happening::Launched => ("waiting", view! { <p>{t.launched}</p> }.into_any()),
        Happening::SkippedAtLaunch(reason) => {
            ("skipped", view! { <p>{(t.left_out)(skip_reason(reason))}</p> }.into_any())
        }
        Happening::Attempted(attempted) => (hue(&attempted), view! { <Attempt attempted/> }.into_any()),
        Happening::Doubted { attempt, cause, detail } => (
            "in_doubt",
            view! {
                <p>{(t.attempt)(attempt)} ": " <strong>{t.doubted}</strong> " · " <CauseName cause/></p>
                <Verbatim words=detail/>
            }
            .into_any(),
        ),
        Happening::Reported { kind, detail, .. } => (
            hue_of(kind),
            view! {
                <p>{(t.reported)(kind)}</p>
                {(kind != MailEventKind::Sent).then(|| view! { <Verbatim words=detail/> })}
            }
            .into_any(),
        ),
        Happening::Read { act, href, verdict, times } => (
            if verdict.is_machine() { "skipped" } else { "delivered" },
            view! {
                <p>{(t.read)(act, times)} {(!href.is_empty()).then(|| view! { " · " <span class="read-link">{href}</span> })}</p>
                <p class="quiet">{(t.verdict)(verdict)}</p>
            }
            .into_any(),
        ),
        Happening::Decided { act, by } => ("sending", view! { <p>{(t.decided)(act, &by)}</p> }.into_any()),
    };
    view! {
        <li class="moment" data-state=state>
            {body}
            <p class="quiet"><When at/></p>
        </li>
    }
}

#[component]
fn Attempt(attempted: Attempted) -> impl IntoView {
    let t = texts();
    let Attempted { attempt, outcome, receipt, cause, skipped, words, settled_by } = attempted;
    if let Some(reason) = skipped {
        return view! { <p>{(t.skipped)(skip_reason(reason))}</p> <Verbatim words/> }.into_any();
    }
    let ended = match outcome {
        AttemptOutcome::Accepted => t.accepted,
        AttemptOutcome::Deferred => t.deferred,
        AttemptOutcome::Failed => t.failed,
        AttemptOutcome::Unsent if cause.is_none() => t.cancelled,
        AttemptOutcome::Unsent | AttemptOutcome::Skipped => t.unsent,
    };
    view! {
        <p>
            {(t.attempt)(attempt)} ": " <strong>{ended}</strong>
            {cause.map(|cause| view! { " · " <CauseName cause/> })}
        </p>
        <Verbatim words/>
        {receipt.map(|receipt| view! { <p class="receipt">{t.receipt} " " <code>{receipt}</code></p> })}
        {settled_by.map(|judge| view! { <p class="quiet">{(t.settled_by)(judge)}</p> })}
    }
    .into_any()
}

fn hue(attempted: &Attempted) -> &'static str {
    match attempted.outcome {
        AttemptOutcome::Accepted => "sent",
        AttemptOutcome::Deferred => "retrying",
        AttemptOutcome::Failed => "failed",
        AttemptOutcome::Skipped => "skipped",
        AttemptOutcome::Unsent => "cancelled",
    }
}

fn hue_of(kind: MailEventKind) -> &'static str {
    match kind {
        MailEventKind::Sent => "sent",
        MailEventKind::Delivered | MailEventKind::Opened | MailEventKind::Clicked | MailEventKind::NotSpam => {
            "delivered"
        }
        MailEventKind::Delayed => "retrying",
        MailEventKind::BouncedForGood | MailEventKind::BouncedThisTime => "bounced",
        MailEventKind::Complained => "complained",
        MailEventKind::Rejected | MailEventKind::RenderingFailed => "failed",
        MailEventKind::Other => "waiting",
    }
}
