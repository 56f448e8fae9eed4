//! The exact mail: as seen, as plain text, its headers.

use super::{
    Wanted,
    api::{ExactMail, person_mail},
    path_to_person,
    texts::texts,
};
use crate::{
    AppError,
    campaigns::page::existing,
    ui::{Address, Card, ErrorNotice, Glyph, Icon, Look, Skeleton, Tab, Tabs},
};
use domain::{DeliveryState, timeline::Timeline};
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct LoadedMail(Resource<Result<ExactMail, AppError>>);

impl LoadedMail {
    pub fn of(wanted: Memo<Wanted>) -> Self {
        Self(Resource::new_blocking(
            move || wanted.get(),
            |wanted| async move {
                let campaign = existing(wanted.map(|(campaign, _)| campaign))?;
                person_mail(campaign, wanted.map_or(0, |(_, seq)| seq)).await
            },
        ))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Seen,
    Plain,
    Headers,
}

#[component]
pub fn ExactMailCard(timeline: Timeline, mail: LoadedMail) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let (campaign, seq) = (timeline.campaign, timeline.seq);
    let source = format!("{}/letter", path_to_person(campaign, seq));
    let named = (t.frame)(timeline.address.as_str());
    let heading = (t.mail)(timeline.state);
    let note = match timeline.state {
        DeliveryState::Waiting => t.not_yet,
        DeliveryState::Skipped | DeliveryState::Cancelled => t.never,
        _ => t.made_anew,
    };
    let view = Memo::new(move |_| match here.get("view").as_deref() {
        Some("text") => View::Plain,
        Some("headers") => View::Headers,
        _ => View::Seen,
    });
    let tabs = Signal::derive(move || {
        let tab = |word: Option<&str>, label, is: View| Tab::new(here.with(&[("view", word)]), label, view.get() == is);
        vec![
            tab(None, t.as_seen, View::Seen),
            tab(Some("text"), t.plain, View::Plain),
            tab(Some("headers"), t.headers, View::Headers),
        ]
    });
    let download = format!("{source}.eml");
    let actions = move || {
        view! {
            <a href=download.clone() download rel="external" class=Look::Small.class()>
                <Icon glyph=Glyph::Download/>
                {t.download}
            </a>
        }
    };
    let LoadedMail(loaded) = mail;
    view! {
        <Card title=heading class="exact-mail" actions>
            <Transition fallback=|| view! { <Skeleton/> }>
                {move || {
                    let (source, named) = (source.clone(), named.clone());
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(mail) => view! { <Shown mail view source named heading tabs note/> }.into_any(),
                            Err(error) => view! { <ErrorNotice error=Some(error)/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </Card>
    }
}

#[component]
fn Shown(
    mail: ExactMail,
    view: Memo<View>,
    source: String,
    named: String,
    heading: &'static str,
    tabs: Signal<Vec<Tab>>,
    note: &'static str,
) -> impl IntoView {
    let t = texts();
    let ExactMail { subject, headers, text, octets } = mail;
    let body = move || match view.get() {
        // nothing in it runs, and it reads nothing of ours
        View::Seen => {
            view! { <iframe class="mail-frame" sandbox="" src=source.clone() title=named.clone()></iframe> }.into_any()
        }
        View::Plain => view! { <pre class="mail-text" tabindex="0">{text.clone()}</pre> }.into_any(),
        View::Headers => view! { <pre class="mail-text" tabindex="0">{headers.clone()}</pre> }.into_any(),
    };
    view! {
        <p class="mail-subject">{subject}</p>
        <Tabs label=heading tabs/>
        {body}
        <p class="quiet mail-note">
            {(t.size)(octets)} " · " {note}
        </p>
    }
}
