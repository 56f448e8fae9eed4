use super::{
    api::{ArchiveTopic, OpenPublicForm, SaveTopic, SubscribeSegment, all_topics, subscribe_form},
    form::SubscribeFormCard,
    texts::texts,
};
use crate::{
    layout::Asking,
    segments::{SegmentLine, all},
    texts::{count, speak},
    ui::{
        Address, Asked, Badge, DialogActions, Empty, ErrorNotice, Field, FormFields, Glyph, Icon, Look, Menu, PageHead,
        Select, Skeleton, Submit, Table, Tone, failure, toast_when_done,
    },
};
use domain::{TopicId, topic::Topic};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

const FIELDS: &[&str] = &["name_en", "name_ko", "description_en", "description_ko"];

/// Made once, so that an answer outlives the row that asked.
#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SaveTopic>,
    archive: ServerAction<ArchiveTopic>,
    subscribe: ServerAction<SubscribeSegment>,
}

#[component]
pub fn TopicsPage() -> impl IntoView {
    let t = texts();
    let acts = Acts { save: ServerAction::new(), archive: ServerAction::new(), subscribe: ServerAction::new() };
    let answered = move || (acts.save.version().get(), acts.archive.version().get(), acts.subscribe.version().get());
    let listed = Resource::new_blocking(answered, |_| all_topics());
    let segments = Resource::new_blocking(|| (), |()| all());
    let open = ServerAction::<OpenPublicForm>::new();
    let form = Resource::new_blocking(move || open.version().get(), |_| subscribe_form());
    let me = expect_context::<Asking>();
    toast_when_done(acts.save, |()| texts().saved.into());
    toast_when_done(acts.subscribe, |people| (texts().subscribed)(*people));
    let address = Address::here();
    view! {
        <PageHead title=t.title actions=move || view! {
            <A href=move || address.asking(Some("new")) scroll=false attr:class=Look::Main.class()>
                <Icon glyph=Glyph::Plus/>
                {t.add}
            </A>
        }/>
        <p class="quiet">{t.lead}</p>
        <ErrorNotice error=failure(acts.archive)/>
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                let may_change = me.await.is_ok_and(|me| me.role.may_administer());
                match (listed.await, segments.await, form.await) {
                    (Ok(topics), Ok(segments), Ok(form)) => {
                        let offered = topics.iter().map(|(topic, _)| topic.clone()).collect();
                        Either::Left(view! {
                            <Listed topics segments acts/>
                            <SubscribeFormCard form may_change open topics=offered/>
                        })
                    }
                    (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Asked question="new" title=t.add_title is_wide=true>
            <TopicForm acts topic=None/>
        </Asked>
    }
}

#[component]
fn Listed(topics: Vec<(Topic, i64)>, segments: Vec<SegmentLine>, acts: Acts) -> impl IntoView {
    let t = texts();
    if topics.is_empty() {
        return Either::Left(view! { <Empty title=t.none hint=t.none_hint/> });
    }
    let asked = topics.clone();
    let dialogs = move |(topic, _): (Topic, i64)| view! { <TopicDialogs topic segments=segments.clone() acts/> };
    Either::Right(view! {
        <Table label=t.title>
            <thead>
                <tr>
                    <th scope="col">{t.topic}</th>
                    <th scope="col" class="number">{t.subscribers}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>{topics.into_iter().map(|(topic, subscribers)| view! { <Line topic subscribers acts/> }).collect_view()}</tbody>
        </Table>
        {asked.into_iter().map(dialogs).collect_view()}
    })
}

#[component]
fn Line(topic: Topic, subscribers: i64, acts: Acts) -> impl IntoView {
    let t = texts();
    let (id, name, is_archived) = (topic.id, speak(&topic.name), topic.archived_at.is_some());
    let address = Address::here();
    let asking = move |what: &str| {
        let question = format!("{what}-{id}");
        move || address.asking(Some(&question))
    };
    view! {
        <tr>
            <th scope="row" class="topic-name">
                {name.clone()}
                {is_archived.then(|| view! { " " <Badge label=t.archived tone=Tone::Plain/> })}
                <span class="quiet topic-description">{speak(&topic.description)}</span>
            </th>
            <td data-label=t.subscribers class="number">{count(subscribers)}</td>
            <td class="acts">
                <Menu label=|| view! { <Icon glyph=Glyph::More/> } named=(t.acts_on)(&name) class="icon-button">
                    <A href=asking("change") scroll=false>{t.change}</A>
                    <A href=asking("subscribe") scroll=false>{t.subscribe}</A>
                    <ActionForm action=acts.archive>
                        <TopicInput id/>
                        <input type="hidden" name="is_archived" value=(!is_archived).to_string()/>
                        <Submit label=if is_archived { t.restore } else { t.archive } look=Look::Small/>
                    </ActionForm>
                </Menu>
            </td>
        </tr>
    }
}

#[component]
fn TopicInput(id: TopicId) -> impl IntoView {
    view! { <input type="hidden" name="topic" value=id.to_string()/> }
}

#[component]
fn TopicDialogs(topic: Topic, segments: Vec<SegmentLine>, acts: Acts) -> impl IntoView {
    let t = texts();
    let (id, name) = (topic.id, speak(&topic.name));
    view! {
        <Asked question=format!("change-{id}") title=(t.change_title)(&name) is_wide=true>
            <TopicForm acts topic=Some(topic.clone())/>
        </Asked>
        <Asked question=format!("subscribe-{id}") title=(t.subscribe_title)(&name)>
            <SubscribeForm acts id segments=segments.clone()/>
        </Asked>
    }
}

#[component]
fn TopicForm(acts: Acts, #[prop(optional_no_strip)] topic: Option<Topic>) -> impl IntoView {
    let t = texts();
    let error = failure(acts.save);
    let address = Address::here();
    let id = topic.as_ref().map(|topic| topic.id);
    let (name, description) = topic.map(|topic| (topic.name, topic.description)).unwrap_or_default();
    view! {
        <ActionForm action=acts.save>
            {id.map(|id| view! { <TopicInput id/> })}
            <ErrorNotice error fields=FIELDS/>
            <FormFields columns=true>
                <Field name="name_ko" label=t.name_ko value=name.ko error/>
                <Field name="name_en" label=t.name_en value=name.en error/>
                <Field name="description_ko" label=t.description_ko value=description.ko required=false hint=t.description_hint error/>
                <Field name="description_en" label=t.description_en value=description.en required=false error/>
            </FormFields>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.cancel}</A>
                <Submit label=t.save look=Look::Main pending=acts.save.pending()/>
            </DialogActions>
        </ActionForm>
    }
}

#[component]
fn SubscribeForm(acts: Acts, id: TopicId, segments: Vec<SegmentLine>) -> impl IntoView {
    let t = texts();
    let error = failure(acts.subscribe);
    let address = Address::here();
    let way_out = move || {
        view! { <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.cancel}</A> }
    };
    if segments.is_empty() {
        return Either::Left(view! { <p>{t.no_segment}</p> <DialogActions>{way_out()}</DialogActions> });
    }
    let choices = segments.into_iter().map(|segment| (segment.id.to_string(), segment.name)).collect();
    Either::Right(view! {
        <ActionForm action=acts.subscribe>
            <p>{t.subscribe_means}</p>
            <ErrorNotice error fields=&["segment"]/>
            <TopicInput id/>
            <Select name="segment" label=t.segment choices none=t.choose_segment.to_owned() error/>
            <DialogActions>
                {way_out()}
                <Submit label=t.subscribe_yes look=Look::Main pending=acts.subscribe.pending()/>
            </DialogActions>
        </ActionForm>
    })
}
