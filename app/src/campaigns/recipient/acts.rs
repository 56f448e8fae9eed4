//! What can be done about one person. Each is a plain form, so that it works before the page has come to life.

use super::{
    api::{CorrectAddress, SendPersonAgain as Again, SettleDoubt as Settle},
    texts::texts,
};
use crate::ui::{Address, Asked, DialogActions, ErrorNotice, Field, Look, Submit, failure, toast_when_done, use_go};
use domain::CampaignId;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

/// The acts of a page, so that it can look anew when one is done.
#[derive(Clone, Copy)]
pub struct Acts {
    again: ServerAction<Again>,
    settle: ServerAction<Settle>,
    correct: ServerAction<CorrectAddress>,
}

impl Acts {
    /// Once a page, above everything that acts.
    pub fn provide() -> Self {
        let acts = Self { again: ServerAction::new(), settle: ServerAction::new(), correct: ServerAction::new() };
        let t = texts();
        toast_when_done(acts.again, |n| if *n > 0 { t.will_go_again } else { t.nothing_changed }.to_owned());
        toast_when_done(acts.settle, |n| if *n > 0 { t.settled } else { t.nothing_changed }.to_owned());
        toast_when_done(acts.correct, |seq| (t.fixed)(*seq));
        provide_context(acts);
        acts
    }

    /// Moves with every act that has ended.
    pub fn version(self) -> usize {
        self.again.version().get() + self.settle.version().get() + self.correct.version().get()
    }
}

#[component]
fn Subject(campaign: CampaignId, seq: i32) -> impl IntoView {
    view! {
        <input type="hidden" name="campaign" value=campaign.to_string()/>
        <input type="hidden" name="seq" value=seq.to_string()/>
    }
}

#[component]
pub fn SendPersonAgain(campaign: CampaignId, seq: i32) -> impl IntoView {
    let Acts { again, .. } = expect_context();
    view! {
        <ActionForm action=again>
            <Subject campaign seq/>
            <Submit label=texts().send_again look=Look::Main pending=again.pending()/>
        </ActionForm>
        <ErrorNotice error=failure(again)/>
    }
}

#[component]
pub fn SettleDoubt(campaign: CampaignId, seq: i32) -> impl IntoView {
    let Acts { settle, .. } = expect_context();
    let t = texts();
    let answer = move |was_sent: bool, label: &'static str| {
        view! {
            <ActionForm action=settle>
                <Subject campaign seq/>
                <input type="hidden" name="was_sent" value=was_sent.to_string()/>
                <Submit label pending=settle.pending()/>
            </ActionForm>
        }
    };
    view! {
        {answer(true, t.was_sent)}
        {answer(false, t.was_not_sent)}
        <ErrorNotice error=failure(settle)/>
    }
}

/// Asks by the address which person's dialog is open, so that a list can have many.
fn question(campaign: CampaignId, seq: i32) -> String {
    format!("address-{campaign}-{seq}")
}

/// The link that asks, and the dialog.
#[component]
pub fn FixAddress(campaign: CampaignId, seq: i32, address: String) -> impl IntoView {
    view! {
        <FixAddressLink campaign seq look=Look::Plain/>
        <FixAddressDialog campaign seq address/>
    }
}

#[component]
pub fn FixAddressLink(campaign: CampaignId, seq: i32, look: Look) -> impl IntoView {
    let here = Address::here();
    let question = question(campaign, seq);
    view! {
        <A href=move || here.asking(Some(&question)) attr:class=look.class() scroll=false>{texts().fix_address}</A>
    }
}

#[component]
pub fn FixAddressDialog(campaign: CampaignId, seq: i32, address: String) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let go = use_go();
    let Acts { correct, .. } = expect_context();
    let mine = question(campaign, seq);
    Effect::new(move |before: Option<usize>| {
        let version = correct.version().get();
        let is_done = correct.value().with_untracked(|value| matches!(value, Some(Ok(_))));
        if before.is_some_and(|before| before != version) && is_done && untrack(|| here.is("ask", &mine)) {
            go(&untrack(|| here.asking(None)));
        }
        version
    });
    let address = StoredValue::new(address);
    view! {
        <Asked question=question(campaign, seq) title=t.fix_title>
            <p>{address.with_value(|address| (t.fix_means)(address))}</p>
            <ActionForm action=correct>
                <Subject campaign seq/>
                <Field name="address" label=t.new_address kind="email" autocomplete="off" value=address.get_value()
                    error=failure(correct)/>
                <ErrorNotice error=failure(correct) fields=&["address"]/>
                <DialogActions>
                    <A href=move || here.asking(None) attr:class=Look::Plain.class() scroll=false>{t.keep}</A>
                    <Submit label=t.fix_submit look=Look::Main pending=correct.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}
