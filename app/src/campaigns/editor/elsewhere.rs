//! A draft that was scheduled or launched in another tab, or by somebody else, is none any more: its page learns of it when
//! one comes back to it, or when something it saves is refused.

use super::{api::Desk, desk::Table, texts::texts};
use crate::{
    AppError,
    campaigns::api::summary,
    ui::{Toasts, Tone},
};
use domain::campaign::CampaignState;
use leptos::{ev, prelude::*};

/// Draws the page anew then: as scheduled, or the campaign's own page.
pub fn find_out_when_it_went(table: Table, found: Resource<Result<Option<Desk>, AppError>>) {
    let toasts = Toasts::here();
    let asked = Action::new(move |(): &()| async move { summary(table.id).await });
    Effect::new(move |_| {
        let Some(Ok(summary)) = asked.value().get() else { return };
        let said = match summary.state {
            CampaignState::Draft => return,
            CampaignState::Scheduled => texts().scheduled_elsewhere,
            CampaignState::Running | CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => {
                texts().launched_elsewhere
            }
        };
        toasts.say(said, Tone::Calm);
        found.refetch();
    });
    Effect::new(move |_| {
        if table.refusals.get() > 0 {
            asked.dispatch(());
        }
    });
    Effect::new(move |_| {
        let look = move || {
            if asked.pending().try_get_untracked() == Some(false) {
                asked.dispatch(());
            }
        };
        let focus = window_event_listener(ev::focus, move |_| look());
        let seen = window_event_listener_untyped("visibilitychange", move |_| look());
        on_cleanup(move || {
            focus.remove();
            seen.remove();
        });
    });
}
