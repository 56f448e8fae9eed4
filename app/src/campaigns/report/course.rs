//! The campaign over time: what left in each period, and how it stood at its end.

use super::texts::texts;
use crate::{
    browser::minutes_ahead_of_utc_at,
    texts::texts as shared,
    ui::{Column, Hue, Series, StackedColumns},
};
use domain::{
    DeliveryState as D, Totals,
    campaign_report::{Period, Width},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use leptos::prelude::*;

/// States that end, in the order they are piled up.
const PILED: [D; 8] =
    [D::Delivered, D::Sent, D::Complained, D::Bounced, D::Failed, D::InDoubt, D::Skipped, D::Cancelled];

/// On whose clock moments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    /// As the server draws the page.
    Utc,
    /// Once it has come to life.
    Readers,
}

#[component]
pub fn Course(width: Width, periods: Vec<Period>, course: Vec<(Timestamp, Totals)>) -> impl IntoView {
    let clock = RwSignal::new(Clock::Utc);
    // runs in the browser only, after hydration: the first drawing equals the server's
    Effect::new(move |_| clock.set(Clock::Readers));
    move || {
        let (clock, periods, course) = (clock.get(), periods.clone(), course.clone());
        view! { <Drawn width periods course clock/> }
    }
}

#[component]
fn Drawn(width: Width, periods: Vec<Period>, course: Vec<(Timestamp, Totals)>, clock: Clock) -> impl IntoView {
    let t = texts();
    let label = move |at: Timestamp| label(at, width, clock);
    if periods.is_empty() {
        return view! { <p class="quiet">{t.nothing_yet}</p> }.into_any();
    }
    let left = vec![Series { name: t.left.to_owned(), hue: Hue::Of(D::Sent) }];
    let columns = periods.iter().map(|period| Column { label: label(period.at), numbers: vec![period.left()] });
    let columns: Vec<Column> = columns.collect();
    let present: Vec<D> =
        PILED.into_iter().filter(|state| course.iter().any(|(_, totals)| totals.of(*state) > 0)).collect();
    let series =
        present.iter().map(|state| Series { name: (shared().delivery_state)(*state).to_owned(), hue: Hue::Of(*state) });
    let series: Vec<Series> = series.collect();
    let piled = course.iter().map(|(at, totals)| Column {
        label: label(*at),
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

fn label(at: Timestamp, width: Width, clock: Clock) -> String {
    match clock {
        Clock::Utc => written(at, width, 0, " UTC"),
        Clock::Readers => written(at, width, minutes_ahead_of_utc_at(at.as_millisecond()), ""),
    }
}

/// Periods are cut in Coordinated Universal Time: where a day does not begin at midnight here, its hour is told too.
fn written(at: Timestamp, width: Width, ahead_minutes: i64, zone: &str) -> String {
    let here = at.checked_add(SignedDuration::from_mins(ahead_minutes)).unwrap_or(at).to_zoned(TimeZone::UTC);
    let is_midnight = (here.hour(), here.minute()) == (0, 0);
    match width {
        Width::Minute | Width::FiveMinutes | Width::QuarterHour | Width::Hour | Width::SixHours => {
            format!("{}{zone}", here.strftime("%m-%d %H:%M"))
        }
        Width::Day | Width::Week if is_midnight => here.strftime("%Y-%m-%d").to_string(),
        Width::Day | Width::Week => here.strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::written;
    use domain::campaign_report::Width;

    #[test]
    fn a_period_is_named_by_the_readers_own_clock() {
        let at = "2026-11-22T18:00:00Z".parse().unwrap();
        let midnight = "2026-11-22T00:00:00Z".parse().unwrap();
        let table = [
            (at, Width::Hour, 0, " UTC", "11-22 18:00 UTC"),
            (at, Width::Hour, 9 * 60, "", "11-23 03:00"),
            (at, Width::SixHours, -5 * 60, "", "11-22 13:00"),
            (midnight, Width::Day, 0, " UTC", "2026-11-22"),
            (midnight, Width::Day, 9 * 60, "", "2026-11-22 09:00"),
            (midnight, Width::Week, -60, "", "2026-11-21 23:00"),
        ];
        for (at, width, ahead_minutes, zone, expected) in table {
            assert_eq!(written(at, width, ahead_minutes, zone), expected, "{width:?}");
        }
    }
}
