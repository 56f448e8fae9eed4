use super::pace::{Pace, Speed};
use crate::{
    browser::{follow, now_milliseconds},
    texts::texts,
};
use domain::{Totals, campaign::CampaignState, report::CampaignSummary};
use leptos::prelude::*;

/// A campaign that the page keeps up with while it is shown.
#[derive(Clone, Copy)]
pub struct Live {
    pub summary: RwSignal<CampaignSummary>,
    speed: RwSignal<Option<Speed>>,
    /// `None` until the page has come to life.
    is_connected: RwSignal<Option<bool>>,
}

impl Live {
    pub fn follow(summary: CampaignSummary) -> Self {
        let live =
            Self { summary: RwSignal::new(summary), speed: RwSignal::new(None), is_connected: RwSignal::new(None) };
        Effect::new(move |_| live.listen());
        live
    }

    pub fn totals(self) -> Memo<Totals> {
        Memo::new(move |_| self.summary.with(|summary| summary.totals))
    }

    pub fn state(self) -> CampaignState {
        self.summary.with(|summary| summary.state)
    }

    fn listen(self) {
        let path = self.summary.with_untracked(|summary| format!("/live/campaigns/{}", summary.id));
        let pace = StoredValue::new(Pace::default());
        let on_message = move |text: String| {
            let Ok(summary) = leptos::serde_json::from_str::<CampaignSummary>(&text) else { return };
            self.measure(pace, &summary);
            self.summary.set(summary);
        };
        follow(&path, on_message, move |is_open| self.is_connected.set(Some(is_open)));
    }

    fn measure(self, pace: StoredValue<Pace>, summary: &CampaignSummary) {
        pace.update_value(|pace| match summary.state {
            CampaignState::Running => pace.see(now_milliseconds(), &summary.totals),
            CampaignState::Draft
            | CampaignState::Scheduled
            | CampaignState::Paused
            | CampaignState::Cancelled
            | CampaignState::Finished => {
                *pace = Pace::default();
            }
        });
        self.speed.set(pace.with_value(Pace::speed));
    }
}

/// How fast it goes and when it will be done; and whether the page still hears from the server.
#[component]
pub fn Speedometer(live: Live) -> impl IntoView {
    let t = &texts().live;
    let connection = move || {
        live.is_connected.get().map(|is_connected| {
            let words = if is_connected { t.connected } else { t.reconnecting };
            view! { <span class="connection" class:connection-lost=!is_connected>{words}</span> }
        })
    };
    let speed = move || {
        let Speed { rate, seconds_left } = live.speed.get()?;
        Some(view! { <span class="speed">{(t.rate)(rate)} " · " {(t.time_left)(seconds_left)}</span> })
    };
    view! { <span class="speedometer" role="status">{speed} {connection}</span> }
}
