use super::{
    api::SaveSender,
    desk::{Step, Table},
    texts::texts,
    typing::{SaveState, Typing},
};
use crate::{
    campaigns::actions::Subject,
    ui::{Empty, Look, Notice, RadioCards, RadioChoice, Tone},
};
use domain::{SenderId, campaign::CampaignKind, draft::Versions, sender::Sender};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

#[component]
pub fn SenderCard(
    table: Table,
    sender: Option<SenderId>,
    versions: Versions,
    senders: Vec<Sender>,
    kind: RwSignal<CampaignKind>,
) -> impl IntoView {
    let t = texts();
    let typing = Typing::<SaveSender>::new(domain::draft::Card::Sender, versions, table);
    let chosen = RwSignal::new(sender);
    let is_done = Signal::derive(move || chosen.get().is_some());
    if senders.is_empty() {
        return Either::Left(view! {
            <Step name="sender" title=t.sender is_done>
                <Empty title=t.no_sender hint=t.no_sender_hint>
                    <A href="/settings/senders" attr:class=Look::Plain.class()>{t.to_senders}</A>
                </Empty>
            </Step>
        });
    }
    let lacking: Vec<SenderId> =
        senders.iter().filter(|sender| !sender.profile.legal.is_complete()).map(|sender| sender.id).collect();
    let choices = senders.iter().map(|sender| {
        let name = if sender.profile.name.is_empty() {
            sender.profile.address.to_string()
        } else {
            sender.profile.name.clone()
        };
        let hint = match sender.archived_at {
            Some(_) => (t.archived_sender)(sender.profile.address.as_str()),
            None => sender.profile.address.to_string(),
        };
        RadioChoice::new(sender.id.to_string(), name, hint)
    });
    let choices = choices.collect::<Vec<_>>();
    let on_choice = Callback::new(move |id: String| chosen.set(id.parse().ok()));
    let lacks_footer =
        move || kind.get() == CampaignKind::Advertising && chosen.get().is_some_and(|chosen| lacking.contains(&chosen));
    let value = sender.map(|id| id.to_string()).unwrap_or_default();
    Either::Right(view! {
        <Step name="sender" title=t.sender is_done>
            <ActionForm action=typing.action node_ref=typing.form attr:novalidate="" on:input=move |_| typing.touch()
                on:change=move |_| typing.send()>
                <Subject id=table.id/>
                <input type="hidden" name="seen" value=move || typing.seen.get()/>
                <fieldset class="step-fields" disabled=table.is_locked>
                    <RadioCards name="sender" label=t.from choices value on_choice error=typing.error/>
                </fieldset>
                <Show when=lacks_footer.clone()>
                    <Notice tone=Tone::Warning>{t.footer_lacking} " " <A href="/settings/senders">{t.to_senders}</A></Notice>
                </Show>
                <SaveState typing/>
            </ActionForm>
        </Step>
    })
}
