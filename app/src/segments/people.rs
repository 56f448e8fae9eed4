//! How many people, and who for example.

use super::{api::Preview, texts::texts};
use crate::{
    AppError,
    texts::{count, speak},
    ui::{Card, ErrorNotice, Notice, Tone},
};
use domain::segment::SamplePerson;
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

/// An estimate says so, and pretends to no more than two digits.
pub fn about(people: i64, exact: bool) -> String {
    if exact { count(people) } else { (texts().about)(&count(rounded(people))) }
}

fn rounded(people: i64) -> i64 {
    let mut unit = 1;
    while people / unit >= 100 {
        unit *= 10;
    }
    (people + unit / 2) / unit * unit
}

/// Beside the rule while it is built.
#[component]
pub fn PeoplePanel(preview: Resource<Result<Preview, AppError>>) -> impl IntoView {
    let t = texts();
    view! {
        <Card title=t.chosen class="chosen">
            <Transition fallback=move || view! { <p class="quiet">{t.counting}</p> }>
                {move || Suspend::new(async move {
                    match preview.await {
                        Ok(preview) => Either::Left(view! { <Chosen preview/> }),
                        Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                    }
                })}
            </Transition>
        </Card>
    }
}

#[component]
fn Chosen(preview: Preview) -> impl IntoView {
    let t = texts();
    let Preview { people, sample, sentence, unfinished, contradiction } = preview;
    view! {
        <p class="chosen-count" role="status">
            <strong id="chosen-count">{about(people.matching, people.exact)}</strong>
            " "
            {t.of_people}
        </p>
        <p class="quiet">{(t.suppressed)(&about(people.suppressed, people.exact))}</p>
        {(unfinished > 0).then(|| view! { <Notice tone=Tone::Warning>{(t.unfinished)(unfinished)}</Notice> })}
        {contradiction.map(|both| view! {
            <Notice tone=Tone::Warning>
                <strong>{t.contradiction}</strong>
                <p>{speak(&both)}</p>
            </Notice>
        })}
        <p class="chosen-rule">{speak(&sentence)}</p>
        <h3>{t.sample}</h3>
        <Sample sample/>
    }
}

#[component]
fn Sample(sample: Vec<SamplePerson>) -> impl IntoView {
    if sample.is_empty() {
        return Either::Left(view! { <p class="quiet">{texts().nobody}</p> });
    }
    let person = |person: SamplePerson| {
        let name = if person.name.is_empty() { person.address.clone() } else { person.name };
        view! {
            <li>
                <A href=format!("/people/{}", person.id)>{name}</A>
                <span class="quiet">{person.address}</span>
            </li>
        }
    };
    Either::Right(view! { <ul class="chosen-sample">{sample.into_iter().map(person).collect_view()}</ul> })
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn estimates_keep_two_digits() {
        assert_eq!([0, 7, 99, 104, 1_849, 214_999].map(rounded), [0, 7, 99, 100, 1_800, 210_000]);
    }
}
