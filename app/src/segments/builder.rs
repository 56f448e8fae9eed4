use super::{
    api::{SaveSegment, Workbench, ask, open_workbench},
    group::Group,
    path_to,
    people::PeoplePanel,
    texts::texts,
};
use crate::{
    AppError, browser,
    texts::texts as shared,
    ui::{Card, ErrorNotice, Field, FormActions, Look, PageError, PageHead, Skeleton, Submit, failure},
};
use domain::{
    SegmentId,
    segment::{Draft, DraftCondition, Fields, Path},
};
use leptos::{either::Either, ev, form::ActionForm, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use std::time::Duration;

/// Nobody counts with every letter that is typed.
const REST: Duration = Duration::from_millis(350);

#[component]
pub fn BuilderPage() -> impl IntoView {
    let t = texts();
    let params = use_params_map();
    let segment = Memo::new(move |_| params.read().get_str("id").and_then(|id| id.parse::<SegmentId>().ok()));
    let from_address = in_address(&use_query_map().get_untracked());
    let asked = RwSignal::new(from_address.as_ref().map(Draft::to_form).unwrap_or_default());
    let bench = Resource::new_blocking(move || segment.get(), open_workbench);
    let people = Resource::new_blocking(move || (segment.get(), asked.get()), |(segment, fields)| ask(segment, fields));
    let save = ServerAction::<SaveSegment>::new();
    let from_address = StoredValue::new(from_address);
    let title = move || if segment.get_untracked().is_some() { t.change_title } else { t.add_title };
    view! {
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                match bench.await {
                    Ok(bench) => {
                        let from_address = from_address.get_value();
                        Either::Left(view! {
                            <PageHead title=title() back=("/segments".to_owned(), t.title.to_owned())/>
                            <div class="builder">
                                <Builder segment=segment.get_untracked() bench from_address asked save/>
                                <PeoplePanel preview=people/>
                            </div>
                        })
                    }
                    Err(error) => Either::Right(view! { <PageError error list=("/segments", shared().frame.segments)/> }),
                }
            })}
        </Transition>
    }
}

/// The draft that a form without a script has put into the address, after what its button asked for.
fn in_address(query: &ParamsMap) -> Option<Draft> {
    let field = |(name, value): (std::borrow::Cow<'static, str>, String)| {
        Some((name.strip_prefix("fields[")?.strip_suffix(']')?.to_owned(), value))
    };
    let fields: Fields = query.clone().into_iter().filter_map(field).collect();
    let mut draft = Draft::of_form(&fields)?;
    draft.act(query.get_str("act").unwrap_or_default());
    Some(draft)
}

/// The rule under the hand.
#[derive(Clone, Copy)]
pub struct Work {
    pub draft: RwSignal<Draft>,
    /// Moves when rows come or go; values change without it, so that nobody's cursor is lost.
    pub shape: RwSignal<u32>,
    pub bench: StoredValue<Workbench>,
    asked: RwSignal<Fields>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Work {
    /// A button's wish. What it leads to gets the focus.
    pub fn act(self, wish: &str) {
        let next = self.draft.try_update_untracked(|draft| draft.act(wish)).flatten();
        let Some(next) = next else { return };
        self.shape.update(|shape| *shape += 1);
        self.count_soon();
        let is_condition = self.draft.with_untracked(|draft| draft.to_form().contains_key(&next.name("field")));
        let id = control_id(&next, if is_condition { "field" } else { "join" });
        request_animation_frame(move || browser::focus_on(&id));
    }

    pub fn set_condition(self, path: &Path, condition: DraftCondition) {
        self.draft.update_untracked(|draft| draft.set_condition(path, condition));
        self.count_soon();
    }

    pub fn set_join(self, path: &Path, join: domain::segment::Join) {
        self.draft.update_untracked(|draft| draft.set_join(path, join));
        self.count_soon();
    }

    fn count_soon(self) {
        if let Some(waiting) = self.timer.get_value() {
            waiting.clear();
        }
        // the page may be left before it is due
        let ask = move || {
            if let Some(fields) = self.draft.try_with_untracked(Draft::to_form) {
                self.asked.set(fields);
            }
        };
        self.timer.set_value(set_timeout_with_handle(ask, REST).ok());
    }
}

/// Of an input of the form; unique on the page.
pub fn control_id(path: &Path, part: &str) -> String {
    format!("rule-{}-{part}", path.to_string().replace('.', "-"))
}

pub fn control_name(path: &Path, part: &str) -> String {
    format!("fields[{}]", path.name(part))
}

#[component]
fn Builder(
    segment: Option<SegmentId>,
    bench: Workbench,
    from_address: Option<Draft>,
    asked: RwSignal<Fields>,
    save: ServerAction<SaveSegment>,
) -> impl IntoView {
    let t = texts();
    let name = use_query_map().get_untracked().get("name").unwrap_or_else(|| bench.name.clone());
    let draft = from_address.unwrap_or_else(|| bench.draft.clone());
    let work = Work {
        draft: RwSignal::new(draft),
        shape: RwSignal::new(0),
        bench: StoredValue::new(bench),
        asked,
        timer: StoredValue::new(None),
    };
    let here = segment.map_or("/segments/new".to_owned(), path_to);
    provide_context(work);
    provide_context(Here(here.clone()));
    let error = failure::<SaveSegment>(save);
    let refused =
        Signal::derive(move || error.get().filter(|error: &AppError| *error != AppError::NotAllowed).or(error.get()));
    view! {
        <ActionForm action=save attr:class="rule-form" attr:novalidate="">
            // Enter in a field asks again; it does not add what the next button would
            <button type="submit" class="button button-small rule-recount" name="act" value="count" formmethod="get" formaction=here
                on:click=|event: ev::MouseEvent| event.prevent_default()>
                {t.recount}
            </button>
            {segment.map(|id| view! { <input type="hidden" name="segment" value=id.to_string()/> })}
            <Card>
                <Field name="name" label=t.name value=name error/>
            </Card>
            <Card title=t.rule>
                <ErrorNotice error=refused fields=&["name"]/>
                <p class="quiet">{t.rule_hint}</p>
                {move || {
                    work.shape.track();
                    let draft = work.draft.get_untracked();
                    view! { <Group draft path=Path::default()/> }
                }}
            </Card>
            <FormActions>
                <A href="/segments" attr:class=Look::Plain.class()>{t.cancel}</A>
                <Submit label=t.save look=Look::Main pending=save.pending()/>
            </FormActions>
        </ActionForm>
    }
}

/// Where a form without a script asks for a change of the rule.
#[derive(Clone)]
pub struct Here(pub String);
