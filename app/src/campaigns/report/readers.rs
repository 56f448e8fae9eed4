//! Who opened and clicked: three numbers, and where on the letter.

use super::{link::readable, share, texts::texts};
use crate::{
    campaigns::path_to,
    texts::count,
    ui::{Card, Table},
};
use domain::{CampaignId, Totals, campaign_report::ClickedLink, reading::Tally, tracking::Tracking};
use leptos::{either::Either, prelude::*};

#[component]
pub fn Readers(totals: Totals, tracking: Tracking, opened: Tally, clicked: Tally) -> impl IntoView {
    let t = texts();
    let there = totals.sent + totals.delivered + totals.complained;
    let row = move |label: &'static str, note: Option<&'static str>, is_asked: bool, tally: Tally| {
        let cells = if is_asked || !tally.is_nothing() {
            Either::Left(view! {
                <td class="number" data-label=t.likely_people>
                    <strong>{count(tally.likely)}</strong> " " <span class="quiet">{share(tally.likely, there)}</span>
                </td>
                <td class="number" data-label=t.likely_machines>{count(tally.machines())}</td>
                <td class="number" data-label=t.all_readers>{count(tally.people)}</td>
                <td class="number" data-label=t.times>{count(tally.times)}</td>
            })
        } else {
            Either::Right(view! { <td colspan="4" class="quiet">{t.not_counted}</td> })
        };
        let note = note.map(|note| view! { <span class="reader-note">{note}</span> });
        view! { <tr><th scope="row">{label} " " {note}</th> {cells}</tr> }
    };
    view! {
        <Card title=t.readers class="readers">
            <Table label=t.readers>
                <thead>
                    <tr>
                        <th scope="col">{t.what}</th>
                        <th scope="col" class="number">{t.likely_people}</th>
                        <th scope="col" class="number">{t.likely_machines}</th>
                        <th scope="col" class="number">{t.all_readers}</th>
                        <th scope="col" class="number">{t.times}</th>
                    </tr>
                </thead>
                <tbody>
                    {row(t.opened, Some(t.opened_note), tracking.opens, opened)}
                    {row(t.clicked, None, tracking.clicks, clicked)}
                </tbody>
            </Table>
            <p class="quiet report-note">{t.readers_note}</p>
        </Card>
    }
}

#[component]
pub fn ClickMap(id: CampaignId, links: Vec<ClickedLink>) -> impl IntoView {
    let t = texts();
    if links.is_empty() {
        return view! { <Card title=t.links><p class="quiet">{t.no_clicks}</p></Card> }.into_any();
    }
    let is_mapped = links.iter().any(|link| link.number > 0);
    let row = move |link: ClickedLink| {
        let ClickedLink { number, href, tally } = link;
        view! {
            <tr>
                <td class="number" data-label=t.number>{(number > 0).then(|| format!("#{number}"))}</td>
                <th scope="row" class="link-address" title=href.clone()>{readable(&href)}</th>
                <td class="number" data-label=t.likely_people><strong>{count(tally.likely)}</strong></td>
                <td class="number" data-label=t.likely_machines>{count(tally.machines())}</td>
                <td class="number" data-label=t.all_readers>{count(tally.people)}</td>
                <td class="number" data-label=t.times>{count(tally.times)}</td>
            </tr>
        }
    };
    let map = is_mapped.then(|| {
        let source = format!("{}/report/links", path_to(id));
        // nothing in it runs, and it reads nothing of ours
        view! { <iframe class="mail-frame" sandbox="" src=source title=t.map></iframe> }
    });
    view! {
        <Card title=t.links class="click-map">
            <Table label=t.links>
                <thead>
                    <tr>
                        <th scope="col" class="number">{t.number}</th>
                        <th scope="col">{t.link}</th>
                        <th scope="col" class="number">{t.likely_people}</th>
                        <th scope="col" class="number">{t.likely_machines}</th>
                        <th scope="col" class="number">{t.all_readers}</th>
                        <th scope="col" class="number">{t.times}</th>
                    </tr>
                </thead>
                <tbody>{links.into_iter().map(row).collect_view()}</tbody>
            </Table>
            {map}
        </Card>
    }
    .into_any()
}
