use super::{
    api::{Desk, TakeBack},
    texts::texts,
};
use crate::{
    AppError,
    browser::{follow, now_milliseconds},
    campaigns::{actions::Subject, path_to},
    texts::texts as shared,
    ui::{ErrorNotice, Glyph, Icon, Look, Submit, When, failure, use_go},
};
use domain::{
    campaign::CampaignState,
    draft::{CampaignDraft, When as Planned},
    report::CampaignSummary,
};
use leptos::{form::ActionForm, prelude::*};
use std::time::Duration;

const TICK: Duration = Duration::from_millis(200);

/// Confirmed and not gone yet: how long until it goes, and the way back. Leads to the live page once it has gone.
#[component]
pub fn Scheduled(
    campaign: CampaignDraft,
    seconds_left: Option<f64>,
    found: Resource<Result<Option<Desk>, AppError>>,
    may_send: bool,
) -> impl IntoView {
    let t = texts();
    let id = campaign.id;
    let back = ServerAction::<TakeBack>::new();
    Effect::new(move |_| {
        if back.value().get().is_some_and(|answer| answer.is_ok()) {
            found.refetch();
        }
    });
    let left = RwSignal::new(seconds_left.unwrap_or_default().max(0.0));
    count_down(left);
    let go = use_go();
    Effect::new(move |_| {
        let go = go.clone();
        let heard = move |text: String| {
            let Ok(summary) = leptos::serde_json::from_str::<CampaignSummary>(&text) else { return };
            match summary.state {
                CampaignState::Scheduled => {}
                CampaignState::Draft => found.refetch(),
                CampaignState::Running | CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => {
                    go(&path_to(id));
                }
            }
        };
        follow(&format!("/live{}", path_to(id)), heard, |_| {});
    });
    let zone = match campaign.draft.when {
        Planned::Local { local, zone } => Some(format!("{} {zone}", local.strftime("%Y-%m-%d %H:%M"))),
        Planned::Now => None,
    };
    let is_hold = zone.is_none();
    let label = if is_hold { t.undo } else { t.take_back };
    let label_of_panel = if is_hold { (shared().leaving)(None) } else { t.scheduled.to_owned() };
    view! {
        <section class="panel scheduled" aria-label=label_of_panel>
            <p class="countdown" role="timer">
                <Icon glyph=Glyph::Clock/>
                <strong id="countdown">{move || (t.goes_in)(left.get().ceil() as i64)}</strong>
            </p>
            {zone.map(|zone| view! { <p>{zone} {campaign.launch_at.map(|at| view! { " · " {t.your_time} " " <When at/> })}</p> })}
            {may_send.then(|| view! {
                <ActionForm action=back>
                    <Subject id/>
                    <Submit label=label look=Look::Main pending=back.pending()/>
                </ActionForm>
            })}
            <p class="quiet">{if is_hold { t.undo_means } else { t.take_back_means }}</p>
            <ErrorNotice error=failure(back)/>
        </section>
    }
}

/// By the reader's clock, from what the server said was left: theirs may be wrong, its pace is not.
fn count_down(left: RwSignal<f64>) {
    Effect::new(move |_| {
        let (from, began) = (left.get_untracked(), now_milliseconds());
        let tick = move || left.set((from - (now_milliseconds() - began) / 1000.0).max(0.0));
        let ticking = set_interval_with_handle(tick, TICK).ok();
        on_cleanup(move || {
            if let Some(ticking) = ticking {
                ticking.clear()
            }
        });
    });
}
