//! Before and after, as people read them.

use super::{
    super::texts::texts,
    fields::{name_of, word_of},
};
use crate::{texts::speak, ui::When};
use domain::audit::{Change, Told, Turn};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// A longer text is cut, and opens in full.
const SHOWN_CHARACTERS_MAX: usize = 90;
/// More than these are folded.
const SHOWN_FIELDS_MAX: usize = 3;

#[component]
pub fn Changes(changes: Vec<Change>) -> impl IntoView {
    let n = changes.len();
    let listed = move || {
        view! { <ul class="log-list">{changes.into_iter().map(|change| view! { <Line change/> }).collect_view()}</ul> }
    };
    match n {
        0 => EitherOf3::A(()),
        1..=SHOWN_FIELDS_MAX => EitherOf3::B(listed()),
        n => EitherOf3::C(view! { <details><summary>{(texts().log.fields)(n)}</summary> {listed()}</details> }),
    }
}

#[component]
fn Line(change: Change) -> impl IntoView {
    let Change { field, turn } = change;
    let name = (!field.is_empty()).then(|| view! { <span class="log-field">{name_of(&field)}</span> " " });
    let side = |told: Option<Told>, is_new: bool| match told {
        Some(told) if is_new => EitherOf3::A(view! { <ins>{shown(&field, told)}</ins> }),
        Some(told) => EitherOf3::B(view! { <del>{shown(&field, told)}</del> }),
        None => EitherOf3::C(view! { <span class="quiet">"—"</span> }),
    };
    let turn = match turn {
        Turn::Is(now) => EitherOf3::A(side(Some(now), true)),
        Turn::Was(once) => EitherOf3::B(side(Some(once), false)),
        Turn::Became(before, after) => {
            EitherOf3::C(view! { {side(before, false)} <span class="log-arrow">" → "</span> {side(after, true)} })
        }
    };
    view! { <li>{name} {turn}</li> }
}

fn shown(field: &[String], told: Told) -> impl IntoView {
    let words = match told {
        Told::Moment(at) => return Either::Left(view! { <When at/> }),
        Told::Words(words) => word_of(field, &words),
        Told::YesNo(is_so) => (texts().log.yes_no)(is_so).to_owned(),
        Told::List { first, more } => {
            let listed = first.iter().map(|entry| word_of(field, entry)).collect::<Vec<_>>().join(", ");
            if more == 0 { listed } else { (texts().log.and_more)(&listed, more) }
        }
        Told::Said(sentence) => speak(&sentence),
    };
    Either::Right(view! { <Text words/> })
}

#[component]
fn Text(words: String) -> impl IntoView {
    let t = &texts().log;
    let Some(cut) = cut(&words) else { return Either::Left(words) };
    Either::Right(view! {
        <details class="log-text">
            <summary>
                <span class="log-cut">{cut} " " <span class="log-word">{t.unfold}</span></span>
                <span class="log-fold log-word">{t.fold}</span>
            </summary>
            <span class="log-full">{words}</span>
        </details>
    })
}

fn cut(words: &str) -> Option<String> {
    let (end, _) = words.char_indices().nth(SHOWN_CHARACTERS_MAX)?;
    Some(format!("{}…", words[..end].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::{Changes, SHOWN_CHARACTERS_MAX};
    use domain::audit::{Change, Told, Turn};
    use leptos::prelude::*;

    fn drawn(turn: Turn) -> String {
        let change = Change { field: vec!["colour".into()], turn };
        Owner::new().with(|| view! { <Changes changes=vec![change]/> }.to_html())
    }

    #[test]
    fn a_long_text_is_cut_and_stands_there_in_full() {
        let long = "가".repeat(SHOWN_CHARACTERS_MAX + 1);
        let html = drawn(Turn::Is(Told::Words(long.clone())));
        assert!(html.contains(&long) && html.contains("<details"), "{html}");
        assert!(html.contains(&format!("{}…", "가".repeat(SHOWN_CHARACTERS_MAX))), "{html}");
        assert!(!drawn(Turn::Is(Told::Words(long.chars().skip(1).collect()))).contains("<details"));
    }

    #[test]
    fn what_is_empty_is_a_dash_and_what_is_unknown_is_told_as_it_is() {
        let list = Told::List { first: vec!["red".into(), "blue".into()], more: 0 };
        let html = drawn(Turn::Became(None, Some(list)));
        for part in ["colour", "—", "→", "red, blue"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        let html = drawn(Turn::Became(Some(Told::YesNo(true)), Some(Told::YesNo(false))));
        assert!(html.contains("yes") && html.contains("no"), "{html}");
    }
}
