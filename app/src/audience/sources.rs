//! Where people come from besides files: each source, how its last runs went, and which rows could not come in.

mod api;
mod texts;

use crate::{
    layout::Asking,
    looking::keep_looking,
    texts::{count, speak},
    ui::{Badge, Card, Empty, ErrorNotice, Look, Notice, PageHead, Skeleton, Submit, Table, Tone, When, failure},
};
use api::{ReadNow, SourceShown, sources};
use domain::{
    import::Rejection,
    people_source::{RunState, SourceRun},
};
use leptos::{either::EitherOf3, form::ActionForm, prelude::*};
use std::time::Duration;
use texts::texts;

const LOOK_EVERY: Duration = Duration::from_secs(2);

#[component]
pub fn SourcesPage() -> impl IntoView {
    let t = texts();
    let read = ServerAction::<ReadNow>::new();
    let found = keep_looking(|| (), move || read.version().get(), |()| sources(), again);
    let me = expect_context::<Asking>();
    view! {
        <PageHead title=t.title back=("/people".to_owned(), t.back.to_owned())/>
        <p class="quiet">{t.lead}</p>
        <ErrorNotice error=failure(read)/>
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                let may_ask = me.await.is_ok_and(|me| me.role.may_send());
                match found.await {
                    Ok(found) if found.is_empty() => EitherOf3::A(view! { <Empty title=t.none hint=t.none_hint/> }),
                    Ok(found) => EitherOf3::B(
                        found.into_iter().map(|shown| view! { <OneSource shown read may_ask/> }).collect_view()
                    ),
                    Err(error) => EitherOf3::C(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

/// While one is being read, or is to be.
#[allow(clippy::ptr_arg, reason = "what is looked at is a Vec")]
fn again(found: &Vec<SourceShown>) -> Option<Duration> {
    let moves = |shown: &SourceShown| {
        shown.source.is_asked || shown.runs.first().is_some_and(|run| run.state == RunState::Running)
    };
    found.iter().any(moves).then_some(LOOK_EVERY)
}

#[component]
fn OneSource(shown: SourceShown, read: ServerAction<ReadNow>, may_ask: bool) -> impl IntoView {
    let t = texts();
    let SourceShown { source, runs, rejected } = shown;
    let problem = runs.first().filter(|run| run.state == RunState::Failed).and_then(|run| run.failed_because.clone());
    let name = source.name.clone();
    view! {
        <Card title=source.name>
            <p class="quiet">{source.place}</p>
            {(!source.is_offered).then(|| view! { <Notice tone=Tone::Warning><p>{t.nobody_reads}</p></Notice> })}
            {problem.map(|problem| view! { <Notice tone=Tone::Wrong><p>{speak(&problem)}</p></Notice> })}
            {source.is_asked.then(|| view! { <p role="status">{t.asked}</p> })}
            {(may_ask && source.is_offered).then(|| view! {
                <ActionForm action=read>
                    <input type="hidden" name="source" value=name/>
                    <Submit label=t.read_now look=Look::Plain pending=read.pending()/>
                </ActionForm>
            })}
            {(!runs.is_empty()).then(|| view! { <Runs runs/> })}
            {(!rejected.is_empty()).then(|| view! { <Rejected rejected/> })}
        </Card>
    }
}

#[component]
fn Runs(runs: Vec<SourceRun>) -> impl IntoView {
    let t = texts();
    view! {
        <Table label=t.runs>
            <thead>
                <tr>
                    <th scope="col">{t.when}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col" class="number">{t.rows}</th>
                    <th scope="col" class="number">{t.added}</th>
                    <th scope="col" class="number">{t.updated}</th>
                    <th scope="col" class="number">{t.refused}</th>
                    <th scope="col" class="number">{t.rejected}</th>
                </tr>
            </thead>
            <tbody>{runs.into_iter().map(|run| view! { <Run run/> }).collect_view()}</tbody>
        </Table>
    }
}

#[component]
fn Run(run: SourceRun) -> impl IntoView {
    let t = texts();
    let (label, tone) = match run.state {
        RunState::Running => (t.running, Tone::Calm),
        RunState::Done => (t.done, Tone::Good),
        RunState::Failed => (t.failed, Tone::Wrong),
    };
    view! {
        <tr>
            <th scope="row" class="time"><When at=run.began_at/></th>
            <td data-label=t.state><Badge label tone/></td>
            <td data-label=t.rows class="number">{count(run.rows_read)}</td>
            <td data-label=t.added class="number">{count(run.added)}</td>
            <td data-label=t.updated class="number">{count(run.updated)}</td>
            <td data-label=t.refused class="number">{count(run.refused)}</td>
            <td data-label=t.rejected class="number">{count(run.rejected)}</td>
        </tr>
    }
}

#[component]
fn Rejected(rejected: Vec<Rejection>) -> impl IntoView {
    let t = texts();
    let line = |row: Rejection| {
        view! {
            <tr>
                <th scope="row">{row.raw}</th>
                <td data-label=t.why>{speak(&row.reason)}</td>
            </tr>
        }
    };
    view! {
        <Table label=t.could_not>
            <thead>
                <tr>
                    <th scope="col">{t.could_not}</th>
                    <th scope="col">{t.why}</th>
                </tr>
            </thead>
            <tbody>{rejected.into_iter().map(line).collect_view()}</tbody>
        </Table>
    }
}
