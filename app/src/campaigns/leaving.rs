//! A launch that can still be undone is no plan for later: it leaves in some seconds.

use crate::{browser::now_milliseconds, texts::texts, ui::CampaignBadge};
use domain::{campaign::CampaignState, report::CampaignSummary};
use jiff::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

const TICK: Duration = Duration::from_millis(500);
const LOOK_AFTER: Duration = Duration::from_secs(2);
/// A clock that tells another time than the server's is not believed.
const LONGEST_SECONDS: i64 = 60;

/// How a campaign stands, in a list.
#[component]
pub fn Standing(state: CampaignState, is_leaving: bool, at: Option<Timestamp>) -> impl IntoView {
    match at.filter(|_| is_leaving) {
        Some(at) => view! { <Leaving at/> }.into_any(),
        None => view! { <CampaignBadge state/> }.into_any(),
    }
}

#[component]
fn Leaving(at: Timestamp) -> impl IntoView {
    let left = RwSignal::new(None);
    Effect::new(move |_| {
        let tick = move || left.set(seconds_until(at, now_milliseconds()));
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <span class="badge badge-campaign" data-campaign="running">{move || (texts().leaving)(left.get())}</span>
    }
}

fn seconds_until(at: Timestamp, now: f64) -> Option<i64> {
    let seconds = ((at.as_millisecond() as f64 - now) / 1000.0).ceil() as i64;
    (1..=LONGEST_SECONDS).contains(&seconds).then_some(seconds)
}

/// Where one of them is about to leave, looks again soon: it has left then.
pub fn look_again_if_leaving(campaigns: &[CampaignSummary], look: impl Fn() + 'static) {
    if !campaigns.iter().any(|campaign| campaign.is_leaving) {
        return;
    }
    let look = StoredValue::new_local(look);
    Effect::new(move |_| {
        // the page may have gone meanwhile
        let soon = move || {
            look.try_with_value(|look| look());
        };
        if let Ok(later) = set_timeout_with_handle(soon, LOOK_AFTER) {
            on_cleanup(move || later.clear());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::seconds_until;
    use jiff::Timestamp;

    #[test]
    fn seconds_are_told_only_where_the_clocks_agree() {
        let at = Timestamp::from_second(1_000).unwrap();
        let table =
            [(990_000.0, Some(10)), (999_001.0, Some(1)), (1_000_000.0, None), (1_500_000.0, None), (0.0, None)];
        for (now, expected) in table {
            assert_eq!(seconds_until(at, now), expected, "{now}");
        }
    }
}
