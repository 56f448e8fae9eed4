use super::{api::SendChosenAgain, texts::texts};
use crate::{
    campaigns::{
        path_to,
        recipient::{
            acts::{FixAddressDialog, FixAddressLink},
            path_to_person,
        },
        why::{Verbatim, said},
    },
    ui::{Address, DeliveryBadge, Look, Pager, SelectAll, SelectRow, Selection, SelectionBar, Submit, Table, When},
};
use domain::failed_send::{FailedKey, FailedSend};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

#[component]
pub fn List(
    rows: Vec<FailedSend>,
    next: Option<FailedKey>,
    is_first: bool,
    may_send: bool,
    again: ServerAction<SendChosenAgain>,
) -> impl IntoView {
    let t = texts();
    let here = Address::here();
    let selection = Selection::new("chosen", "people[]");
    selection.offer(rows.iter().filter(|row| row.may_go_again).map(named));
    let can_choose = may_send && rows.iter().any(|row| row.may_go_again);
    let first = (!is_first).then(|| untrack(|| here.with(&[])));
    let next = next.map(|key| untrack(|| here.with(&[("after", Some(&key.to_string()))])));
    let dialogs = rows.iter().filter(|row| may_send && row.may_be_corrected).map(|row| {
        let (campaign, seq, address) = (row.campaign, row.seq, row.address.to_string());
        view! { <FixAddressDialog campaign seq address/> }
    });
    let dialogs = dialogs.collect_view();
    let bar = can_choose.then(|| {
        view! {
            <SelectionBar selection>
                <ActionForm action=again attr:id="chosen">
                    <Submit label=t.send_selected look=Look::Main pending=again.pending()/>
                </ActionForm>
            </SelectionBar>
        }
    });
    view! {
        <div class="selectable">
            <Table label=t.title class="failed-table">
                <thead>
                    <tr>
                        {can_choose.then(|| view! { <th scope="col" class="select-cell"><SelectAll selection/></th> })}
                        <th scope="col">{t.address}</th>
                        <th scope="col">{t.reason}</th>
                        <th scope="col">{t.campaign}</th>
                        <th scope="col">{t.time}</th>
                        {may_send.then(|| view! { <th scope="col"><span class="hidden">{t.send_selected}</span></th> })}
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| view! { <Row row may_send can_choose selection/> })
                        .collect_view()}
                </tbody>
            </Table>
            {bar}
        </div>
        <Pager first next/>
        {dialogs}
    }
}

/// As the boxes send it.
fn named(row: &FailedSend) -> String {
    format!("{}_{}", row.campaign, row.seq)
}

#[component]
fn Row(row: FailedSend, may_send: bool, can_choose: bool, selection: Selection) -> impl IntoView {
    let t = texts();
    let wording = row.cause.wording();
    let value = named(&row);
    let FailedSend { campaign, seq, state, at, .. } = row;
    let address = row.address.to_string();
    let ticking = (t.select)(&address);
    view! {
        <tr>
            {can_choose.then(|| view! {
                <td class="select-cell">
                    {row.may_go_again.then(|| view! { <SelectRow selection value named=ticking/> })}
                </td>
            })}
            <th scope="row" class="person-address">
                <A href=path_to_person(campaign, seq)>{address}</A>
                <span class="quiet person-under">{row.name}</span>
            </th>
            <td class="failed-reason">
                <p><DeliveryBadge state/> " " <strong>{said(wording.name)}</strong></p>
                <p class="failed-next">{said(wording.next)}</p>
                <Verbatim words=row.detail/>
            </td>
            <td data-label=t.campaign><A href=path_to(campaign)>{row.campaign_name}</A></td>
            <td class="time"><When at/></td>
            {may_send.then(|| view! {
                <td class="acts">
                    {row.is_suppressed.then(|| view! { <span class="quiet">{t.suppressed}</span> })}
                    {row.may_be_corrected.then(|| view! { <FixAddressLink campaign seq look=Look::Small/> })}
                </td>
            })}
        </tr>
    }
}
