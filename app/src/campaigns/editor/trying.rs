use super::{api::TryOut, desk::Table, texts::texts};
use crate::{
    campaigns::actions::Subject,
    layout::Asking,
    ui::{AddressField, Badge, Card, ErrorNotice, Select, Submit, Tone, When, failure},
};
use domain::draft::{TestOutcome, TestSend};
use leptos::{either::Either, form::ActionForm, prelude::*};
use std::time::Duration;

/// While one of them is on its way.
pub const LOOK_EVERY: Duration = Duration::from_millis(700);

/// A letter to oneself, with a real person's data.
#[component]
pub fn TestCard(table: Table) -> impl IntoView {
    let t = texts();
    let action = ServerAction::<TryOut>::new();
    let error = failure(action);
    Effect::new(move |_| {
        if action.value().get().is_some_and(|answer| answer.is_ok()) {
            table.tests.refetch();
        }
    });
    let me = expect_context::<Asking>();
    view! {
        <Card title=t.test class="step-test">
            <p class="quiet">{t.test_hint}</p>
            <ActionForm action attr:class="test-form">
                <Subject id=table.id/>
                <Transition>
                    {move || Suspend::new(async move {
                        let mine = me.await.map(|me| me.email).unwrap_or_default();
                        let sample = table.outlook.await.ok().flatten().and_then(|outlook| outlook.reach).unwrap_or_default().sample;
                        let people = sample.into_iter().map(|person| {
                            let name = if person.name.is_empty() { person.address.to_string() } else { person.name };
                            (person.id.to_string(), name)
                        });
                        view! {
                            <AddressField name="to" label=t.test_to value=mine error/>
                            <Select name="as_person" label=t.test_as choices=people.collect()/>
                        }
                    })}
                </Transition>
                <Submit label=t.test_send pending=action.pending()/>
            </ActionForm>
            <ErrorNotice error fields=&["to"]/>
            <Transition>
                {move || Suspend::new(async move {
                    match table.tests.await {
                        Ok(tests) => Either::Left(view! { <Tests tests/> }),
                        Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Transition>
        </Card>
    }
}

#[component]
fn Tests(tests: Vec<TestSend>) -> impl IntoView {
    let t = texts();
    let row = |test: TestSend| {
        let (tone, word) = match test.outcome {
            None => (Tone::Calm, t.test_under_way),
            Some(TestOutcome::Sent) => (Tone::Good, t.test_sent),
            Some(TestOutcome::Failed) => (Tone::Wrong, t.test_failed),
            Some(TestOutcome::InDoubt) => (Tone::Warning, t.test_in_doubt),
        };
        let detail = (test.outcome != Some(TestOutcome::Sent)).then_some(test.detail);
        view! {
            <li>
                <Badge label=word tone/>
                <span class="test-to">{(t.test_line)(test.address.as_str(), &test.as_person)}</span>
                <span class="quiet"><When at=test.asked_at/></span>
                {detail.filter(|detail| !detail.is_empty()).map(|detail| view! { <p class="test-detail">{detail}</p> })}
            </li>
        }
    };
    (!tests.is_empty())
        .then(|| view! { <ul class="tests" aria-live="polite">{tests.into_iter().map(row).collect_view()}</ul> })
}
