//! One person in one campaign: what happened, what to do, and the very mail.

pub mod acts;
mod api;
mod history;
mod mail;
mod texts;

use super::{page::existing, path_to, why::said};
use crate::{
    AppError,
    layout::Asking,
    ui::{DeliveryBadge, Glyph, Icon, Notice, PageError, PageHead, Skeleton, Tone},
};
use acts::{FixAddress, SendPersonAgain, SettleDoubt};
use api::person_timeline;
use domain::{CampaignId, DeliveryState, timeline::Timeline};
use history::History;
use leptos::{either::Either, prelude::*};
use leptos_router::{components::A, hooks::use_params_map};
use mail::{ExactMailCard, LoadedMail};
use texts::texts;

pub fn path_to_person(campaign: CampaignId, seq: i32) -> String {
    format!("{}/people/{seq}", path_to(campaign))
}

/// A person, by the page's address.
type Wanted = Option<(CampaignId, i32)>;

#[component]
pub fn RecipientPage() -> impl IntoView {
    let params = use_params_map();
    let wanted = Memo::new(move |_| -> Wanted {
        let params = params.read();
        Some((params.get("id")?.parse().ok()?, params.get("seq")?.parse().ok()?))
    });
    let acts = acts::Acts::provide();
    let loaded = Resource::new_blocking(move || (wanted.get(), acts.version()), |(wanted, _)| load(wanted));
    let mail = LoadedMail::of(wanted);
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton/> }>
            {move || Suspend::new(async move {
                let may_send = me.await.is_ok_and(|me| me.role.may_send());
                match loaded.await {
                    Ok(timeline) => Either::Left(view! { <Person timeline mail may_send/> }),
                    Err(error) => Either::Right(view! { <PageError error list=("/campaigns", crate::texts::texts().frame.campaigns)/> }),
                }
            })}
        </Transition>
    }
}

async fn load(wanted: Wanted) -> Result<Timeline, AppError> {
    let Some((campaign, seq)) = wanted else { return existing(None).map(|_| unreachable!()) };
    person_timeline(campaign, seq).await
}

#[component]
fn Person(timeline: Timeline, mail: LoadedMail, may_send: bool) -> impl IntoView {
    let t = texts();
    let (campaign, seq, state) = (timeline.campaign, timeline.seq, timeline.state);
    let back = (path_to(campaign), timeline.campaign_name.clone());
    let (name, contact) = (timeline.name.clone(), timeline.contact);
    let facts = move || {
        view! {
            <DeliveryBadge state/>
            <span>{(t.number)(seq)}</span>
            {(!name.is_empty()).then(|| view! { <span>{name.clone()}</span> })}
            {contact.map(|id| view! { <A href=format!("/people/{id}")>{t.in_audience}</A> })}
        }
    };
    let (previous, next) = (timeline.previous, timeline.next);
    let actions = move || {
        view! {
            {previous.map(|seq| view! { <Neighbour campaign seq label=t.previous glyph=Glyph::Left/> })}
            {next.map(|seq| view! { <Neighbour campaign seq label=t.next glyph=Glyph::Right/> })}
        }
    };
    view! {
        <PageHead title=timeline.address.to_string() back facts actions/>
        <NextStep timeline=timeline.clone() may_send/>
        <div class="person-columns">
            <History timeline=timeline.clone()/>
            <ExactMailCard timeline mail/>
        </div>
    }
}

#[component]
fn Neighbour(campaign: CampaignId, seq: i32, label: &'static str, glyph: Glyph) -> impl IntoView {
    view! {
        <A href=path_to_person(campaign, seq) attr:class="button button-small" attr:aria-label=label attr:title=label>
            <Icon glyph/>
        </A>
    }
}

/// How it stands, what that means, and what can be done.
#[component]
fn NextStep(timeline: Timeline, may_send: bool) -> impl IntoView {
    let t = texts();
    let state = timeline.state;
    let tone = match state {
        DeliveryState::Failed | DeliveryState::Bounced => Tone::Warning,
        DeliveryState::InDoubt | DeliveryState::Complained => Tone::Warning,
        DeliveryState::Delivered => Tone::Good,
        DeliveryState::Waiting
        | DeliveryState::Sending
        | DeliveryState::Sent
        | DeliveryState::Retrying
        | DeliveryState::Skipped
        | DeliveryState::Cancelled => Tone::Calm,
    };
    let (campaign, seq, address) = (timeline.campaign, timeline.seq, timeline.address.to_string());
    let failure = timeline.failure.clone();
    let is_over = timeline.campaign_state == domain::campaign::CampaignState::Cancelled;
    let may_fix = may_send && failure.is_some() && !is_over;
    let may_go_again = may_send && !is_over && failure.as_ref().is_some_and(|failure| failure.may_go_again);
    let words = failure.map(|failure| {
        let wording = failure.cause.wording();
        view! {
            <strong>{said(wording.name)}</strong>
            <p>{said(wording.means)} " " {said(wording.next)}</p>
            {failure.is_suppressed.then(|| view! { <p>{t.suppressed}</p> })}
        }
    });
    let continued = timeline.continued_as.map(|seq| {
        view! { <p><A href=path_to_person(campaign, seq)>{(t.continued)(seq)}</A></p> }
    });
    let general = (t.what_next)(state);
    let plain = (!general.is_empty() && timeline.continued_as.is_none()).then(|| view! { <p>{general}</p> });
    let in_doubt = may_send && timeline.doubt.is_some();
    view! {
        <Notice tone>
            {words}
            {plain}
            {continued}
            <div class="actions">
                {may_go_again.then(|| view! { <SendPersonAgain campaign seq/> })}
                {may_fix.then(|| view! { <FixAddress campaign seq address/> })}
                {in_doubt.then(|| view! { <SettleDoubt campaign seq/> })}
            </div>
        </Notice>
    }
}
