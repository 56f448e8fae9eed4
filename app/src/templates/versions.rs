use super::{
    actions::Which,
    api::{Restore, compare, versions},
    existing, named_by_address, path_to,
    texts::texts,
    thumbnail, versions_of,
};
use crate::{
    AppError,
    layout::Asking,
    texts::by,
    ui::{Address, Badge, ErrorNotice, Look, PageError, PageHead, Pager, Skeleton, Submit, Tone, When, failure},
};
use domain::{
    TemplateId,
    template::{
        changes::{ChangeRow, Changes},
        library::{Revision, StoredTemplate, VersionSummary},
    },
};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

/// As many as the server gives.
const PAGE: usize = 50;

/// What is compared: `None` where the address says nothing, which is the newest with the one before it.
type Compared = Option<(Revision, Revision)>;

#[component]
pub fn VersionsPage() -> impl IntoView {
    let id = named_by_address();
    let address = Address::here();
    let before = Memo::new(move |_| address.get("before").and_then(|before| before.parse::<i32>().ok()));
    let compared = Memo::new(move |_| {
        let read = |name| address.get(name).and_then(|word| word.parse::<Revision>().ok());
        read("from").zip(read("to"))
    });
    let listed = Resource::new_blocking(
        move || (id.get(), before.get()),
        |(id, before)| async move { versions(existing(id)?, before).await },
    );
    let shown = Resource::new_blocking(
        move || (id.get(), compared.get()),
        |(id, compared)| async move {
            let id = existing(id)?;
            let (from, to) = match compared {
                Some(both) => both,
                None => latest(id).await?,
            };
            Ok::<_, AppError>((from, to, compare(id, from, to).await?))
        },
    );
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                let may_write = me.await.is_ok_and(|me| me.role.may_send());
                let shown = shown.await;
                match listed.await {
                    Ok((template, versions)) => Either::Left(view! {
                        <Versions template versions shown may_write is_first=before.get_untracked().is_none()/>
                    }),
                    Err(error) => Either::Right(view! { <PageError error list=("/templates", crate::texts::texts().frame.templates)/> }),
                }
            })}
        </Transition>
    }
}

async fn latest(id: TemplateId) -> Result<(Revision, Revision), AppError> {
    let (template, _) = versions(id, None).await?;
    let newest = template.version;
    Ok((Revision::Version((newest - 1).max(1)), Revision::Version(newest)))
}

#[component]
fn Versions(
    template: StoredTemplate,
    versions: Vec<VersionSummary>,
    shown: Result<(Revision, Revision, Changes), AppError>,
    may_write: bool,
    is_first: bool,
) -> impl IntoView {
    let t = texts();
    let id = template.id;
    let compared: Compared = shown.as_ref().ok().map(|(from, to, _)| (*from, *to));
    let oldest = versions.last().filter(|last| versions.len() == PAGE && last.version > 1).map(|last| last.version);
    let next = oldest.map(|version| format!("{}?before={version}", versions_of(id)));
    let first = (!is_first).then(|| versions_of(id));
    let newest = template.version;
    let may_restore = may_write && !template.is_archived;
    let listed = versions
        .into_iter()
        .map(move |version| view! { <Entry id newest version compared may_restore/> })
        .collect_view();
    view! {
        <PageHead title=(t.versions_of)(&template.name) back=(path_to(id), template.name.clone())/>
        <div class="versions">
            <div>
                <ol class="versions-list" aria-label=t.versions>{listed}</ol>
                <Pager first next/>
            </div>
            {match shown {
                Ok((from, to, changes)) => Either::Left(view! { <Comparison from to changes/> }),
                Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
            }}
        </div>
    }
}

#[component]
fn Entry(id: TemplateId, newest: i32, version: VersionSummary, compared: Compared, may_restore: bool) -> impl IntoView {
    let t = texts();
    let restore = ServerAction::<Restore>::new();
    let VersionSummary { version: number, note, restored_from, is_usable, saved_at, saved_by, .. } = version;
    let is_shown = compared.is_some_and(|(_, to)| to == Revision::Version(number));
    let changes_of = format!("{}?from={}&to={number}", versions_of(id), (number - 1).max(1));
    view! {
        <li class="version" aria-current=is_shown.then_some("true")>
            <A href=changes_of scroll=false attr:class="version-number">{(t.version)(number)}</A>
            <span class="quiet"><When at=saved_at/> " · " {by(saved_by)}</span>
            {(!note.is_empty()).then(|| view! { <span>{note}</span> })}
            {restored_from.map(|from| view! { <span class="quiet">{(t.restored_from)(from)}</span> })}
            {(!is_usable).then(|| view! { <Badge label=t.has_problems tone=Tone::Warning title=t.has_problems_means/> })}
            <span class="version-acts">
                {is_usable.then(|| view! { <a href=thumbnail::address(id, number) rel="external" target="_blank">{t.look}</a> })}
                <a href=format!("/templates/{id}/source?version={number}") rel="external" download>{t.download_source}</a>
                {(number < newest).then(|| view! {
                    <A href=format!("{}?from={number}&to={newest}", versions_of(id)) scroll=false>{t.against_newest}</A>
                })}
                {(may_restore && number < newest).then(|| view! {
                    <ActionForm action=restore>
                        <Which id/>
                        <input type="hidden" name="version" value=number.to_string()/>
                        <Submit label=t.restore look=Look::Small named=(t.restore_version)(number) pending=restore.pending()/>
                    </ActionForm>
                })}
            </span>
            <ErrorNotice error=failure(restore)/>
        </li>
    }
}

#[component]
fn Comparison(from: Revision, to: Revision, changes: Changes) -> impl IntoView {
    let t = texts();
    let name = |revision| match revision {
        Revision::Version(number) => (t.version)(number),
        Revision::Draft => t.my_draft.to_owned(),
    };
    let counts = (t.lines_changed)(changes.added, changes.removed);
    let is_only = from == to;
    let is_same = changes.added + changes.removed == 0;
    view! {
        <section class="changes" aria-label=t.changes>
            <header class="changes-head">
                <h2>{(!is_only).then(|| name(from) + " → ")} {name(to)}</h2>
                <span class="quiet">{(!is_only).then_some(counts)}</span>
            </header>
            {if is_same {
                let words = if is_only { t.only_version } else { t.no_changes };
                Either::Left(view! { <p class="changes-none">{words}</p> })
            } else {
                Either::Right(view! {
                    <div class="changes-scroll" tabindex="0" role="region" aria-label=t.changes>
                        <table class="changes-table">
                            <tbody>{changes.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
                        </table>
                    </div>
                })
            }}
        </section>
    }
}

#[component]
fn Row(row: ChangeRow) -> impl IntoView {
    let t = texts();
    let (kind, before, after, sign, text) = match row {
        ChangeRow::Same { before, after, text } => ("same", before.to_string(), after.to_string(), "", text),
        ChangeRow::Removed { before, text } => ("removed", before.to_string(), String::new(), "−", text),
        ChangeRow::Added { after, text } => ("added", String::new(), after.to_string(), "+", text),
        ChangeRow::Folded { lines } => ("folded", String::new(), String::new(), "⋯", (t.lines_folded)(lines)),
    };
    view! {
        <tr data-change=kind>
            <td class="change-line">{before}</td>
            <td class="change-line">{after}</td>
            <td class="change-sign">{sign}</td>
            <td class="change-text">{text}</td>
        </tr>
    }
}
