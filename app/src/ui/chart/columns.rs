use super::{Hue, Legend, Numbers, Plot, Series, ends, scale};
use crate::texts::count;
use leptos::prelude::*;

/// Of the drawing's thousand: few columns are no walls.
const WIDEST: f64 = 64.0;

/// One column: its label below, and a number for each series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    pub numbers: Vec<i64>,
}

impl Column {
    fn sum(&self) -> i64 {
        self.numbers.iter().sum()
    }
}

/// How something went over time: a column for each day, its parts one upon the other.
#[component]
pub fn StackedColumns(
    #[prop(into)] title: String,
    /// What one sees at a glance, in a sentence.
    #[prop(into)]
    description: String,
    series: Vec<Series>,
    columns: Vec<Column>,
) -> impl IntoView {
    let top = scale::top(columns.iter().map(Column::sum).max().unwrap_or_default());
    let slot = 1000.0 / columns.len().max(1) as f64;
    let below = ends(columns.iter().map(|column| column.label.as_str()));
    let drawn: Vec<_> = columns.iter().enumerate().map(|(n, column)| stack(n, column, &series, slot, top)).collect();
    let heads = series.iter().map(|series| series.name.clone()).collect();
    let rows = columns.into_iter().map(|column| (column.label, column.numbers)).collect();
    view! {
        <figure class="chart">
            <Legend series/>
            <Plot title=title.clone() description top below>{drawn}</Plot>
            <Numbers title heads rows/>
        </figure>
    }
}

fn stack(n: usize, column: &Column, series: &[Series], slot: f64, top: i64) -> impl IntoView + use<> {
    let width = (slot * 0.72).min(WIDEST);
    let x = n as f64 * slot + (slot - width) / 2.0;
    let mut y = 100.0;
    let mut said = vec![column.label.clone()];
    let mut parts = Vec::new();
    for (series, number) in series.iter().zip(&column.numbers).filter(|(_, number)| **number > 0) {
        let height = scale::height(*number, top);
        y -= height;
        said.push(format!("{} {}", series.name, count(*number)));
        parts.push(part(series.hue, (x, y), (width, height)));
    }
    let whole_x = format!("{:.2}", n as f64 * slot);
    view! {
        <g class="plot-slot">
            <title>{said.join("\n")}</title>
            <rect class="plot-hover" x=whole_x y="0" width=format!("{slot:.2}") height="100"/>
            {parts}
        </g>
    }
}

fn part(hue: Hue, (x, y): (f64, f64), (width, height): (f64, f64)) -> impl IntoView {
    view! {
        <rect
            class="plot-part"
            data-state=hue.state()
            data-hue=hue.name()
            x=format!("{x:.2}")
            y=format!("{y:.2}")
            width=format!("{width:.2}")
            height=format!("{height:.2}")
        />
    }
}
