//! Who may or may not have got the mail: what will become of them, and what became of those whom silence has settled.

use super::{api::find_doubts, live::Live, page::existing};
use crate::{
    AppError,
    texts::texts,
    ui::{Notice, Tone, When},
};
use domain::{CampaignId, Totals, campaign::DoubtPolicy, report::Doubts};
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Doubting {
    found: Resource<Result<Doubts, AppError>>,
    /// Moves when more or fewer people are in doubt.
    moved: RwSignal<u32>,
}

impl Doubting {
    /// To be called at the top of the page.
    pub fn of(campaign: Memo<Option<CampaignId>>) -> Self {
        let moved = RwSignal::new(0_u32);
        let wanted = move || (campaign.get(), moved.get());
        let found =
            Resource::new_blocking(wanted, |(campaign, _)| async move { find_doubts(existing(campaign)?).await });
        Self { found, moved }
    }

    pub fn keep_fresh(self, live: Live) {
        let in_doubt = Memo::new(move |_| live.summary.with(|summary| summary.totals.in_doubt));
        Effect::new(move |before: Option<i64>| {
            let now = in_doubt.get();
            if before.is_some_and(|before| before != now) {
                self.moved.update(|moved| *moved = moved.wrapping_add(1));
            }
            now
        });
    }
}

#[component]
pub fn DoubtNotices(doubting: Doubting, totals: Memo<Totals>) -> impl IntoView {
    let in_doubt = Memo::new(move |_| totals.with(|totals| totals.in_doubt));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let found = doubting.found.await.ok();
                found.map(|found| view! { <InDoubt found in_doubt/> <Settled found/> })
            })}
        </Transition>
    }
}

#[component]
fn InDoubt(found: Doubts, in_doubt: Memo<i64>) -> impl IntoView {
    let t = &texts().live;
    move || {
        (in_doubt.get() > 0).then(|| {
            let until = found.last_until.map(|until| view! { " " {t.doubts_end_by} " " <When at=until/> });
            view! {
                <Notice tone=Tone::Calm>
                    <p id="in-doubt">{(t.in_doubt)(in_doubt.get())}</p>
                    <p>{(t.doubts_end)(found.policy)} {until}</p>
                </Notice>
            }
        })
    }
}

#[component]
fn Settled(found: Doubts) -> impl IntoView {
    let t = &texts().live;
    let Doubts { policy, as_sent, as_unsent, given_up, .. } = found;
    let said = match policy {
        DoubtPolicy::AssumeSent => (as_sent > 0).then(|| (t.settled_as_sent)(as_sent)),
        DoubtPolicy::SendAgain => (as_unsent + given_up > 0).then(|| (t.settled_as_unsent)(as_unsent, given_up)),
    };
    said.map(|said| view! { <Notice tone=Tone::Calm><span id="settled-by-silence">{said}</span></Notice> })
}
