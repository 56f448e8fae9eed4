//! A letter looked at before it leaves, as one person after the other will get it; made by the press, with the code
//! that sends.
//!
//! A page that previews puts `MailPreview` or `SentPreview` into its view and is named in `shows_mail`; its security
//! policy lets mail show its own styles and pictures.

mod api;
mod frame;
mod inbox;
mod page;
mod policy;
mod readers;
mod sheet;
mod texts;
pub mod worker;

pub use page::MailRoutes;
#[cfg(feature = "ssr")]
pub use policy::shows_mail;
pub use policy::{provide_mail_policy, use_mail_policy};

use crate::texts::locale;
use domain::{
    Audience, CampaignId,
    compose::Manuscript,
    edition::Edition,
    preview::{Reader, Wanted},
};
use leptos::prelude::*;
use readers::Readers;
use sheet::Sheet;
use texts::texts;
use worker::{Made, Press, Proof};

/// The words as a person of the audience will read them; the person can be changed.
#[component]
pub fn MailPreview(
    /// Its HTML is compiled: what `Press::compile` or a saved template gives.
    #[prop(into)]
    edition: Signal<Edition>,
    #[prop(into)] audience: Signal<Audience>,
) -> impl IntoView {
    let wanted = RwSignal::new(Wanted::First);
    let names = RwSignal::new(Vec::new());
    let found = Resource::new(
        move || (audience.get(), wanted.get()),
        move |(audience, wanted)| api::find_reader(audience, wanted, names.get_untracked()),
    );
    let reader = RwSignal::new(None);
    let is_end = RwSignal::new(false);
    let is_nobody_there = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(Ok(found)) = found.get() {
            is_nobody_there.set(found.is_none() && wanted.get_untracked() == Wanted::First);
            is_end.set(found.is_none() && !is_nobody_there.get_untracked());
            if found.is_some() {
                reader.set(found);
            }
        }
    });
    let language = locale().code();
    Effect::new(move |_| {
        if is_nobody_there.get() {
            reader.set(names.with(|names| Reader::sample(names, language)));
        }
    });
    let manuscript = Signal::derive(move || Some(reader.get()?.of(edition.get())));
    let proof = proof_of(manuscript);
    Effect::new(move |_| {
        if let Some(Ok(proof)) = proof.get()
            && names.with_untracked(|known| *known != proof.names)
        {
            names.set(proof.names);
        }
    });
    view! {
        <section class="preview" aria-label=texts().preview>
            <Readers audience wanted reader is_end/>
            <Sheet proof from=Signal::derive(move || edition.with(|edition| Some(edition.from.clone())))/>
        </section>
    }
}

/// The letter that one recipient of a campaign got or will get: the words and the person as they were at launch.
#[component]
pub fn SentPreview(campaign: CampaignId, seq: i32) -> impl IntoView {
    let kept = Resource::new(move || (campaign, seq), |(campaign, seq)| api::sent_manuscript(campaign, seq));
    let manuscript = Signal::derive(move || kept.get()?.ok());
    // after the first drawing, which is the server's
    let from = RwSignal::new(None);
    Effect::new(move |_| from.set(manuscript.with(|kept| kept.as_ref().map(|kept| kept.edition.from.clone()))));
    view! {
        <section class="preview" aria-label=texts().preview>
            <Sheet proof=proof_of(manuscript) from=from.into()/>
        </section>
    }
}

/// Made anew whenever the manuscript changes.
fn proof_of(manuscript: Signal<Option<Manuscript>>) -> Signal<Option<Made<Proof>>> {
    let may_show = use_mail_policy();
    let press = Press::open();
    let proof = RwSignal::new(None);
    Effect::new(move |_| {
        manuscript.with(|manuscript| {
            if let Some(manuscript) = manuscript.as_ref().filter(|_| may_show) {
                press.letter(manuscript, move |made| proof.set(Some(made)));
            }
        });
    });
    proof.into()
}
