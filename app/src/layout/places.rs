use super::Asking;
use crate::{
    texts::texts,
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::components::A;

type Place = (&'static str, Glyph, &'static str);

/// Where one can go, in groups.
#[component]
pub fn Places() -> impl IntoView {
    let t = &texts().frame;
    let me = expect_context::<Asking>();
    view! {
        <nav class="places" aria-label=t.places>
            <Group places=vec![
                ("/overview", Glyph::Overview, t.overview),
                ("/campaigns", Glyph::Campaign, t.campaigns),
                ("/failed-sends", Glyph::Failed, t.failed_sends),
            ]/>
            <Group name=t.content places=vec![
                ("/templates", Glyph::Template, t.templates),
                ("/images", Glyph::Image, t.images),
            ]/>
            <Group name=t.audience places=vec![
                ("/people", Glyph::People, t.people),
                ("/segments", Glyph::Segment, t.segments),
                ("/topics", Glyph::Topic, t.topics),
                ("/suppressions", Glyph::Suppression, t.suppressions),
            ]/>
            <Suspense>
                {move || Suspend::new(async move {
                    let may_administer = me.await.is_ok_and(|me| me.role.may_administer());
                    may_administer.then(|| view! { <Group places=vec![("/settings", Glyph::Settings, t.settings)]/> })
                })}
            </Suspense>
        </nav>
    }
}

#[component]
fn Group(#[prop(optional)] name: &'static str, places: Vec<Place>) -> impl IntoView {
    let place = |(href, glyph, label): Place| view! { <li><A href><Icon glyph/> <span>{label}</span></A></li> };
    view! {
        <div class="places-group">
            {(!name.is_empty()).then(|| view! { <p class="places-name">{name}</p> })}
            <ul>{places.into_iter().map(place).collect_view()}</ul>
        </div>
    }
}
