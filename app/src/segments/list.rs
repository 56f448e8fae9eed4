use super::{
    api::{CampaignTo, DuplicateSegment, RemoveSegment, SegmentLine, all},
    path_to,
    people::about,
    texts::texts,
};
use crate::texts::speak;
use crate::ui::{
    Address, Asked, DialogActions, Empty, ErrorNotice, Glyph, Icon, Look, Menu, PageHead, Skeleton, Submit, Table,
    When, failure, toast_when_done,
};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::components::A;

/// Made once, so that an answer outlives the row that asked.
#[derive(Clone, Copy)]
struct Acts {
    duplicate: ServerAction<DuplicateSegment>,
    remove: ServerAction<RemoveSegment>,
    campaign: ServerAction<CampaignTo>,
}

#[component]
pub fn SegmentList() -> impl IntoView {
    let t = texts();
    let acts = Acts { duplicate: ServerAction::new(), remove: ServerAction::new(), campaign: ServerAction::new() };
    let answered = move || (acts.duplicate.version().get(), acts.remove.version().get());
    let listed = Resource::new_blocking(answered, |_| all());
    toast_when_done(acts.remove, |()| texts().removed.into());
    view! {
        <PageHead title=t.title actions=move || view! {
            <A href="/segments/new" attr:class=Look::Main.class()><Icon glyph=Glyph::Plus/> {t.add}</A>
        }/>
        <p class="quiet">{t.lead}</p>
        <ErrorNotice error=failure(acts.duplicate)/>
        <ErrorNotice error=failure(acts.campaign)/>
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                match listed.await {
                    Ok(segments) => Either::Left(view! { <Listed segments acts/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Listed(segments: Vec<SegmentLine>, acts: Acts) -> impl IntoView {
    let t = texts();
    if segments.is_empty() {
        return Either::Left(view! {
            <Empty title=t.none hint=t.none_hint>
                <A href="/segments/new" attr:class=Look::Main.class()>{t.add}</A>
            </Empty>
        });
    }
    let asked = segments.clone();
    Either::Right(view! {
        <Table label=t.title class="segments">
            <thead>
                <tr>
                    <th scope="col">{t.segment}</th>
                    <th scope="col" class="number">{t.people}</th>
                    <th scope="col">{t.counted}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>{segments.into_iter().map(|segment| view! { <Line segment acts/> }).collect_view()}</tbody>
        </Table>
        {asked.into_iter().map(|segment| view! { <RemoveDialog segment acts/> }).collect_view()}
    })
}

#[component]
fn Line(segment: SegmentLine, acts: Acts) -> impl IntoView {
    let t = texts();
    let SegmentLine { id, name, sentence, people } = segment;
    let address = Address::here();
    let named = (t.acts_on)(&name);
    let hidden = move || view! { <input type="hidden" name="segment" value=id.to_string()/> };
    view! {
        <tr>
            <th scope="row" class="segment-name">
                <A href=path_to(id)>{name}</A>
                <span class="quiet segment-rule">{speak(&sentence)}</span>
            </th>
            <td data-label=t.people class="number">{people.map(|(people, _)| about(people.matching, people.exact))}</td>
            <td data-label=t.counted class="time">{people.map(|(_, at)| view! { <When at/> })}</td>
            <td class="acts">
                <Menu label=|| view! { <Icon glyph=Glyph::More/> } named=named class="icon-button">
                    <ActionForm action=acts.campaign>{hidden()} <Submit label=t.campaign_to look=Look::Small/></ActionForm>
                    <ActionForm action=acts.duplicate>{hidden()} <Submit label=t.duplicate look=Look::Small/></ActionForm>
                    <A href=move || address.asking(Some(&format!("remove-{id}"))) scroll=false>{t.remove}</A>
                </Menu>
            </td>
        </tr>
    }
}

#[component]
fn RemoveDialog(segment: SegmentLine, acts: Acts) -> impl IntoView {
    let t = texts();
    let id = segment.id;
    let address = Address::here();
    let error = failure(acts.remove);
    view! {
        <Asked question=format!("remove-{id}") title=(t.remove_title)(&segment.name)>
            <p>{t.remove_means}</p>
            <ErrorNotice error/>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <ActionForm action=acts.remove>
                    <input type="hidden" name="segment" value=id.to_string()/>
                    <Submit label=t.remove_yes look=Look::Grave pending=acts.remove.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}
