//! The last thirty days as a chart: days of Coordinated Universal Time as the server draws it, the reader's own once the
//! page is alive.

use super::texts::texts;
use crate::{
    browser,
    texts::count,
    ui::{Card, Column, Hue, Series, StackedColumns},
};
use domain::{DeliveryState as D, overview::Hour};
use leptos::prelude::*;

const DAYS: usize = 30;
const DAY_SECONDS: i64 = 86_400;

#[component]
pub fn LastDays(hours: Vec<Hour>) -> impl IntoView {
    let t = texts();
    let ahead_minutes = RwSignal::new(0_i64);
    // runs in the browser only, after hydration: the first drawing equals the server's
    Effect::new(move |_| ahead_minutes.set(browser::minutes_ahead_of_utc()));
    let series = move || {
        let named = |name: &str, hue| Series { name: name.to_owned(), hue: Hue::Of(hue) };
        vec![named(t.delivered, D::Delivered), named(t.sent, D::Sent), named(t.failed, D::Failed)]
    };
    let chart = move || {
        let columns = by_day(&hours, ahead_minutes.get());
        let left: i64 = hours.iter().map(|hour| hour.left).sum();
        view! {
            <StackedColumns title=t.last_days description=(t.left_in_all)(&count(left)) series=series() columns/>
        }
    };
    view! { <Card title=t.last_days>{chart}</Card> }
}

/// Thirty days up to the last of which something is known.
fn by_day(hours: &[Hour], ahead_minutes: i64) -> Vec<Column> {
    let day_of = |hour: &Hour| (hour.at.as_second() + ahead_minutes * 60).div_euclid(DAY_SECONDS);
    let Some(last) = hours.iter().map(day_of).max() else { return Vec::new() };
    let first = last - DAYS as i64 + 1;
    let mut numbers = vec![[0_i64; 3]; DAYS];
    for hour in hours {
        let Some(day) = usize::try_from(day_of(hour) - first).ok().and_then(|n| numbers.get_mut(n)) else { continue };
        // what left without bouncing is delivered, or sent and not reported on yet
        day[0] += hour.delivered;
        day[1] += hour.left - hour.delivered;
        day[2] += hour.failed;
    }
    let column = |(n, day): (usize, [i64; 3])| Column {
        label: label(first + n as i64),
        numbers: day.map(|n| n.max(0)).to_vec(),
    };
    numbers.into_iter().enumerate().map(column).collect()
}

fn label(day: i64) -> String {
    jiff::Timestamp::from_second(day * DAY_SECONDS).map(|at| at.strftime("%m-%d").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::by_day;
    use domain::overview::Hour;

    #[test]
    fn hours_become_the_readers_own_days() {
        let hour = |at: &str, left, delivered| Hour { at: at.parse().unwrap(), left, delivered, failed: 1 };
        let hours = [hour("2026-11-20T20:00:00Z", 5, 3), hour("2026-11-21T01:00:00Z", 2, 2)];
        let utc = by_day(&hours, 0);
        assert_eq!(utc.len(), 30);
        assert_eq!((utc[28].label.as_str(), utc[28].numbers.as_slice()), ("11-20", &[3, 2, 1][..]));
        assert_eq!(utc[29].numbers, [2, 0, 1]);
        let seoul = by_day(&hours, 9 * 60);
        assert_eq!((seoul[29].label.as_str(), seoul[29].numbers.as_slice()), ("11-21", &[5, 2, 2][..]));
    }
}
