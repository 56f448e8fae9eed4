use super::{api::Outlook, desk::Table, texts::texts};
use crate::{
    AppError,
    preview::MailPreview,
    texts::texts as shared,
    ui::{Notice, Tone},
};
use domain::{Audience, draft::Card, edition::Edition};
use leptos::prelude::*;

/// The letter as one person of the audience will get it. What cannot be made for a while, half-way through a word, leaves
/// the last good one standing, with a word of why.
#[component]
pub fn Beside(
    table: Table,
    /// Whether there is a template and a subject, of which a letter should come.
    is_begun: bool,
) -> impl IntoView {
    let made = RwSignal::new(None::<(Edition, Audience)>);
    // drawn in the browser only: the press works there
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let is_there = Memo::new(move |_| is_alive.get() && made.with(Option::is_some));
    view! {
        <aside class="editor-beside">
            <Transition>
                {move || Suspend::new(async move {
                    let Outlook { edition, audience, obstacle, .. } = table.outlook.await.ok().flatten()?;
                    let is_unmade = edition.is_none() && (is_begun || made.with_untracked(Option::is_some));
                    if let Some(latest) = edition.zip(audience) {
                        made.set(Some(latest));
                    }
                    obstacle.filter(|_| is_unmade).filter(is_in_the_words).map(|obstacle| view! {
                        <Notice tone=Tone::Warning>
                            <strong>{texts().not_made}</strong>
                            <p>{(shared().error)(&obstacle)}</p>
                        </Notice>
                    })
                })}
            </Transition>
            {move || is_there.get().then(|| made.get_untracked().map(|(edition, audience)| view! {
                <Shown made edition audience/>
            }))}
        </aside>
    }
}

fn is_in_the_words(obstacle: &AppError) -> bool {
    matches!(obstacle, AppError::Invalid(invalid) if invalid.field == Card::Content.as_str())
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
