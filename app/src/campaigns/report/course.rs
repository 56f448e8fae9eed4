//! The campaign over time: what left in each period, and how it stood at its end.

use super::texts::texts;
use crate::{
    texts::texts as shared,
    ui::{Column, Hue, Series, StackedColumns},
};
use domain::{
    DeliveryState as D, Totals,
    campaign_report::{Period, Width},
};
use jiff::Timestamp;
use leptos::prelude::*;

/// States that end, in the order they are piled up.
const PILED: [D; 8] =
    [D::Delivered, D::Sent, D::Complained, D::Bounced, D::Failed, D::InDoubt, D::Skipped, D::Cancelled];

#[component]
pub fn Course(width: Width, periods: Vec<Period>, course: Vec<(Timestamp, Totals)>) -> impl IntoView {
    let t = texts();
    if periods.is_empty() {
        return view! { <p class="quiet">{t.nothing_yet}</p> }.into_any();
    }
    let left = vec![Series { name: t.left.to_owned(), hue: Hue::Of(D::Sent) }];
    let columns = periods.iter().map(|period| Column { label: label(period.at, width), numbers: vec![period.left()] });
    let columns: Vec<Column> = columns.collect();
    let present: Vec<D> =
        PILED.into_iter().filter(|state| course.iter().any(|(_, totals)| totals.of(*state) > 0)).collect();
    let series =
        present.iter().map(|state| Series { name: (shared().delivery_state)(*state).to_owned(), hue: Hue::Of(*state) });
    let series: Vec<Series> = series.collect();
    let piled = course.iter().map(|(at, totals)| Column {
        label: label(*at, width),
        numbers: present.iter().map(|state| totals.of(*state).max(0)).collect(),
    });
    let piled: Vec<Column> = piled.collect();
    let most = periods.iter().map(Period::left).max().unwrap_or_default();
    view! {
        <h3>{(t.left_per)(width)}</h3>
        <StackedColumns title=(t.left_per)(width) description=(t.at_most)(most) series=left columns/>
        <h3>{t.standing}</h3>
        <StackedColumns title=t.standing description=t.adds_up series columns=piled/>
    }
    .into_any()
}

/// In Coordinated Universal Time, as the server draws it and the table beside it says.
fn label(at: Timestamp, width: Width) -> String {
    let format = match width {
        Width::Minute | Width::FiveMinutes | Width::QuarterHour | Width::Hour => "%m-%d %H:%M UTC",
        Width::SixHours => "%m-%d %H UTC",
        Width::Day | Width::Week => "%Y-%m-%d",
    };
    at.strftime(format).to_string()
}
