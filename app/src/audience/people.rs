use super::{
    api::{attribute_names, how_many, people},
    filters::{Filters, ORDER, wanted, written},
    path_to,
    texts::texts,
};
use crate::{
    AppError,
    layout::Asking,
    ui::{
        Address, Badge, Empty, ErrorNotice, Glyph, Icon, Look, Menu, PageHead, Pager, Skeleton, SortHead, Table, Tone,
        When,
    },
};
use domain::people::{Consent, PeopleFilter, PeoplePage as Found, PeopleQuery, PersonRow};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::components::A;

/// Everybody, a page at a time.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = wanted();
    let found = Resource::new_blocking(move || query.get(), people);
    let known = Resource::new_blocking(|| (), |()| attribute_names());
    let total = Resource::new_blocking(|| (), |()| how_many());
    view! {
        <Head total query/>
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                let known = known.await.unwrap_or_default();
                let found = found.await;
                let query = query.get_untracked();
                view! {
                    <Filters query=query.clone() known/>
                    <List found query/>
                }
            })}
        </Transition>
    }
}

#[component]
fn Head(total: Resource<Result<domain::people::PeopleCount, AppError>>, query: Memo<PeopleQuery>) -> impl IntoView {
    let t = texts();
    let me = expect_context::<Asking>();
    let export = move || query.with(|query| format!("/people/export.csv?{}", written(&query.filter)));
    let actions = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    me.await.is_ok_and(|me| me.role.may_send()).then(|| view! {
                        <A href="/people/new" attr:class=Look::Plain.class()>{t.add}</A>
                    })
                })}
            </Suspense>
            <A href="/people/imports" attr:class=Look::Main.class()>{t.imports}</A>
            <Menu label=|| view! { <Icon glyph=Glyph::More/> } named=t.more class="icon-button">
                <A href="/people/sources" attr:class="button">{t.sources}</A>
                <A href="/people/consents" attr:class="button">{t.renewals}</A>
                <Suspense>
                    {move || Suspend::new(async move {
                        me.await.is_ok_and(|me| me.role.may_send()).then(|| view! {
                            <a href=export class="button" download="" rel="external">{t.export}</a>
                        })
                    })}
                </Suspense>
            </Menu>
        }
    };
    let facts = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move { total.await.ok().map(|n| view! { <span>{(t.about)(n)}</span> }) })}
            </Suspense>
        }
    };
    view! { <PageHead title=t.people facts actions/> }
}

#[component]
fn List(found: Result<Found, AppError>, query: PeopleQuery) -> impl IntoView {
    let t = texts();
    match found {
        Err(error) => EitherOf3::A(view! { <ErrorNotice error=Some(error)/> }),
        Ok(found) if found.rows.is_empty() => {
            let (title, hint, way, to) = match query.filter == PeopleFilter::default() {
                true => (t.nobody, t.nobody_hint, "/people/imports", t.imports),
                false => (t.nobody_matches, t.nobody_matches_hint, "/people", t.clear),
            };
            EitherOf3::B(view! { <Empty title hint><A href=way attr:class=Look::Plain.class()>{to}</A></Empty> })
        }
        Ok(found) => EitherOf3::C(view! { <Rows found query/> }),
    }
}

#[component]
fn Rows(found: Found, query: PeopleQuery) -> impl IntoView {
    let t = texts();
    let shown = query.attributes;
    let address = Address::here();
    let place = |name: &str, row: Option<&PersonRow>| {
        row.map(|row| untrack(|| address.with(&[(name, Some(&row.id.to_string()))])))
    };
    let first = query.beside.map(|_| untrack(|| address.with(&[])));
    let previous = place("before", found.rows.first().filter(|_| found.has_earlier));
    let next = place("after", found.rows.last().filter(|_| found.has_later));
    let heads = shown.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = found.rows.into_iter().map(|row| view! { <Row row shown=shown.clone()/> }).collect_view();
    view! {
        <Table label=t.people class="people-table" is_wide=true>
            <thead>
                <tr>
                    <SortHead column="address" label=t.address default=ORDER/>
                    <SortHead column="name" label=t.name default=ORDER/>
                    <th scope="col">{t.consent}</th>
                    <th scope="col">{t.standing}</th>
                    <th scope="col">{t.locale}</th>
                    {heads}
                    <SortHead column="added" label=t.added default=ORDER/>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pager first previous next/>
    }
}

#[component]
fn Row(row: PersonRow, shown: Vec<String>) -> impl IntoView {
    let t = texts();
    let cells = shown.into_iter().map(|name| {
        let value = row.attributes.get(&name).map(plain);
        view! { <td data-label=name>{value}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th scope="row"><A href=path_to(row.id)>{row.address.to_string()}</A></th>
            <td data-label=t.name>{row.name}</td>
            <td data-label=t.consent><ConsentBadge consent=row.consent/></td>
            <td data-label=t.standing>
                {row.suppressed.map(|reason| view! { <Badge label=(t.reason)(reason) tone=Tone::Warning/> })}
            </td>
            <td data-label=t.locale>{row.locale}</td>
            {cells}
            <td data-label=t.added class="time"><When at=row.added_at/></td>
        </tr>
    }
}

#[component]
pub fn ConsentBadge(consent: Consent) -> impl IntoView {
    let tone = match consent {
        Consent::Given => Tone::Good,
        Consent::Refused => Tone::Wrong,
        Consent::Unknown => Tone::Calm,
    };
    view! { <Badge label=(texts().consent_word)(consent) tone/> }
}

/// A value as people read it.
pub fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
