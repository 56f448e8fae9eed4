use super::{api::imports, path_to_import, texts::texts};
use crate::{
    AppError,
    layout::Asking,
    texts::count,
    ui::{
        Address, Badge, DropZone, Empty, ErrorNotice, FormActions, Look, PageHead, Pager, Skeleton, Submit, Table,
        Tone, When,
    },
};
use domain::{
    ImportId,
    import::{ImportState, ImportSummary},
};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::components::A;

const PAGE: usize = 50;

/// What came in from files, and the way in for another.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let before = Memo::new(move |_| address.get("before").and_then(|id| id.parse::<ImportId>().ok()));
    let found = Resource::new_blocking(move || before.get(), imports);
    let me = expect_context::<Asking>();
    view! {
        <PageHead title=t.imports_title back=("/people".to_owned(), t.people.to_owned())/>
        <Suspense>
            {move || Suspend::new(async move {
                me.await.is_ok_and(|me| me.role.may_send()).then(|| view! { <Upload/> })
            })}
        </Suspense>
        <Transition fallback=|| view! { <Skeleton/> }>
            {move || Suspend::new(async move {
                let found = found.await;
                let is_first = before.get_untracked().is_none();
                view! { <List found is_first/> }
            })}
        </Transition>
    }
}

/// A plain form: the browser itself sends the file, and the answer is the page of the import.
#[component]
fn Upload() -> impl IntoView {
    let t = texts();
    view! {
        <form class="import-upload" method="post" enctype="multipart/form-data" action="/people/imports/upload">
            <DropZone name="file" label=t.drop hint=t.drop_hint accept=".csv,.tsv,.txt,.xlsx,text/csv"/>
            <FormActions><Submit label=t.upload look=Look::Main/></FormActions>
        </form>
    }
}

#[component]
fn List(found: Result<Vec<ImportSummary>, AppError>, is_first: bool) -> impl IntoView {
    let t = texts();
    let found = match found {
        Ok(found) => found,
        Err(error) => return EitherOf3::A(view! { <ErrorNotice error=Some(error)/> }),
    };
    if found.is_empty() {
        return EitherOf3::B(view! { <Empty title=t.none_imported hint=t.none_imported_hint/> });
    }
    let next = found.last().filter(|_| found.len() == PAGE).map(|last| format!("/people/imports?before={}", last.id));
    let first = (!is_first).then(|| "/people/imports".to_owned());
    EitherOf3::C(view! {
        <Table label=t.imports_title>
            <thead>
                <tr>
                    <th scope="col">{t.file}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col" class="number">{t.rows}</th>
                    <th scope="col" class="number">{t.added_count}</th>
                    <th scope="col" class="number">{t.updated_count}</th>
                    <th scope="col" class="number">{t.rejected_count}</th>
                    <th scope="col">{t.by}</th>
                    <th scope="col">{t.when}</th>
                </tr>
            </thead>
            <tbody>{found.into_iter().map(|import| view! { <Row import/> }).collect_view()}</tbody>
        </Table>
        <Pager first previous=None next/>
    })
}

#[component]
fn Row(import: ImportSummary) -> impl IntoView {
    let t = texts();
    let brought_nobody = import.brought_nobody();
    view! {
        <tr>
            <th scope="row"><A href=path_to_import(import.id)>{import.file_name}</A></th>
            <td data-label=t.state><StateBadge state=import.state brought_nobody/></td>
            <td data-label=t.rows class="number">{count(import.rows_read)}</td>
            <td data-label=t.added_count class="number">{count(import.added)}</td>
            <td data-label=t.updated_count class="number">{count(import.updated)}</td>
            <td data-label=t.rejected_count class="number">{count(import.rejected)}</td>
            <td data-label=t.by>{import.by}</td>
            <td data-label=t.when class="time"><When at=import.started_at/></td>
        </tr>
    }
}

#[component]
pub fn StateBadge(state: ImportState, brought_nobody: bool) -> impl IntoView {
    if brought_nobody {
        return view! { <Badge label=texts().nobody_imported tone=Tone::Warning/> };
    }
    let tone = match state {
        ImportState::Waiting => Tone::Warning,
        ImportState::Running => Tone::Calm,
        ImportState::Done => Tone::Good,
        ImportState::Failed => Tone::Wrong,
    };
    view! { <Badge label=(texts().import_state)(state) tone/> }
}
