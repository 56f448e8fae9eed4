use super::{
    api::{ArchiveSender, SaveSender, UnarchiveSender, senders},
    texts::texts,
};
use crate::ui::{
    Address, Asked, Badge, DialogActions, Empty, ErrorNotice, Field, FormFields, Glyph, Icon, Look, Menu, Skeleton,
    Submit, Table, Tone, Toolbar, failure, toast_when_done,
};
use domain::{
    SenderId,
    sender::{Sender, SenderEntry},
};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;

const FIELDS: &[&str] =
    &["name", "address", "reply_to", "list_id", "company", "representative", "postal_address", "phone"];

#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SaveSender>,
    archive: ServerAction<ArchiveSender>,
    unarchive: ServerAction<UnarchiveSender>,
}

#[component]
pub fn SendersPage() -> impl IntoView {
    let t = &texts().senders;
    let acts = Acts { save: ServerAction::new(), archive: ServerAction::new(), unarchive: ServerAction::new() };
    let answered = move || (acts.save.version().get(), acts.archive.version().get(), acts.unarchive.version().get());
    let listed = Resource::new_blocking(answered, |_| senders());
    toast_when_done(acts.save, |()| texts().senders.saved.into());
    let address = Address::here();
    view! {
        <Title text=t.title/>
        <Toolbar>
            <p class="settings-lead">{t.lead}</p>
            <A href=move || address.asking(Some("new")) scroll=false attr:class=Look::Main.class()>
                <Icon glyph=Glyph::Plus/>
                {t.add}
            </A>
        </Toolbar>
        <ErrorNotice error=failure(acts.unarchive)/>
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                match listed.await {
                    Ok(senders) => Either::Left(view! { <Listed senders acts/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <Asked question="new" title=t.add_title is_wide=true>
            <SenderForm acts entry=SenderEntry::default()/>
        </Asked>
    }
}

#[component]
fn Listed(senders: Vec<Sender>, acts: Acts) -> impl IntoView {
    let t = &texts().senders;
    if senders.is_empty() {
        return Either::Left(view! { <Empty title=t.none hint=t.none_hint/> });
    }
    let asked = senders.clone();
    Either::Right(view! {
        <Table label=t.title>
            <thead>
                <tr>
                    <th scope="col">{t.sender}</th>
                    <th scope="col">{t.reply_to}</th>
                    <th scope="col">{t.footer}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>{senders.into_iter().map(|sender| view! { <Line sender acts/> }).collect_view()}</tbody>
        </Table>
        {asked.into_iter().map(|sender| view! { <SenderDialogs sender acts/> }).collect_view()}
    })
}

#[component]
fn Line(sender: Sender, acts: Acts) -> impl IntoView {
    let t = &texts().senders;
    let address = Address::here();
    let (id, profile) = (sender.id, sender.profile);
    let mail_address = profile.address.to_string();
    let named = (t.acts_on)(&mail_address);
    let is_archived = sender.archived_at.is_some();
    let footer = match profile.legal.is_complete() {
        true => view! { <Badge label=t.footer_complete tone=Tone::Good/> },
        false => view! { <Badge label=t.footer_incomplete tone=Tone::Warning/> },
    };
    let reply_to = profile.reply_to.map(|address| address.to_string());
    view! {
        <tr class:archived=is_archived>
            <th scope="row">
                <span class="member-line-name">{profile.name}</span>
                <span class="quiet member-line-email">{mail_address}</span>
                {is_archived.then(|| view! { <Badge label=t.archived tone=Tone::Plain/> })}
            </th>
            <td data-label=t.reply_to>{reply_to}</td>
            <td data-label=t.footer>{footer}</td>
            <td class="acts">
                <Menu label=|| view! { <Icon glyph=Glyph::More/> } named class="icon-button">
                    <A href=move || address.asking(Some(&format!("change-{id}"))) scroll=false>{t.change}</A>
                    {match is_archived {
                        true => Either::Left(view! {
                            <ActionForm action=acts.unarchive>
                                <Subject id/>
                                <Submit label=t.unarchive look=Look::Plain pending=acts.unarchive.pending()/>
                            </ActionForm>
                        }),
                        false => Either::Right(view! {
                            <A href=move || address.asking(Some(&format!("archive-{id}"))) scroll=false>{t.archive}</A>
                        }),
                    }}
                </Menu>
            </td>
        </tr>
    }
}

#[component]
fn Subject(id: SenderId) -> impl IntoView {
    view! { <input type="hidden" name="sender" value=id.to_string()/> }
}

#[component]
fn SenderDialogs(sender: Sender, acts: Acts) -> impl IntoView {
    let t = &texts().senders;
    let (id, profile) = (sender.id, sender.profile);
    let (entry, name) = (SenderEntry::of(&profile), profile.address.to_string());
    let address = Address::here();
    let archive_error = failure(acts.archive);
    view! {
        <Asked question=format!("change-{id}") title=(t.change_title)(&name) is_wide=true>
            <SenderForm acts id entry=entry.clone()/>
        </Asked>
        <Asked question=format!("archive-{id}") title=(t.archive_title)(&name)>
            <p>{t.archive_means}</p>
            <ErrorNotice error=archive_error/>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <ActionForm action=acts.archive>
                    <Subject id/>
                    <Submit label=t.archive_yes look=Look::Grave pending=acts.archive.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}

#[component]
fn SenderForm(acts: Acts, #[prop(optional)] id: Option<SenderId>, entry: SenderEntry) -> impl IntoView {
    let t = &texts().senders;
    let error = failure(acts.save);
    let address = Address::here();
    view! {
        <ActionForm action=acts.save>
            {id.map(|id| view! { <Subject id/> })}
            <ErrorNotice error fields=FIELDS/>
            <FormFields columns=true>
                <Field name="entry[name]" label=t.name hint=t.name_hint required=false value=entry.name error/>
                <Field name="entry[address]" label=t.address hint=t.address_hint kind="email" value=entry.address error/>
                <Field name="entry[reply_to]" label=t.reply_to hint=t.reply_to_hint kind="email" required=false
                    value=entry.reply_to error/>
                <Field name="entry[list_id]" label=t.list_id hint=t.list_id_hint required=false value=entry.list_id error/>
            </FormFields>
            <fieldset class="settings-legal">
                <legend>{t.legal}</legend>
                <p class="quiet">{t.legal_hint}</p>
                <FormFields columns=true>
                    <Field name="entry[company]" label=t.company required=false value=entry.company error/>
                    <Field name="entry[representative]" label=t.representative required=false value=entry.representative error/>
                    <Field name="entry[postal_address]" label=t.postal_address required=false value=entry.postal_address error/>
                    <Field name="entry[phone]" label=t.phone kind="tel" required=false value=entry.phone error/>
                </FormFields>
            </fieldset>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <Submit label=t.save look=Look::Main pending=acts.save.pending()/>
            </DialogActions>
        </ActionForm>
    }
}
