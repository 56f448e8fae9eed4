use super::{
    api::{Listed, list},
    editor::{
        api::{Begin, Duplicate, SetArchived},
        path_to_edit,
    },
    leaving::{Standing, look_again_if_leaving},
    path_to,
};
use crate::{
    AppError,
    layout::Asking,
    texts::{count, texts},
    ui::{
        Address, Asked, ConservationBar, DialogActions, Empty, ErrorNotice, Field, Glyph, Icon, Look, Menu, PageHead,
        Pager, SearchField, Submit, Tab, Table, Tabs, Toolbar, When, failure,
    },
};
use domain::{CampaignId, DeliveryState, Totals, campaign::CampaignState, report::CampaignSummary};
use leptos::{either::EitherOf3, form::ActionForm, prelude::*};
use leptos_router::components::A;

/// As many as the server gives: a full page may have an older one.
const PAGE: usize = 50;

type Campaigns = Resource<Result<Vec<CampaignSummary>, AppError>>;

#[component]
pub fn CampaignList() -> impl IntoView {
    let t = &texts().campaigns;
    let address = Address::here();
    let listed = Memo::new(move |_| Listed {
        search: address.get("search"),
        state: address.get("state").and_then(|word| word.parse().ok()),
        is_archived: address.is("show", "archived"),
        before: address.get("before").and_then(|id| id.parse().ok()),
    });
    let campaigns: Campaigns = Resource::new_blocking(move || listed.get(), list);
    let me = expect_context::<Asking>();
    let new = move || {
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    me.await.is_ok_and(|me| me.role.may_send()).then(|| view! {
                        <A href=move || address.asking(Some("new")) scroll=false attr:class=Look::Main.class()>
                            <Icon glyph=Glyph::Plus/> {t.new}
                        </A>
                    })
                })}
            </Suspense>
        }
    };
    view! {
        <PageHead title=t.title actions=new/>
        <Filters listed/>
        <Transition>
            {move || Suspend::new(async move {
                let may_send = me.await.is_ok_and(|me| me.role.may_send());
                match campaigns.await {
                    Err(error) => EitherOf3::A(view! { <ErrorNotice error=Some(error)/> }),
                    Ok(found) if found.is_empty() => EitherOf3::B(view! { <Nothing listed=listed.get_untracked()/> }),
                    Ok(found) => EitherOf3::C(view! { <Found found campaigns listed=listed.get_untracked() may_send/> }),
                }
            })}
        </Transition>
        <NewDialog/>
    }
}

#[component]
fn Filters(listed: Memo<Listed>) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let tab = move |state: Option<CampaignState>| {
        let word = state.map(CampaignState::as_str);
        let label = state.map_or(t.campaigns.all, |state| (t.campaign_state)(state));
        let is_current = listed.with(|listed| listed.state == state && !listed.is_archived);
        Tab::new(address.with(&[("state", word), ("show", None)]), label, is_current)
    };
    let tabs = Signal::derive(move || {
        let states = CampaignState::ALL.into_iter().filter(|state| *state != CampaignState::Cancelled);
        let mut tabs: Vec<Tab> = std::iter::once(None).chain(states.map(Some)).map(tab).collect();
        let archived = address.with(&[("state", None), ("show", Some("archived"))]);
        tabs.push(Tab::new(archived, t.campaigns.archived, listed.with(|listed| listed.is_archived)));
        tabs
    });
    view! {
        <Tabs label=t.campaigns.state tabs/>
        <Toolbar>
            <SearchField action="/campaigns" label=t.campaigns.search
                value=Signal::derive(move || listed.with(|listed| listed.search.clone().unwrap_or_default()))/>
        </Toolbar>
    }
}

#[component]
fn Nothing(listed: Listed) -> impl IntoView {
    let t = &texts().campaigns;
    let address = Address::here();
    if listed == Listed::default() {
        EitherOf3::A(view! {
            <Empty title=t.none_yet hint=t.none_yet_hint>
                <A href=address.asking(Some("new")) scroll=false attr:class=Look::Main.class()>{t.new}</A>
            </Empty>
        })
    } else if listed.before.is_some() {
        EitherOf3::B(view! { <Empty title=t.none_older><A href="/campaigns">{t.newest}</A></Empty> })
    } else {
        EitherOf3::C(view! { <Empty title=t.none_found><A href="/campaigns">{t.show_all}</A></Empty> })
    }
}

#[component]
fn Found(found: Vec<CampaignSummary>, campaigns: Campaigns, listed: Listed, may_send: bool) -> impl IntoView {
    let t = &texts().campaigns;
    let address = Address::here();
    let oldest = found.last().filter(|_| found.len() == PAGE).map(|last| last.id.to_string());
    let older = oldest.map(|id| address.with(&[("before", Some(&id))]));
    let newest = listed.before.is_some().then(|| address.with(&[]));
    let asked: Vec<_> = found.iter().map(|campaign| (campaign.id, campaign.name.clone())).collect();
    look_again_if_leaving(&found, move || campaigns.refetch());
    let archive = ServerAction::<SetArchived>::new();
    Effect::new(move |_| {
        if archive.value().get().is_some_and(|answer| answer.is_ok()) {
            campaigns.refetch();
        }
    });
    view! {
        <ErrorNotice error=failure(archive)/>
        <Table label=t.title class="campaigns">
            <thead>
                <tr>
                    <th scope="col">{t.name}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col" class="number">{t.audience}</th>
                    <th scope="col">{t.progress}</th>
                    <th scope="col">{t.result}</th>
                    <th scope="col">{t.launched}</th>
                    <th scope="col"><span class="hidden">{t.more}</span></th>
                </tr>
            </thead>
            <tbody>{found.into_iter().map(|campaign| view! { <Row campaign archive may_send/> }).collect_view()}</tbody>
        </Table>
        <Pager first=newest next=older/>
        {asked.into_iter().map(|(id, name)| view! { <CopyDialog id name/> }).collect_view()}
    }
}

#[component]
fn Row(campaign: CampaignSummary, archive: ServerAction<SetArchived>, may_send: bool) -> impl IntoView {
    let t = texts();
    let totals = campaign.totals;
    let ended = totals.audience() - totals.unsent() - totals.in_doubt;
    let is_launched = campaign.launched_at.is_some();
    let path = if is_launched { path_to(campaign.id) } else { path_to_edit(campaign.id) };
    let name = campaign.name.clone();
    let planned = campaign.launch_at.filter(|_| !is_launched && !campaign.is_leaving);
    view! {
        <tr>
            <th scope="row" class="campaign-name">
                <A href=path>{name}</A>
                <span class="quiet">{(t.campaign_kind)(campaign.kind)}</span>
            </th>
            <td data-label=t.campaigns.state><Standing state=campaign.state is_leaving=campaign.is_leaving at=campaign.launch_at/></td>
            <td data-label=t.campaigns.audience class="number">{is_launched.then(|| count(totals.audience()))}</td>
            <td data-label=t.campaigns.progress class="campaign-progress">
                {is_launched.then(|| view! {
                    <ConservationBar totals/>
                    <span class="quiet">{(t.campaigns.ended_of)(ended, totals.audience())}</span>
                })}
            </td>
            <td data-label=t.campaigns.result>{is_launched.then(|| view! { <Outcome totals/> })}</td>
            <td data-label=is_launched.then_some(t.campaigns.launched) class="time">
                {planned.map(|at| view! { <span class="quiet">{t.campaigns.goes_at}</span> " " <When at/> })}
                {campaign.launched_at.map(|at| view! { <When at/> })}
            </td>
            <td class="campaign-acts">{may_send.then(|| view! { <Acts campaign archive/> })}</td>
        </tr>
    }
}

#[component]
fn Acts(campaign: CampaignSummary, archive: ServerAction<SetArchived>) -> impl IntoView {
    let t = &texts().campaigns;
    let address = Address::here();
    let CampaignSummary { id, name, state, is_archived, .. } = campaign;
    let is_over = !matches!(state, CampaignState::Scheduled | CampaignState::Running);
    let copy = format!("copy-{id}");
    view! {
        <Menu label=move || view! { <Icon glyph=Glyph::More/> } named=(t.more_of)(&name) class="icon-button">
            <A href=move || address.asking(Some(&copy)) scroll=false>{t.duplicate}</A>
            {is_over.then(|| view! {
                <ActionForm action=archive attr:class="menu-form">
                    <input type="hidden" name="campaign" value=id.to_string()/>
                    <input type="hidden" name="is_archived" value=(!is_archived).to_string()/>
                    <Submit label=if is_archived { t.unarchive } else { t.archive } pending=archive.pending()/>
                </ActionForm>
            })}
            {(state == CampaignState::Draft).then(|| view! {
                <A href=format!("{}?ask=delete", path_to_edit(id))>{t.delete}</A>
            })}
        </Menu>
    }
}

/// A name, and one begins to write.
#[component]
fn NewDialog() -> impl IntoView {
    let t = &texts().campaigns;
    let begin = ServerAction::<Begin>::new();
    let error = failure(begin);
    view! {
        <Asked question="new" title=t.new>
            <ActionForm action=begin>
                <Field name="name" label=t.name_label hint=t.name_hint error/>
                <ErrorNotice error fields=&["name"]/>
                <DialogActions>
                    <Submit label=t.begin look=Look::Main pending=begin.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

#[component]
fn CopyDialog(id: CampaignId, name: String) -> impl IntoView {
    let t = &texts().campaigns;
    let duplicate = ServerAction::<Duplicate>::new();
    let error = failure(duplicate);
    let name = StoredValue::new((t.copy_of)(&name));
    view! {
        <Asked question=format!("copy-{id}") title=t.duplicate>
            <p>{t.copy_means}</p>
            <ActionForm action=duplicate>
                <input type="hidden" name="campaign" value=id.to_string()/>
                <Field name="name" label=t.name_label value=name.get_value() error/>
                <ErrorNotice error fields=&["name"]/>
                <DialogActions>
                    <Submit label=t.duplicate look=Look::Main pending=duplicate.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
    }
}

/// The ends that people ask about first; what went well, then what needs a hand.
#[component]
fn Outcome(totals: Totals) -> impl IntoView {
    use DeliveryState as D;
    let t = texts();
    let shown = [D::Delivered, D::Sent, D::Failed, D::Bounced, D::Complained, D::InDoubt, D::Skipped, D::Cancelled];
    let part = move |state| {
        view! {
            <li data-state=state.as_str()>{count(totals.of(state))} " " {(t.delivery_state)(state)}</li>
        }
    };
    let parts = shown.into_iter().filter(|state| totals.of(*state) > 0).map(part).collect::<Vec<_>>();
    if parts.is_empty() {
        view! { <span class="quiet">{t.campaigns.none_ended}</span> }.into_any()
    } else {
        view! { <ul class="outcome">{parts}</ul> }.into_any()
    }
}
