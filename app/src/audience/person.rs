mod evidence;
mod topics;

use super::{
    api::{ChooseTopic, Erase, StopSending, find_person, letters, notices_of},
    path_to, path_to_import,
    people::{ConsentBadge, plain},
    texts::texts,
};
use crate::{
    AppError,
    layout::Asking,
    ui::{
        Address, Asked, Badge, Card, DeliveryBadge, DialogActions, Empty, ErrorNotice, Field, Look, Notice, OriginLink,
        PageError, PageHead, Pager, RadioCards, RadioChoice, Skeleton, Submit, Table, Tone, When, failure,
    },
};
use domain::{
    CampaignId, ContactId,
    notice::NoticeEntry,
    people::{ImportedBy, Person, Said, SentCampaign, Suppression},
};
use evidence::Evidence;
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::{components::A, hooks::use_params_map};
use topics::Topics;

/// As many as the server gives on a page; one more says that there is a next.
const LETTERS: usize = 20;

pub fn asked_for() -> Memo<Option<ContactId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()))
}

pub fn existing(id: Option<ContactId>) -> Result<ContactId, AppError> {
    id.ok_or_else(|| AppError::Missing("person of that number".into()))
}

/// Everything about one person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let id = asked_for();
    let address = Address::here();
    let before = Memo::new(move |_| address.get("before").and_then(|id| id.parse::<CampaignId>().ok()));
    let found = Resource::new_blocking(move || id.get(), |id| async move { find_person(existing(id)?).await });
    let wanted = move || (id.get(), before.get());
    let told = Resource::new_blocking(move || id.get(), |id| async move { notices_of(existing(id)?).await });
    let sent = Resource::new_blocking(wanted, |(id, before)| async move { letters(existing(id)?, before).await });
    let choose = ServerAction::<ChooseTopic>::new();
    let chosen = topics::topics(id, choose);
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                let may_write = me.await.is_ok_and(|me| me.role.may_send());
                match found.await {
                    Ok(person) => {
                        let (sent, is_first) = (sent.await, before.get_untracked().is_none());
                        let told = told.await.unwrap_or_default();
                        let topics = move || view! { <Topics id=person.id choose chosen may_write/> };
                        Either::Left(view! { <Shown person may_write sent told is_first topics/> })
                    }
                    Err(error) => Either::Right(view! { <PageError error list=("/people", crate::texts::texts().frame.people)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(
    person: Person,
    may_write: bool,
    sent: Result<Vec<SentCampaign>, AppError>,
    told: Vec<NoticeEntry>,
    is_first: bool,
    #[prop(into)] topics: ViewFn,
) -> impl IntoView {
    let t = texts();
    let id = person.id;
    let title = if person.name.is_empty() { person.address.to_string() } else { person.name.clone() };
    let consent = person.consent();
    let (address, locale, added_at) = (person.address.to_string(), person.locale.clone(), person.added_at);
    let facts = move || {
        view! {
            <span>{address.clone()}</span>
            {locale.clone().map(|locale| view! { <span>{locale}</span> })}
            <ConsentBadge consent/>
            <span class="quiet">{t.added} " " <When at=added_at/></span>
        }
    };
    let actions = move || may_write.then(|| view! { <Acts id/> });
    view! {
        <PageHead title back=("/people".to_owned(), t.people.to_owned()) facts actions/>
        {person.suppression.map(|suppression| view! { <Suppressed suppression/> })}
        <div class="person-cards">
            <Card title=t.attributes><Attributes attributes=person.attributes/></Card>
            <Card title=t.topics>{topics.run()}</Card>
            <Card title=t.history><History consents=person.consents/> <Told told/></Card>
            <Card title=t.files><Files imports=person.imports/></Card>
        </div>
        <Card title=t.letters><Letters id sent is_first/></Card>
        <StopDialog id/>
        <EraseDialog id/>
    }
}

#[component]
fn Acts(id: ContactId) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let export = format!("{}/export.json", path_to(id));
    view! {
        <a href=export class=Look::Plain.class() download="" rel="external">{t.take_along}</a>
        <A href=move || address.asking(Some("stop")) scroll=false attr:class=Look::Plain.class()>{t.stop}</A>
        <A href=move || address.asking(Some("erase")) scroll=false attr:class=Look::Plain.class()>{t.erase}</A>
        <A href=format!("{}/edit", path_to(id)) attr:class=Look::Main.class()>{t.edit}</A>
    }
}

#[component]
fn Suppressed(suppression: Suppression) -> impl IntoView {
    let t = texts();
    view! {
        <Notice tone=Tone::Warning>
            <strong>{t.never_mailed}</strong>
            <p>{(t.reason)(suppression.reason)} " · " <OriginLink origin=suppression.source/> " · " <When at=suppression.at/></p>
        </Notice>
    }
}

#[component]
fn Attributes(attributes: domain::contact::Attributes) -> impl IntoView {
    if attributes.is_empty() {
        return Either::Left(view! { <p class="quiet">{texts().no_attributes}</p> });
    }
    let fact =
        |(name, value): (String, serde_json::Value)| view! { <div><dt>{name}</dt><dd>{plain(&value)}</dd></div> };
    Either::Right(view! { <dl class="person-facts">{attributes.into_iter().map(fact).collect_view()}</dl> })
}

#[component]
fn History(consents: Vec<Said>) -> impl IntoView {
    let t = texts();
    if consents.is_empty() {
        return Either::Left(view! { <p class="quiet">{t.no_history}</p> });
    }
    let said = move |said: Said| {
        view! {
            <li>
                <strong>{if said.given { t.gave } else { t.refused }}</strong> " " <When at=said.at/>
                <span class="quiet"><OriginLink origin=said.source/></span>
                {(said.text.is_some() || said.proof.is_some()).then(|| view! { <Evidence text=said.text proof=said.proof/> })}
            </li>
        }
    };
    Either::Right(view! { <ol class="person-history">{consents.into_iter().map(said).collect_view()}</ol> })
}

/// Letters that told them what became of their word.
#[component]
fn Told(told: Vec<NoticeEntry>) -> impl IntoView {
    let t = texts();
    let letter = move |letter: NoticeEntry| {
        let (label, tone) = (t.notice_outcome)(letter.outcome);
        view! {
            <li>
                <strong>{(t.notice)(letter.kind)}</strong> " " <When at=letter.ended_at.unwrap_or(letter.asked_at)/> " "
                <Badge label tone/>
            </li>
        }
    };
    (!told.is_empty()).then(|| {
        view! {
            <h3 class="person-told">{t.notices}</h3>
            <ol class="person-history">{told.into_iter().map(letter).collect_view()}</ol>
        }
    })
}

#[component]
fn Files(imports: Vec<ImportedBy>) -> impl IntoView {
    let file = |file: ImportedBy| {
        view! {
            <li><A href=path_to_import(file.id)>{file.file_name}</A> " " <span class="quiet"><When at=file.at/></span></li>
        }
    };
    match imports.is_empty() {
        true => Either::Left(view! { <p class="quiet">"–"</p> }),
        false => {
            Either::Right(view! { <ul class="person-history">{imports.into_iter().map(file).collect_view()}</ul> })
        }
    }
}

#[component]
fn Letters(id: ContactId, sent: Result<Vec<SentCampaign>, AppError>, is_first: bool) -> impl IntoView {
    let t = texts();
    let mut sent = match sent {
        Ok(sent) => sent,
        Err(error) => return Either::Left(Either::Left(view! { <ErrorNotice error=Some(error)/> })),
    };
    if sent.is_empty() {
        return Either::Left(Either::Right(view! { <Empty title=t.no_letters/> }));
    }
    let has_next = sent.len() > LETTERS;
    sent.truncate(LETTERS);
    let next = sent.last().filter(|_| has_next).map(|last| format!("{}?before={}", path_to(id), last.campaign));
    let first = (!is_first).then(|| path_to(id));
    let row = move |sent: SentCampaign| {
        view! {
            <tr>
                <th scope="row"><A href=format!("/campaigns/{}", sent.campaign)>{sent.name}</A></th>
                <td data-label=t.state><DeliveryBadge state=sent.state/></td>
                <td data-label=t.detail>{sent.detail}</td>
                <td data-label=t.when class="time">{sent.at.map(|at| view! { <When at/> })}</td>
            </tr>
        }
    };
    Either::Right(view! {
        <Table label=t.letters>
            <thead>
                <tr>
                    <th scope="col">{t.campaign}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col">{t.detail}</th>
                    <th scope="col">{t.when}</th>
                </tr>
            </thead>
            <tbody>{sent.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager first previous=None next/>
    })
}

#[component]
fn StopDialog(id: ContactId) -> impl IntoView {
    let t = texts();
    let stop = ServerAction::<StopSending>::new();
    let choices = move || {
        vec![
            RadioChoice::new("refused", t.stop_refused, t.stop_refused_hint),
            RadioChoice::new("by_hand", t.stop_by_hand, t.stop_by_hand_hint),
        ]
    };
    let address = Address::here();
    view! {
        <Asked question="stop" title=t.stop_title>
            <p>{t.stop_means}</p>
            <ErrorNotice error=failure(stop) fields=&["words"]/>
            <ActionForm action=stop>
                <input type="hidden" name="contact" value=id.to_string()/>
                <RadioCards name="why" label=t.stop_why choices=choices() value="refused"/>
                <Field name="words" label=t.stop_words error=failure(stop)/>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                    <Submit label=t.stop_yes look=Look::Grave pending=stop.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

#[component]
fn EraseDialog(id: ContactId) -> impl IntoView {
    let t = texts();
    let erase = ServerAction::<Erase>::new();
    let address = Address::here();
    view! {
        <Asked question="erase" title=t.erase_title>
            <p>{t.erase_means}</p>
            <ErrorNotice error=failure(erase)/>
            <ActionForm action=erase>
                <input type="hidden" name="contact" value=id.to_string()/>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                    <Submit label=t.erase_yes look=Look::Grave pending=erase.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}
