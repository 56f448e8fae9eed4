use super::{
    api::SaveWhen,
    desk::{Step, Table},
    texts::texts,
    typing::{SaveState, Typing},
};
use crate::{
    AppError,
    browser::time_zone,
    campaigns::actions::Subject,
    texts::{Locale, locale, texts as shared},
    ui::{Field, FormFields, Notice, RadioCards, RadioChoice, Tone, When as Shown},
};
use domain::draft::{Clock, Moment, Versions, When};
use leptos::{form::ActionForm, prelude::*};

/// Offered while one types; any other name that clocks follow is as good.
const ZONES: &str = "zones";

#[component]
pub fn WhenCard(table: Table, when: When, versions: Versions) -> impl IntoView {
    let t = texts();
    let typing = Typing::<SaveWhen>::new(domain::draft::Card::When, versions, table);
    let (at, local, zone) = match when {
        When::Now => ("now", String::new(), None),
        When::Local { local, zone } => ("local", local.strftime("%Y-%m-%dT%H:%M").to_string(), Some(zone)),
    };
    let is_chosen = zone.is_some();
    let zone = RwSignal::new(zone.unwrap_or_else(|| usual_zone().to_owned()));
    Effect::new(move |_| {
        if let Some(theirs) = time_zone().filter(|_| !is_chosen) {
            zone.set(theirs);
        }
    });
    let at = RwSignal::new(at.to_owned());
    let choices = vec![RadioChoice::new("now", t.now, t.now_hint), RadioChoice::new("local", t.later, t.later_hint)];
    let on_choice = Callback::new(move |value| at.set(value));
    let local = RwSignal::new(local);
    // told by `change`, which comes after the choice is known: choosing "later" alone is no time yet
    let touched = move |_| {
        if at.with(|at| at == "now") || !local.with(String::is_empty) {
            typing.touch();
        }
    };
    let is_done = move || at.with(|at| at == "now") || !local.with(String::is_empty);
    view! {
        <Step name="when" title=t.when is_done=Signal::derive(is_done)>
            <ActionForm action=typing.action node_ref=typing.form attr:novalidate="" on:change=touched>
                <Subject id=table.id/>
                <input type="hidden" name="seen" value=move || typing.seen.get()/>
                <fieldset class="step-fields" disabled=table.is_locked>
                    <FormFields>
                        <RadioCards name="at" label=t.when_to_go choices value=at.get_untracked() on_choice/>
                        <div class="when-fields" hidden=move || at.with(|at| at != "local")>
                            <Field name="local" label=t.local kind="datetime-local" bound=local error=typing.error/>
                            <Field name="zone" label=t.zone bound=zone list=ZONES hint=t.zone_hint error=typing.error/>
                        </div>
                    </FormFields>
                </fieldset>
                <SaveState typing/>
            </ActionForm>
            <Transition>
                {move || Suspend::new(async move {
                    let names = table.zones.await.unwrap_or_default();
                    let name = |name: String| view! { <option value=name></option> };
                    view! { <datalist id=ZONES>{names.into_iter().map(name).collect_view()}</datalist> }
                })}
            </Transition>
            <Transition>
                {move || Suspend::new(async move {
                    let outlook = table.outlook.await.ok().flatten()?;
                    let passed = outlook.obstacle.filter(is_of_time);
                    outlook.moment.map(|moment| view! { <Explained moment passed/> })
                })}
            </Transition>
        </Step>
    }
}

fn usual_zone() -> &'static str {
    match locale() {
        Locale::Ko => "Asia/Seoul",
        Locale::En => "UTC",
    }
}

fn is_of_time(obstacle: &AppError) -> bool {
    matches!(obstacle, AppError::Invalid(invalid) if invalid.field == "when")
}

/// The moment on the reader's own clock, and what is odd about it.
#[component]
fn Explained(moment: Moment, passed: Option<AppError>) -> impl IntoView {
    let t = texts();
    let odd = match moment.clock {
        Clock::Plain => None,
        Clock::Skipped { instead } => Some((t.skipped)(&instead.strftime("%Y-%m-%d %H:%M").to_string())),
        Clock::Twice => Some(t.twice.to_owned()),
    };
    view! {
        <p class="when-moment">{t.your_time} " " <Shown at=moment.at/></p>
        {passed.map(|passed| view! { <Notice tone=Tone::Warning>{(shared().error)(&passed)}</Notice> })}
        {odd.map(|odd| view! { <Notice tone=Tone::Warning>{odd}</Notice> })}
    }
}
