use crate::{
    audience::{
        api::{ChooseTopic, topics_of},
        texts::texts,
    },
    texts::speak,
    ui::{ErrorNotice, Look, Submit, When, failure},
};
use domain::{ContactId, topic::TopicChoice};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

/// What they want to hear about. A member writes here what a person told them.
#[component]
pub fn Topics(
    id: ContactId,
    choose: ServerAction<ChooseTopic>,
    chosen: Resource<Result<Vec<TopicChoice>, crate::AppError>>,
    may_write: bool,
) -> impl IntoView {
    let t = texts();
    let row = move |choice: TopicChoice| {
        let is_subscribed = choice.chosen.is_some_and(|(is_subscribed, _)| is_subscribed);
        let name = speak(&choice.name);
        let (label, named) = match is_subscribed {
            true => (t.unsubscribe, (t.unsubscribe_from)(&name)),
            false => (t.subscribe, (t.subscribe_to)(&name)),
        };
        view! {
            <li data-chosen=is_subscribed.to_string()>
                <div>
                    <strong>{name}</strong>
                    <span class="quiet">
                        {match choice.chosen {
                            Some((true, _)) => t.subscribed,
                            Some((false, _)) => t.left,
                            None => t.never_chose,
                        }}
                        {choice.chosen.map(|(_, at)| view! { " " <When at/> })}
                    </span>
                </div>
                {may_write.then(|| view! {
                    <ActionForm action=choose>
                        <input type="hidden" name="contact" value=id.to_string()/>
                        <input type="hidden" name="topic" value=choice.topic.to_string()/>
                        <input type="hidden" name="is_subscribed" value=(!is_subscribed).to_string()/>
                        <Submit label look=Look::Small named pending=choose.pending()/>
                    </ActionForm>
                })}
            </li>
        }
    };
    view! {
        <ErrorNotice error=failure(choose)/>
        <Transition>
            {move || Suspend::new(async move {
                match chosen.await {
                    Ok(choices) if choices.is_empty() => {
                        view! { <p class="quiet">{t.no_topics} " " <A href="/topics">{t.to_topics}</A></p> }.into_any()
                    }
                    Ok(choices) => {
                        view! { <ul class="person-topics">{choices.into_iter().map(row).collect_view()}</ul> }.into_any()
                    }
                    Err(error) => view! { <ErrorNotice error=Some(error)/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Asked at the top of the page, and again after each choice.
pub fn topics(
    id: Memo<Option<ContactId>>,
    choose: ServerAction<ChooseTopic>,
) -> Resource<Result<Vec<TopicChoice>, crate::AppError>> {
    let wanted = move || (id.get(), choose.version().get());
    Resource::new_blocking(wanted, |(id, _)| async move { topics_of(super::existing(id)?).await })
}
