use super::{Hue, Legend, Numbers, Plot, Series, ends, scale};
use crate::texts::count;
use leptos::prelude::*;

/// One moment: its label, and a number for each series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub label: String,
    pub numbers: Vec<i64>,
}

/// How something grew: a line for each series.
#[component]
pub fn LineChart(
    #[prop(into)] title: String,
    /// What one sees at a glance, in a sentence.
    #[prop(into)]
    description: String,
    series: Vec<Series>,
    points: Vec<Point>,
) -> impl IntoView {
    let top = scale::top(points.iter().flat_map(|point| point.numbers.iter().copied()).max().unwrap_or_default());
    let below = ends(points.iter().map(|point| point.label.as_str()));
    let line = |(n, series): (usize, &Series)| {
        let numbers: Vec<i64> = points.iter().map(|point| point.numbers.get(n).copied().unwrap_or_default()).collect();
        view! {
            <polyline class="plot-line" data-state=series.hue.state() data-hue=series.hue.name()
                points=places(&numbers, top)/>
        }
    };
    let lines: Vec<_> = series.iter().enumerate().map(line).collect();
    let slot = 1000.0 / points.len().max(1) as f64;
    let hovers: Vec<_> = points.iter().enumerate().map(|(n, point)| hover(n, point, &series, slot)).collect();
    let heads = series.iter().map(|series| series.name.clone()).collect();
    let rows = points.into_iter().map(|point| (point.label, point.numbers)).collect();
    view! {
        <figure class="chart">
            <Legend series/>
            <Plot title=title.clone() description top below>{lines} {hovers}</Plot>
            <Numbers title heads rows/>
        </figure>
    }
}

fn hover(n: usize, point: &Point, series: &[Series], slot: f64) -> impl IntoView + use<> {
    let said = series.iter().zip(&point.numbers).map(|(series, number)| format!("{} {}", series.name, count(*number)));
    let said = std::iter::once(point.label.clone()).chain(said).collect::<Vec<_>>().join("\n");
    view! {
        <g class="plot-slot">
            <title>{said}</title>
            <rect class="plot-hover" x=format!("{:.2}", n as f64 * slot) y="0" width=format!("{slot:.2}") height="100"/>
        </g>
    }
}

/// A line in the height of a row, for a table or a tile.
#[component]
pub fn Sparkline(
    /// "Sent in the last 30 days: 0 to 1,200".
    #[prop(into)]
    label: String,
    numbers: Vec<i64>,
    #[prop(default = Hue::Accent)] hue: Hue,
) -> impl IntoView {
    let top = numbers.iter().copied().max().unwrap_or_default().max(1);
    view! {
        <svg class="sparkline" viewBox="0 -6 1000 112" preserveAspectRatio="none" role="img" aria-label=label>
            <polyline class="plot-line" data-state=hue.state() data-hue=hue.name() points=places(&numbers, top)/>
        </svg>
    }
}

fn places(numbers: &[i64], top: i64) -> String {
    let step = 1000.0 / numbers.len().saturating_sub(1).max(1) as f64;
    let place =
        |(n, number): (usize, &i64)| format!("{:.1},{:.2}", n as f64 * step, 100.0 - scale::height(*number, top));
    numbers.iter().enumerate().map(place).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn a_line_goes_from_edge_to_edge() {
        assert_eq!(places(&[0, 5, 10], 10), "0.0,100.00 500.0,50.00 1000.0,0.00");
        assert_eq!(places(&[10], 10), "0.0,0.00");
    }
}
