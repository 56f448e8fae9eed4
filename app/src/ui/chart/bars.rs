use super::Hue;
use crate::texts::count;
use leptos::{either::Either, prelude::*};

/// One bar, what it counts, and perhaps where that is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub number: i64,
    pub href: Option<String>,
}

/// Reasons, links, domains: what there is how many of. It is a table already, so it needs no other.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    #[prop(default = Hue::Accent)] hue: Hue,
    bars: Vec<Bar>,
    /// Of this many, where the share is worth telling.
    #[prop(optional)]
    of: Option<i64>,
) -> impl IntoView {
    let greatest = bars.iter().map(|bar| bar.number).max().unwrap_or_default().max(1);
    let row = move |bar: Bar| {
        let width = format!("{:.2}", bar.number as f64 / greatest as f64 * 1000.0);
        let label = match bar.href {
            Some(href) => Either::Left(view! { <a href=href>{bar.label}</a> }),
            None => Either::Right(bar.label),
        };
        let share = of.filter(|of| *of > 0).map(|of| format!("{:.1} %", bar.number as f64 / of as f64 * 100.0));
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="bars-bar">
                    <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="plot-part" data-state=hue.state() data-hue=hue.name() width=width height="10"/>
                    </svg>
                </td>
                <td class="number">{count(bar.number)} {share.map(|share| view! { " " <span class="quiet">{share}</span> })}</td>
            </tr>
        }
    };
    view! {
        <table class="bars">
            <caption class="hidden">{title}</caption>
            <tbody>{bars.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
