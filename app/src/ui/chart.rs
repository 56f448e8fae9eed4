//! Charts as accessible SVG: each has a name, and a table of the same numbers behind a fold.
//!
//! The drawing is stretched to its place while words stay the page's own text, so both are sharp at every width.

mod bars;
mod columns;
mod scale;

pub use bars::{Bar, BarChart};
pub use columns::{Column, StackedColumns};

use super::texts::texts;
use crate::texts::count;
use domain::DeliveryState;
use leptos::prelude::*;

/// Which colour a row of numbers has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    Accent,
    Of(DeliveryState),
}

impl Hue {
    fn state(self) -> Option<&'static str> {
        match self {
            Self::Of(state) => Some(state.as_str()),
            Self::Accent => None,
        }
    }

    fn name(self) -> Option<String> {
        match self {
            Self::Of(_) => None,
            Self::Accent => Some("accent".into()),
        }
    }
}

/// A row of numbers, told apart by its colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub name: String,
    pub hue: Hue,
}

/// What the colours mean.
#[component]
fn Legend(series: Vec<Series>) -> impl IntoView {
    let entry = |series: Series| {
        view! { <li data-state=series.hue.state() data-hue=series.hue.name()>{series.name}</li> }
    };
    view! { <ul class="chart-legend" aria-hidden="true">{series.into_iter().map(entry).collect_view()}</ul> }
}

/// The same numbers for those who read rather than look.
#[component]
fn Numbers(title: String, heads: Vec<String>, rows: Vec<(String, Vec<i64>)>) -> impl IntoView {
    let row = |(label, numbers): (String, Vec<i64>)| {
        let cells = numbers.into_iter().map(|n| view! { <td class="number">{count(n)}</td> }).collect_view();
        view! { <tr><th scope="row">{label}</th> {cells}</tr> }
    };
    let heads = heads.into_iter().map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view();
    let named = title.clone();
    view! {
        <details class="chart-numbers">
            <summary>{texts().as_table}</summary>
            <div class="table-scroll table-wide" role="region" aria-label=named tabindex="0">
                <table class="table">
                    <caption class="hidden">{title}</caption>
                    <thead><tr><td></td> {heads}</tr></thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

/// The drawing with its scale on the left and what stands below it.
#[component]
fn Plot(
    title: String,
    /// What one sees at a glance, in a sentence.
    description: String,
    top: i64,
    /// First, middle, last.
    below: Vec<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="plot">
            <div class="plot-scale" aria-hidden="true">
                <span>{count(top)}</span>
                <span>{count(top / 2)}</span>
                <span>"0"</span>
            </div>
            <svg class="plot-drawing" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img"
                aria-label=format!("{title}. {description}")>
                <path class="plot-grid" d="M0 0H1000M0 50H1000M0 100H1000"/>
                {children()}
            </svg>
            <div class="plot-below" aria-hidden="true">
                {below.into_iter().map(|word| view! { <span>{word}</span> }).collect_view()}
            </div>
        </div>
    }
}

/// The first, the middle and the last of the labels below a drawing.
fn ends<'a>(labels: impl ExactSizeIterator<Item = &'a str> + Clone) -> Vec<String> {
    let last = labels.len().saturating_sub(1);
    let wanted = |n: usize| n == 0 || n == last || (last > 3 && n == last / 2);
    labels.enumerate().filter(|(n, _)| wanted(*n)).map(|(_, label)| label.to_owned()).collect()
}
