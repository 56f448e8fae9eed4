//! What of the law the program keeps, how, and what is left to choose.

mod texts;

use super::api::{ChangeLaw, law};
use crate::ui::{
    Badge, Card, ErrorNotice, Field, FormActions, FormFields, Look, Notice, Skeleton, Submit, Switch, Tone, failure,
    toast_when_done,
};
use domain::law::LawSettings;
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_meta::Title;
use texts::{Keeper, Rule, texts};

const FIELDS: &[&str] = &["from", "until", "zone"];

#[component]
pub fn LawPage() -> impl IntoView {
    let t = texts();
    let change = ServerAction::<ChangeLaw>::new();
    let kept = Resource::new_blocking(move || change.version().get(), |_| law());
    toast_when_done(change, |()| texts().saved.into());
    view! {
        <Title text=t.title/>
        <p class="settings-lead">{t.lead}</p>
        <Notice tone=Tone::Calm>{t.no_advice}</Notice>
        <Transition fallback=|| view! { <Skeleton rows=3/> }>
            {move || Suspend::new(async move {
                match kept.await {
                    Ok((settings, may_change)) => {
                        let keeps_quiet = settings.keeps_quiet;
                        Either::Left(view! { <Choices settings change may_change/> <Rules keeps_quiet/> })
                    },
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Rules(keeps_quiet: bool) -> impl IntoView {
    let t = texts();
    view! {
        <Card title=t.rules>
            <ul class="law-rules">{t.kept.iter().map(|rule| view! { <Kept rule keeps_quiet/> }).collect_view()}</ul>
        </Card>
    }
}

#[component]
fn Choices(settings: LawSettings, change: ServerAction<ChangeLaw>, may_change: bool) -> impl IntoView {
    let t = texts();
    let error = failure(change);
    let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let quiet = settings.quiet;
    view! {
        <Card title=t.choices>
            <ActionForm action=change>
                <ErrorNotice error fields=FIELDS/>
                <fieldset class="step-fields" disabled=!may_change>
                    <FormFields>
                        <Switch name="sends_receipts" label=t.receipts hint=t.receipts_hint checked=settings.sends_receipts/>
                        <Switch name="keeps_quiet" label=t.quiet hint=t.quiet_hint checked=settings.keeps_quiet/>
                    </FormFields>
                    <div class="law-hours">
                        <FormFields columns=true>
                            <Field name="quiet[from]" kind="time" label=t.from value=clock(quiet.from) error/>
                            <Field name="quiet[until]" kind="time" label=t.until value=clock(quiet.until) error/>
                            <Field name="quiet[zone]" label=t.zone value=quiet.zone error/>
                        </FormFields>
                    </div>
                    <FormActions>
                        <Submit label=t.save look=Look::Main pending=change.pending()/>
                    </FormActions>
                </fieldset>
            </ActionForm>
        </Card>
    }
}

#[component]
fn Kept(rule: &'static Rule, keeps_quiet: bool) -> impl IntoView {
    let t = texts();
    let (label, tone) = match rule.by {
        Keeper::Program => (t.by_program, Tone::Good),
        Keeper::Quiet if keeps_quiet => (t.by_program, Tone::Good),
        Keeper::Quiet => (t.off, Tone::Plain),
        Keeper::You => (t.by_you, Tone::Warning),
    };
    view! {
        <li class="law-rule">
            <Badge label tone/>
            <div>
                <h3>{rule.asks}</h3>
                <p class="quiet">{rule.article}</p>
                <p>{rule.how}</p>
            </div>
        </li>
    }
}
