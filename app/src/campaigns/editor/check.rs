use super::{
    HOLD_SECONDS,
    api::{Desk, Launch, Outlook},
    desk::{Step, Table},
    path_to_edit,
    texts::texts,
};
use crate::{
    AppError,
    campaigns::actions::Subject,
    texts::{in_full, texts as shared},
    ui::{Address, Asked, DialogActions, ErrorNotice, Look, Notice, Select, Submit, Tone, When, failure},
};
use domain::draft::{Moment, Reach};
use leptos::{either::EitherOf3, form::ActionForm, prelude::*};
use leptos_router::components::A;

/// What stands in the way, or the way on.
#[component]
pub fn CheckAndLaunch(table: Table, may_launch: bool) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let is_ready = RwSignal::new(false);
    view! {
        <Step name="check" title=t.check is_done=is_ready>
            <Transition>
                {move || Suspend::new(async move {
                    let outlook = table.outlook.await;
                    let ready = matches!(&outlook, Ok(Some(Outlook { obstacle: None, unchecked: None, .. })));
                    is_ready.set(ready);
                    match outlook {
                        Ok(Some(Outlook { obstacle: Some(obstacle), .. })) => EitherOf3::A(view! { <Obstacle obstacle/> }),
                        Ok(Some(outlook)) => EitherOf3::B(view! {
                            <Forecast outlook=outlook.clone()/>
                            {if let Some(why) = &outlook.unchecked {
                                view! { <p class="obstacle">{in_full(why)}</p> }.into_any()
                            } else if may_launch {
                                view! {
                                    <A href=move || address.asking(Some("launch")) scroll=false attr:class=Look::Main.class()>
                                        {t.to_launch}
                                    </A>
                                }.into_any()
                            } else {
                                view! { <Notice tone=Tone::Calm>{t.may_not_launch}</Notice> }.into_any()
                            }}
                        }),
                        Ok(None) => EitherOf3::C(view! { <ErrorNotice error=None/> }),
                        Err(error) => EitherOf3::C(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Transition>
        </Step>
    }
}

/// The first thing to mend, with a way to its card.
#[component]
fn Obstacle(obstacle: AppError) -> impl IntoView {
    let t = texts();
    let card = match &obstacle {
        AppError::Invalid(invalid) => Some(invalid.field.clone()),
        _ => None,
    };
    view! {
        <p class="obstacle">
            {card.map(|card| view! { <a href=format!("#card-{card}")>{(t.card)(&card)}</a> ": " })}
            {(shared().error)(&obstacle)}
        </p>
    }
}

/// How many get it, and when it will be done.
#[component]
pub fn Forecast(outlook: Outlook) -> impl IntoView {
    let t = texts();
    let reach = outlook.reach.clone().unwrap_or_default();
    let mailed = reach.mailed();
    let quota = outlook.left_today.filter(|left| *left < mailed);
    view! {
        <People reach/>
        <p>{match outlook.moment {
            Some(Moment { at, .. }) => view! { {t.goes_at} " " <When at/> }.into_any(),
            None => t.goes_now.into_any(),
        }} " " {(t.takes)(seconds(mailed, outlook.rate))}</p>
        {quota.map(|left| view! { <Notice tone=Tone::Warning>{(t.quota)(left)}</Notice> })}
        {(!outlook.is_sending).then(|| view! { <Notice tone=Tone::Warning>{t.nobody_sends}</Notice> })}
    }
}

#[component]
fn People(reach: Reach) -> impl IntoView {
    let t = texts();
    let about = (!reach.is_exact && reach.people > 0).then(|| format!("{} ", t.about));
    view! {
        <p class="forecast">
            <strong>{about} {(t.people)(reach.people)}</strong>
            ": " {(t.will_get)(reach.mailed())}
            {(reach.suppressed > 0).then(|| view! {
                ", " {(t.will_not)(reach.suppressed)} " — " <A href="/suppressions">{t.see_why}</A>
            })}
        </p>
    }
}

/// Without a limit a letter takes about a millisecond; nobody plans by less than a second.
fn seconds(people: i64, rate: Option<f64>) -> i64 {
    (people as f64 / rate.unwrap_or(1000.0)).ceil() as i64
}

/// Asks once, and says what will happen.
#[component]
pub fn LaunchDialog(table: Table, found: Resource<Result<Option<Desk>, AppError>>) -> impl IntoView {
    let t = texts();
    let launch = ServerAction::<Launch>::new();
    let error = failure(launch);
    Effect::new(move |_| {
        if launch.value().get().is_some_and(|answer| answer.is_ok()) {
            found.refetch();
        }
    });
    view! {
        <Asked question="launch" title=t.launch_title>
            <Transition>
                {move || Suspend::new(async move {
                    let outlook = table.outlook.await.ok().flatten();
                    let is_now = outlook.as_ref().is_none_or(|outlook| outlook.moment.is_none());
                    view! {
                        {outlook.map(|outlook| view! { <Forecast outlook/> })}
                        <ErrorNotice error/>
                        <ActionForm action=launch>
                            <Subject id=table.id/>
                            {is_now.then(|| view! { <Hold/> })}
                            <DialogActions>
                                <A href=path_to_edit(table.id) attr:class=Look::Plain.class() scroll=false>{t.not_yet}</A>
                                <Submit label=if is_now { t.launch } else { t.schedule } look=Look::Main pending=launch.pending()/>
                            </DialogActions>
                        </ActionForm>
                    }
                })}
            </Transition>
        </Asked>
    }
}

/// How long it can be taken back.
#[component]
fn Hold() -> impl IntoView {
    let t = texts();
    let choices = [0, HOLD_SECONDS, 30, 60].map(|seconds| (seconds.to_string(), (t.hold_seconds)(seconds)));
    view! {
        <Select name="hold" label=t.hold hint=t.hold_hint choices=choices.to_vec() value=HOLD_SECONDS.to_string()/>
    }
}
