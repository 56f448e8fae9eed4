use super::{
    api::SaveAudience,
    desk::{Step, Table},
    texts::texts,
    typing::{SaveState, Typing},
};
use crate::{
    campaigns::actions::Subject,
    texts::{count, speak},
    ui::{Checkbox, FormFields, RadioCards, RadioChoice, Select},
};
use domain::{
    Audience, SegmentId, TopicId,
    draft::{ImportChoice, Reach, Versions},
    topic::Topic,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

#[component]
pub fn AudienceCard(
    table: Table,
    audience: Option<Audience>,
    versions: Versions,
    imports: Vec<ImportChoice>,
    segments: Vec<(SegmentId, String)>,
    topics: Vec<Topic>,
) -> impl IntoView {
    let t = texts();
    let typing = Typing::<SaveAudience>::new(domain::draft::Card::Audience, versions, table);
    let (of, import) = match &audience {
        None => ("", String::new()),
        Some(Audience::Everyone) => ("everyone", String::new()),
        Some(Audience::Segments { include, exclude, .. }) if include.is_empty() && exclude.is_empty() => {
            ("everyone", String::new())
        }
        Some(Audience::Import(id)) => ("import", id.to_string()),
        // a frozen rule is no draft's
        Some(Audience::Segments { .. } | Audience::Matching(_)) => ("segments", String::new()),
    };
    let (include, exclude, topic) = match audience {
        Some(Audience::Segments { include, exclude, topic }) => (include, exclude, topic),
        Some(Audience::Everyone | Audience::Import(_) | Audience::Matching(_)) | None => (vec![], vec![], None),
    };
    let of = RwSignal::new(of.to_owned());
    let first = imports.first().map(|import| import.id.to_string()).unwrap_or_default();
    let import = RwSignal::new(if import.is_empty() { first } else { import });
    let choices = vec![
        RadioChoice::new("everyone", t.everyone, t.everyone_hint),
        RadioChoice::new("segments", t.segments, t.segments_hint),
        RadioChoice::new("import", t.import, t.import_hint),
    ];
    let files: Vec<_> =
        imports.iter().map(|import| (import.id.to_string(), (t.import_of)(&import.file_name, import.people))).collect();
    let is_done = RwSignal::new(false);
    let on_choice = Callback::new(move |value| of.set(value));
    let on_import = Callback::new(move |value| import.set(value));
    view! {
        <Step name="audience" title=t.audience is_done>
            <ActionForm action=typing.action node_ref=typing.form attr:novalidate="" on:input=move |_| typing.touch()
                on:change=move |_| typing.send()>
                <Subject id=table.id/>
                <input type="hidden" name="seen" value=move || typing.seen.get()/>
                <fieldset class="step-fields" disabled=table.is_locked>
                    <FormFields>
                        <RadioCards name="of" label=t.who choices value=of.get_untracked() on_choice/>
                        <div hidden=move || of.with(|of| of != "import")>
                            <Select name="import" label=t.file choices=files value=import.get_untracked()
                                on_choice=on_import/>
                        </div>
                        <div hidden=move || of.with(|of| of != "segments")>
                            <Chosen segments include exclude/>
                        </div>
                        <OfTopic topics topic is_file=Signal::derive(move || of.with(|of| of == "import"))/>
                    </FormFields>
                </fieldset>
                <SaveState typing/>
            </ActionForm>
            <Transition>
                {move || Suspend::new(async move {
                    let reach = table.outlook.await.ok().flatten().and_then(|outlook| outlook.reach);
                    is_done.set(reach.is_some());
                    reach.map(|reach| view! { <Reached reach/> })
                })}
            </Transition>
        </Step>
    }
}

/// Of everybody and of segments, only who subscribed to it.
#[component]
fn OfTopic(topics: Vec<Topic>, topic: Option<TopicId>, is_file: Signal<bool>) -> impl IntoView {
    let t = texts();
    if topics.is_empty() {
        return ().into_any();
    }
    let topics: Vec<_> = topics.into_iter().map(|topic| (topic.id.to_string(), speak(&topic.name))).collect();
    let chosen = topic.map(|topic| topic.to_string()).unwrap_or_default();
    view! {
        <div hidden=is_file>
            <Select name="topic" label=t.topic choices=topics value=chosen none=t.any_topic/>
            <p class="quiet">{t.topic_hint}</p>
        </div>
        <p class="quiet" hidden=move || !is_file.get()>{t.file_topic_hint}</p>
    }
    .into_any()
}

/// Who is in, and who is out.
#[component]
fn Chosen(segments: Vec<(SegmentId, String)>, include: Vec<SegmentId>, exclude: Vec<SegmentId>) -> impl IntoView {
    let t = texts();
    let boxes = move |name: &'static str, ticked: Vec<SegmentId>, segments: Vec<(SegmentId, String)>| {
        let one = move |(id, label): (SegmentId, String)| {
            view! {
                <Checkbox name label value=id.to_string() checked=ticked.contains(&id)/>
            }
        };
        segments.into_iter().map(one).collect_view()
    };
    let none = segments.is_empty().then(|| {
        view! {
            <p>{t.no_segments} " " <A href="/segments/new">{t.make_segment}</A></p>
        }
    });
    view! {
        {none}
        <div class="segment-choice">
            <fieldset class="field"><legend>{t.include}</legend>{boxes("include[]", include, segments.clone())}</fieldset>
            <fieldset class="field"><legend>{t.exclude}</legend>{boxes("exclude[]", exclude, segments)}</fieldset>
        </div>
    }
}

#[component]
fn Reached(reach: Reach) -> impl IntoView {
    let t = texts();
    let left_out = (reach.suppressed > 0).then(|| {
        view! {
            <A href="/suppressions" attr:class="reach-left-out">{(t.left_out)(reach.suppressed)}</A>
        }
    });
    let person = |person: domain::draft::Person| {
        view! {
            <li><span>{person.name}</span> <span class="quiet">{person.address.to_string()}</span></li>
        }
    };
    view! {
        <div class="reach">
            <p class="reach-count" id="reach">{(!reach.is_exact).then_some(t.about)} <strong>{count(reach.mailed())}</strong> " " {(t.get_it)(reach.mailed())} " " {left_out}</p>
            <ul class="reach-sample" aria-label=t.some_of_them>{reach.sample.into_iter().map(person).collect_view()}</ul>
        </div>
    }
}
