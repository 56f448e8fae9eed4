use super::desk::Table;
use crate::preview::MailPreview;
use domain::{Audience, edition::Edition};
use leptos::prelude::*;

/// The letter as one person of the audience will get it. What cannot be made for a while, half-way through a word, leaves
/// the last good one standing.
#[component]
pub fn Beside(table: Table) -> impl IntoView {
    let made = RwSignal::new(None::<(Edition, Audience)>);
    // drawn in the browser only: the press works there
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let is_there = Memo::new(move |_| is_alive.get() && made.with(Option::is_some));
    view! {
        <aside class="editor-beside">
            <Transition>
                {move || Suspend::new(async move {
                    let outlook = table.outlook.await.ok().flatten();
                    if let Some(latest) = outlook.and_then(|outlook| outlook.edition.zip(outlook.audience)) {
                        made.set(Some(latest));
                    }
                })}
            </Transition>
            {move || is_there.get().then(|| made.get_untracked().map(|(edition, audience)| view! {
                <Shown made edition audience/>
            }))}
        </aside>
    }
}

#[component]
fn Shown(made: RwSignal<Option<(Edition, Audience)>>, edition: Edition, audience: Audience) -> impl IntoView {
    let (edition, audience) = (RwSignal::new(edition), RwSignal::new(audience));
    Effect::new(move |_| {
        let Some((words, people)) = made.get() else { return };
        if edition.with_untracked(|edition| *edition != words) {
            edition.set(words);
        }
        if audience.with_untracked(|audience| *audience != people) {
            audience.set(people);
        }
    });
    view! { <MailPreview edition audience/> }
}
