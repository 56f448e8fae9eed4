use super::{
    actions::{CardMenu, Touched},
    api::{Shown, list},
    path_to,
    texts::texts,
    thumbnail::Thumbnail,
};
use crate::{
    AppError,
    layout::Asking,
    texts::by,
    ui::{
        Address, Badge, Empty, ErrorNotice, Glyph, Icon, Look, PageHead, Pager, SearchField, Skeleton, Tab, Tabs, Tone,
        Toolbar, When,
    },
};
use domain::template::{Markup, library::TemplateSummary};
use leptos::{either::EitherOf3, prelude::*};
use leptos_router::components::A;

/// As many as the server gives: a full page may have an older one.
const PAGE: usize = 24;

#[component]
pub fn Gallery() -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let shown = Memo::new(move |_| Shown {
        search: address.get("search"),
        is_archived: address.is("shelf", "archive"),
        after: address.get("after").and_then(|after| after.parse().ok()),
    });
    let touched = Touched::provide();
    let found = Resource::new_blocking(move || (shown.get(), touched.get()), |(shown, _)| list(shown));
    let me = expect_context::<Asking>();
    let search = Signal::derive(move || address.get("search").unwrap_or_default());
    let tabs = Signal::derive(move || {
        let is_archived = address.is("shelf", "archive");
        vec![
            Tab::new("/templates", t.in_use, !is_archived),
            Tab::new("/templates?shelf=archive", t.archive, is_archived),
        ]
    });
    view! {
        <PageHead title=t.title actions=move || view! { <NewLink/> }/>
        <Toolbar>
            <Tabs label=t.shelves tabs/>
            <SearchField action="/templates" value=search label=t.search>
                {move || address.is("shelf", "archive").then(|| view! { <input type="hidden" name="shelf" value="archive"/> })}
            </SearchField>
        </Toolbar>
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                let may_write = me.await.is_ok_and(|me| me.role.may_send());
                let page = found.await;
                view! { <Page page may_write shown=shown.get_untracked()/> }
            })}
        </Transition>
    }
}

/// Whom it leads nowhere does not see it.
#[component]
fn NewLink() -> impl IntoView {
    let me = expect_context::<Asking>();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                me.await.is_ok_and(|me| me.role.may_send()).then(|| view! {
                    <A href="/templates/new" attr:class=Look::Main.class()><Icon glyph=Glyph::Plus/> {texts().new}</A>
                })
            })}
        </Suspense>
    }
}

#[component]
fn Page(page: Result<Vec<TemplateSummary>, AppError>, may_write: bool, shown: Shown) -> impl IntoView {
    match page {
        Err(error) => EitherOf3::A(view! { <ErrorNotice error=Some(error)/> }),
        Ok(templates) if templates.is_empty() => EitherOf3::B(view! { <Nothing shown may_write/> }),
        Ok(templates) => EitherOf3::C(view! { <Cards templates may_write shown/> }),
    }
}

#[component]
fn Nothing(shown: Shown, may_write: bool) -> impl IntoView {
    let t = texts();
    let (title, hint) = match (&shown.search, shown.is_archived) {
        (Some(_), _) => (t.none_found, t.none_found_hint),
        (None, true) => (t.none_archived, t.none_archived_hint),
        (None, false) => (t.none_yet, t.none_yet_hint),
    };
    let begins = may_write && shown == Shown::default();
    view! {
        <Empty title hint>
            {begins.then(|| view! { <A href="/templates/new" attr:class=Look::Main.class()>{t.new}</A> })}
            {shown.search.is_some().then(|| view! { <A href="/templates">{t.show_all}</A> })}
        </Empty>
    }
}

#[component]
fn Cards(templates: Vec<TemplateSummary>, may_write: bool, shown: Shown) -> impl IntoView {
    let address = Address::here();
    let last = templates.last().filter(|_| templates.len() == PAGE).map(TemplateSummary::cursor);
    let first = shown.after.map(|_| untrack(|| address.with(&[])));
    let next = last.map(|cursor| untrack(|| address.with(&[("after", Some(&cursor.to_string()))])));
    view! {
        <ul class="gallery">
            {templates.into_iter().map(|template| view! { <Card template may_write/> }).collect_view()}
        </ul>
        <Pager first next/>
    }
}

#[component]
fn Card(template: TemplateSummary, may_write: bool) -> impl IntoView {
    let t = texts();
    let is_usable = template.is_usable();
    let menu = template.clone();
    view! {
        <li class="gallery-card">
            <Thumbnail template=template.id version=template.usable_version none=t.cannot_be_shown/>
            <div class="gallery-words">
                <A href=path_to(template.id) attr:class="gallery-name">{template.name}</A>
                <p class="quiet">
                    {markup_name(template.markup)} " · " {(t.version)(template.version)} " · " <When at=template.updated_at/>
                    " · " {by(template.updated_by)}
                </p>
                {(!is_usable).then(|| view! { <Badge label=t.has_problems tone=Tone::Warning title=t.has_problems_means/> })}
            </div>
            {may_write.then(|| view! { <CardMenu template=menu/> })}
        </li>
    }
}

pub fn markup_name(markup: Markup) -> &'static str {
    match markup {
        Markup::Html => "HTML",
        Markup::Mjml => "MJML",
    }
}
