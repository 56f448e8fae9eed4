use super::{
    api::{BeginImport, DiscardImport, REJECTIONS_SHOWN, ReadImportAs, one_import, rejections},
    imports::StateBadge,
    mapping::Mapping,
    path_to_import,
    texts::texts,
};
use crate::{
    AppError,
    layout::Asking,
    looking::{Answers, keep_looking},
    texts::{count, speak, texts as shared},
    ui::{
        Address, Card, ErrorNotice, Look, Notice, PageError, PageHead, Pager, Progress, Skeleton, Stat, Submit, Table,
        Tone, When, failure,
    },
};
use domain::{
    ImportId, Sentence,
    import::{ImportState, ImportSummary, Peek, Rejection},
};
use leptos::{
    either::{Either, EitherOf4},
    form::ActionForm,
    prelude::*,
};
use leptos_router::{components::A, hooks::use_params_map};
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_millis(600);

/// One file: what its columns are for, how far it is, what became of it.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let address = Address::here();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<ImportId>().ok()));
    let after = Memo::new(move |_| address.get("after").and_then(|row| row.parse::<u64>().ok()));
    let existing = |id: Option<ImportId>| id.ok_or_else(|| AppError::Missing("import of that number".into()));
    let begin = ServerAction::<BeginImport>::new();
    let reread = ServerAction::<ReadImportAs>::new();
    // what was refused is told on the form as it was filled in, so the page looks again only at what was done
    let begun = Memo::new(move |n| n.copied().unwrap_or(0) + u32::from(matches!(begin.value().get(), Some(Ok(())))));
    let read = Memo::new(move |n| n.copied().unwrap_or(0) + u32::from(matches!(reread.value().get(), Some(Ok(())))));
    let found = keep_looking(
        move || id.get(),
        move || (begun.get(), read.get()),
        move |id| async move { one_import(existing(id)?).await },
        |(import, _)| (import.state == ImportState::Running).then_some(LOOK_EVERY),
    );
    let rejected = keep_looking(
        move || (id.get(), after.get()),
        || (),
        move |(id, after)| async move { rejections(existing(id)?, after).await },
        |_| None,
    );
    look_at_what_it_refused(found, rejected);
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                let may_write = me.await.is_ok_and(|me| me.role.may_send());
                match found.await {
                    Ok((import, peek)) => {
                        let rejected = rejected.await.unwrap_or_default();
                        Either::Left(view! { <Shown import peek rejected begin reread may_write/> })
                    }
                    Err(error) => Either::Right(view! { <PageError error list=("/people/imports", shared().frame.imports)/> }),
                }
            })}
        </Transition>
    }
}

/// Once more when its state has changed: what it refused may be there only now.
fn look_at_what_it_refused(found: Answers<(ImportSummary, Option<Peek>)>, rejected: Answers<Vec<Rejection>>) {
    let state = Memo::new(move |_| found.with(|found| Some(found.as_ref()?.as_ref().ok()?.0.state)));
    Effect::new(move |before: Option<Option<ImportState>>| {
        let now = state.get();
        if before.flatten().is_some_and(|before| Some(before) != now) {
            rejected.refetch();
        }
        now
    });
}

#[component]
fn Shown(
    import: ImportSummary,
    peek: Option<Peek>,
    rejected: Vec<Rejection>,
    begin: ServerAction<BeginImport>,
    reread: ServerAction<ReadImportAs>,
    may_write: bool,
) -> impl IntoView {
    let t = texts();
    let (state, started_at, id) = (import.state, import.started_at, import.id);
    let brought_nobody = import.brought_nobody();
    let title = import.file_name.clone();
    let facts = move || {
        view! {
            <StateBadge state brought_nobody/>
            <span class="quiet"><When at=started_at/></span>
        }
    };
    let back = ("/people/imports".to_owned(), t.imports_title.to_owned());
    let body = match (state, peek) {
        (ImportState::Running, _) => EitherOf4::A(view! { <Running import/> }),
        (ImportState::Done, _) => EitherOf4::B(view! { <Report import rejected may_write/> }),
        (ImportState::Waiting | ImportState::Failed, Some(peek)) => EitherOf4::C(view! {
            <Failed because=import.failed_because.clone()/>
            {may_write.then(|| view! { <Mapping id peek begin reread/> <Discard id/> })}
        }),
        (ImportState::Waiting | ImportState::Failed, None) => EitherOf4::D(view! {
            <Failed because=import.failed_because.clone()/>
            <A href="/people/imports" attr:class=Look::Main.class()>{t.other_file}</A>
        }),
    };
    view! {
        <PageHead title back facts/>
        {body}
    }
}

#[component]
fn Failed(because: Option<Sentence>) -> impl IntoView {
    because.map(|because| {
        view! {
            <Notice tone=Tone::Wrong>
                <strong>{texts().failed}</strong>
                <p>{speak(&because)}</p>
            </Notice>
        }
    })
}

#[component]
fn Running(import: ImportSummary) -> impl IntoView {
    let t = texts();
    let part = import.octets_read as f64 / import.octets.max(1) as f64;
    let done = (!import.is_merging).then_some(part);
    let words = if import.is_merging { t.merging.into() } else { (t.reading)(import.rows_read, import.rejected) };
    view! {
        <Card>
            <Progress done=Signal::derive(move || done) label=t.importing/>
            <p role="status">{words}</p>
            <p class="quiet">{t.importing}</p>
        </Card>
    }
}

#[component]
fn Report(import: ImportSummary, rejected: Vec<Rejection>, may_write: bool) -> impl IntoView {
    let t = texts();
    let id = import.id;
    let stats = [
        (t.rows, import.rows_read),
        (t.added_count, import.added),
        (t.updated_count, import.updated),
        (t.unchanged_count, import.unchanged),
        (t.repeated_count, import.repeated),
        (t.rejected_count, import.rejected),
        (t.refused_count, import.refused),
    ];
    let brought_nobody = import.brought_nobody();
    let stats = stats.map(|(label, n)| view! { <Stat label value=count(n)/> });
    view! {
        {brought_nobody.then(|| view! {
            <Notice tone=Tone::Warning>
                <strong>{t.nobody_imported}</strong>
                <p>{if import.rows_read == 0 { t.no_rows_means } else { t.nobody_imported_means }}</p>
            </Notice>
        })}
        <section class="import-report" aria-label=t.report>{stats.into_iter().collect_view()}</section>
        <p>
            {if brought_nobody {
                Either::Left(view! { <A href="/people/imports" attr:class=Look::Main.class()>{t.other_file}</A> })
            } else {
                let href = format!("/people?import={id}");
                Either::Right(view! { <A href attr:class=Look::Main.class()>{t.show_people}</A> })
            }}
        </p>
        {(import.rejected > 0).then(|| view! { <Rejected id rejected may_write/> })}
    }
}

#[component]
fn Rejected(id: ImportId, mut rejected: Vec<Rejection>, may_write: bool) -> impl IntoView {
    let t = texts();
    let has_next = rejected.len() > REJECTIONS_SHOWN as usize;
    rejected.truncate(REJECTIONS_SHOWN as usize);
    let next = rejected.last().filter(|_| has_next).map(|last| format!("{}?after={}", path_to_import(id), last.row));
    let row = move |row: Rejection| {
        view! {
            <tr>
                <th scope="row" class="number">{count(row.row.cast_signed())}</th>
                <td data-label=t.why>{speak(&row.reason)}</td>
                <td data-label=t.raw class="import-raw">{row.raw}</td>
            </tr>
        }
    };
    let file = format!("{}/rejected.csv", path_to_import(id));
    view! {
        <h2>{t.rejected_title}</h2>
        {may_write.then(|| view! { <p><a href=file download="" rel="external">{t.download_rejected}</a></p> })}
        <Table label=t.rejected_title>
            <thead>
                <tr>
                    <th scope="col" class="number">{t.record}</th>
                    <th scope="col">{t.why}</th>
                    <th scope="col">{t.raw}</th>
                </tr>
            </thead>
            <tbody>{rejected.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager first=None previous=None next/>
    }
}

#[component]
fn Discard(id: ImportId) -> impl IntoView {
    let discard = ServerAction::<DiscardImport>::new();
    view! {
        <ErrorNotice error=failure(discard)/>
        <ActionForm action=discard>
            <input type="hidden" name="id" value=id.to_string()/>
            <Submit label=texts().discard pending=discard.pending()/>
        </ActionForm>
    }
}
