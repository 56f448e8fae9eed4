use super::{Editing, keys::rest_of_line};
use crate::{
    templates::texts::texts,
    texts::speak,
    ui::{Glyph, Icon},
};
use domain::template::Problem;
use leptos::{either::EitherOf3, prelude::*};

/// What to mend, each a way to its line.
#[component]
pub fn Problems(editing: Editing) -> impl IntoView {
    let t = texts();
    let found = editing.problems;
    let heading = move || match found.get() {
        None => EitherOf3::A(view! { <span class="quiet">{t.checking}</span> }),
        Some(problems) if problems.is_empty() => {
            EitherOf3::B(view! { <span class="problems-none"><Icon glyph=Glyph::Check/> {t.no_problems}</span> })
        }
        Some(problems) => EitherOf3::C(
            view! { <span class="problems-some"><Icon glyph=Glyph::Failed/> {(t.problems)(problems.len())}</span> },
        ),
    };
    let listed = move || {
        let problems = found.get().unwrap_or_default();
        (!problems.is_empty()).then(|| {
            view! { <ol class="problems-list">{problems.into_iter().map(|problem| view! { <Line editing problem/> }).collect_view()}</ol> }
        })
    };
    view! {
        <section class="problems" aria-label=t.problems_label>
            <p class="problems-head" role="status">{heading}</p>
            {listed}
        </section>
    }
}

#[component]
fn Line(editing: Editing, problem: Problem) -> impl IntoView {
    let Problem { line, column, text } = problem;
    view! {
        <li>
            <button type="button" on:click=move |_| jump(editing, line, column)>
                <span class="problem-line">{(texts().line)(line)}</span>
                <span>{speak(&text)}</span>
            </button>
        </li>
    }
}

/// Selects what is left of the line from the problem on, and brings it into sight.
fn jump(editing: Editing, line: usize, column: usize) {
    let Some(area) = editing.area.get_untracked() else { return };
    let (from, to) = rest_of_line(&editing.source(), line, column);
    let height = f64::from(area.scroll_height()) / editing.lines.get_untracked().max(1) as f64;
    area.set_scroll_top((height * line.saturating_sub(4) as f64) as i32);
    let _ = area.focus();
    let _ = area.set_selection_range(from as u32, to as u32);
}
