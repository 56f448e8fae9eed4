//! The account letters leave through, who may send through it, and the records that make mailboxes believe them.

mod account;
mod api;
mod identities;
mod records;
mod reports;
mod request;
mod texts;

use crate::{
    parked::ParkedNotice,
    ui::{Address, Empty, ErrorNotice, Look, Notice, Skeleton, Tone, toast_when_done},
};
use account::AccountCard;
use api::{AddIdentity, SendReportsTo, SetMailFrom, VerifyAgain, ask_account, check_domain};
use domain::{
    Sentence,
    ses::{IdentityLine, SenderLine, SendingAccount, SesParts, Through},
};
use identities::{IdentitiesCard, SendersCard};
use leptos::{
    either::{Either, EitherOf4},
    prelude::*,
};
use leptos_meta::Title;
use leptos_router::{components::A, location::Url};
use records::RecordsCard;
use reports::ReportsCard;
use request::RequestCard;
use texts::texts;

const PATH: &str = "/settings/sending";

/// The page with the records of this domain or address.
fn path_to(name: &str) -> String {
    format!("{PATH}?name={}", Url::escape(name))
}

#[derive(Clone, Copy)]
struct Acts {
    add: ServerAction<AddIdentity>,
    again: ServerAction<VerifyAgain>,
    mail_from: ServerAction<SetMailFrom>,
    reports: ServerAction<SendReportsTo>,
}

pub fn title() -> &'static str {
    texts().title
}

#[component]
pub fn SendingPage() -> impl IntoView {
    let t = texts();
    let acts = Acts {
        add: ServerAction::new(),
        again: ServerAction::new(),
        mail_from: ServerAction::new(),
        reports: ServerAction::new(),
    };
    let answered = move || {
        let Acts { add, again, mail_from, reports } = acts;
        (add.version().get(), again.version().get(), mail_from.version().get(), reports.version().get())
    };
    let account = Resource::new_blocking(answered, |_| ask_account());
    toast_when_done(acts.add, |()| texts().added.into());
    toast_when_done(acts.again, |()| texts().mailed_again.into());
    toast_when_done(acts.mail_from, |()| texts().saved.into());
    toast_when_done(acts.reports, |()| texts().was_set_up.into());
    view! {
        <Title text=t.title/>
        <p class="settings-lead">{t.lead}</p>
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                match account.await {
                    Ok(account) => Either::Left(view! { <Told account acts/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Records acts answered=Signal::derive(answered) account/>
    }
}

/// Of the domain in the address, or else of the first sender.
#[component]
fn Records(
    acts: Acts,
    answered: Signal<(usize, usize, usize, usize)>,
    account: Resource<Result<SendingAccount, crate::AppError>>,
) -> impl IntoView {
    let address = Address::here();
    // asked again by the address, so that the way back shows what it showed
    let wanted = move || (address.get("name"), address.get("again"), answered.get());
    let checked = Resource::new_blocking(wanted, move |(name, ..)| async move {
        let first = async {
            let senders = account.await.map(|account| account.senders).unwrap_or_default();
            senders.into_iter().next().map(|sender| sender.domain)
        };
        let name = match name {
            Some(name) => Some(name),
            None => first.await,
        };
        match name {
            Some(name) => check_domain(name).await.map(Some),
            None => Ok(None),
        }
    });
    view! {
        <Transition fallback=|| view! { <Skeleton rows=5/> }>
            {move || Suspend::new(async move {
                match checked.await {
                    Ok(Some(check)) => Either::Left(view! { <RecordsCard check acts/> }),
                    Ok(None) => Either::Right(Either::Left(view! { <NoSenders/> })),
                    Err(error) => Either::Right(Either::Right(view! { <ErrorNotice error=Some(error)/> })),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoSenders() -> impl IntoView {
    let t = texts();
    view! {
        <Empty title=t.no_senders hint=t.no_senders_hint>
            <A href="/settings/senders" attr:class=Look::Main.class()>{t.to_senders}</A>
        </Empty>
    }
}

#[component]
fn Told(account: SendingAccount, acts: Acts) -> impl IntoView {
    let t = texts();
    let SendingAccount { through, parked, senders } = account;
    let told = match through {
        Through::Ses(parts) => EitherOf4::A(view! { <Ses parts=*parts senders acts/> }),
        Through::Other(account) => EitherOf4::B(view! { <Elsewhere says=(t.other)(&account) senders/> }),
        Through::Outbox => EitherOf4::C(view! { <Elsewhere says=t.outbox senders/> }),
        Through::Nobody => EitherOf4::D(view! { <Elsewhere says=t.nobody senders/> }),
    };
    view! {
        {parked.map(|parked| view! { <ParkedNotice parked/> })}
        {told}
    }
}

#[component]
fn Elsewhere(#[prop(into)] says: String, senders: Vec<SenderLine>) -> impl IntoView {
    let t = texts();
    view! {
        <Notice tone=Tone::Calm>
            <p>{says}</p>
            <p class="quiet">{t.how_ses}</p>
        </Notice>
        <DomainChoice senders/>
    }
}

/// Where there are several domains to look at.
#[component]
fn DomainChoice(senders: Vec<SenderLine>) -> impl IntoView {
    let mut domains: Vec<String> = senders.into_iter().map(|sender| sender.domain).collect();
    domains.dedup();
    let link = |domain: String| view! { <A href=path_to(&domain) attr:class=Look::Small.class()>{domain.clone()}</A> };
    (domains.len() > 1).then(|| {
        view! {
            <nav class="sending-domains" aria-label=texts().domain>{domains.into_iter().map(link).collect_view()}</nav>
        }
    })
}

#[component]
fn Ses(parts: SesParts, senders: Vec<SenderLine>, acts: Acts) -> impl IntoView {
    let SesParts { account, identities, reports, request } = parts;
    let region = account.as_ref().map(|account| account.region.clone()).unwrap_or_default();
    let known: Vec<IdentityLine> = identities.clone().unwrap_or_default();
    view! {
        {match account {
            Ok(account) => Either::Left(view! { <AccountCard account/> }),
            Err(why) => Either::Right(view! { <Untold title=texts().account why/> }),
        }}
        {match identities {
            Ok(identities) => Either::Left(view! { <SendersCard senders identities=known acts/> <IdentitiesCard identities acts/> }),
            Err(why) => Either::Right(view! { <Untold title=texts().identities why/> }),
        }}
        {match reports {
            Ok(reports) => Either::Left(view! { <ReportsCard reports acts/> }),
            Err(why) => Either::Right(view! { <Untold title=texts().reports why/> }),
        }}
        {request.map(|request| view! { <RequestCard request region/> })}
    }
}

/// A part that SES would not tell.
#[component]
fn Untold(title: &'static str, why: Sentence) -> impl IntoView {
    let t = texts();
    view! {
        <crate::ui::Card title=title>
            <Notice tone=Tone::Warning>
                <p>{t.cannot_ask}</p>
                <p class="verbatim" lang="en">{why.en}</p>
            </Notice>
        </crate::ui::Card>
    }
}
