mod change;
mod fields;

use super::{
    api::{Filters, LogLines, Shown, log, log_filters},
    texts::texts,
};
use crate::{
    texts::texts as shared,
    ui::{Address, Empty, ErrorNotice, Look, Pager, Skeleton, SmallSelect, Table, When},
};
use change::Changes;
use domain::audit::AuditLine;
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::components::{A, Form};

const PATH: &str = "/settings/log";

#[component]
pub fn LogPage() -> impl IntoView {
    let t = &texts().log;
    let address = Address::here();
    let shown = Memo::new(move |_| Shown {
        member: address.get("member").and_then(|id| id.parse().ok()),
        subject: address.get("subject"),
        hours: address.get("hours").and_then(|hours| hours.parse().ok()),
        before: address.get("before").and_then(|id| id.parse().ok()),
    });
    let filters = Resource::new_blocking(|| (), |()| log_filters());
    let lines = Resource::new_blocking(move || shown.get(), log);
    view! {
        <Title text=t.title/>
        <Transition fallback=|| view! { <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                let filters = filters.await.ok();
                let shown = shown.get_untracked();
                let bar = filters.map(|filters| view! { <FilterBar filters shown=shown.clone()/> });
                match lines.await {
                    Ok(lines) => Either::Left(view! { {bar} <Lines lines shown/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn FilterBar(filters: Filters, shown: Shown) -> impl IntoView {
    let t = &texts().log;
    let all = |word: &str| (String::new(), word.to_owned());
    let written = |id: Option<String>| id.unwrap_or_default();
    let members = filters.members.into_iter().map(|(id, name)| (id.to_string(), name));
    let operator = ("0".to_owned(), shared().operator.to_owned());
    let members = [all(t.everybody), operator].into_iter().chain(members).collect();
    let subjects = filters.subjects.into_iter().map(|kind| (kind.clone(), (t.subject)(&kind).to_owned()));
    let subjects = std::iter::once(all(t.everything)).chain(subjects).collect();
    let times = [("24", t.last_day), ("168", t.last_week), ("720", t.last_month)];
    let times = times.map(|(hours, word)| (hours.to_owned(), word.to_owned()));
    let times = std::iter::once(all(t.always)).chain(times).collect();
    let is_narrowed = shown != Shown::default();
    view! {
        <Form action=PATH attr:class="toolbar">
            <SmallSelect name="member" label=t.who choices=members value=written(shown.member.map(|id| id.to_string()))/>
            <SmallSelect name="subject" label=t.what choices=subjects value=written(shown.subject)/>
            <SmallSelect name="hours" label=t.when choices=times value=written(shown.hours.map(|hours| hours.to_string()))/>
            <button type="submit" class=Look::Plain.class()>{t.narrow}</button>
            {is_narrowed.then(|| view! { <A href=PATH>{t.all}</A> })}
        </Form>
    }
}

#[component]
fn Lines(lines: LogLines, shown: Shown) -> impl IntoView {
    let t = &texts().log;
    let LogLines { lines, has_older } = lines;
    if lines.is_empty() {
        let is_all = shown == Shown::default();
        let (title, hint) = if is_all { (t.nothing, t.nothing_hint) } else { (t.none_match, t.none_match_hint) };
        return Either::Left(view! { <Empty title hint/> });
    }
    let address = Address::here();
    let oldest = lines.last().filter(|_| has_older).map(|line| line.id.to_string());
    let next = untrack(|| oldest.map(|id| address.with(&[("before", Some(&id))])));
    let first = untrack(|| shown.before.map(|_| address.with(&[])));
    Either::Right(view! {
        <Table label=t.title class="log">
            <thead>
                <tr>
                    <th scope="col">{t.when}</th>
                    <th scope="col">{t.who}</th>
                    <th scope="col">{t.what}</th>
                    <th scope="col">{t.changes}</th>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}</tbody>
        </Table>
        <Pager first next/>
    })
}

#[component]
fn Line(line: AuditLine) -> impl IntoView {
    let t = &texts().log;
    let kind = (t.subject)(&line.subject).to_owned();
    let act = view! { <span class="log-act">{(t.act)(&line.act).to_owned()}</span> " " };
    let place = path_to(&line.subject, line.subject_id);
    // what names nobody, such as a person, is known by number
    let name = if line.subject_name.is_empty() && line.subject_id > 0 {
        format!("#{}", line.subject_id)
    } else {
        name_of_subject(&line.subject, line.subject_name)
    };
    let name = match place {
        Some(href) => Either::Left(view! { <A href>{name}</A> }),
        None => Either::Right(name),
    };
    let subject = view! { <span class="quiet">{kind}</span> " " {name} " " };
    let what = if t.is_act_first { Either::Left((act, subject)) } else { Either::Right((subject, act)) };
    view! {
        <tr>
            <td class="time"><When at=line.at/></td>
            <th scope="row">{line.member.unwrap_or_else(|| shared().operator.to_owned())}</th>
            <td class="log-what">{what}</td>
            <td class="log-changes"><Changes changes=line.changes/></td>
        </tr>
    }
}

/// Several addresses at once are named in English by the log.
fn name_of_subject(subject: &str, name: String) -> String {
    match name.strip_suffix(" addresses").filter(|_| subject == "suppression") {
        Some(n) => (texts().log.addresses)(n),
        None => name,
    }
}

/// Where a thing has a page of its own.
fn path_to(subject: &str, id: i64) -> Option<String> {
    let list = match subject {
        "campaign" => "campaigns",
        "person" => "people",
        "import" => "people/imports",
        "segment" => "segments",
        "template" => "templates",
        _ => return None,
    };
    (id > 0).then(|| format!("/{list}/{id}"))
}
