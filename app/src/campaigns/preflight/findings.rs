use super::{
    api::{AddFooter, MarkSubject},
    texts::texts,
};
use crate::{
    AppError,
    texts::{speak, texts as shared_texts},
    ui::{Badge, Look, Submit, Tone},
};
use domain::{
    CampaignId, Sentence,
    preflight::{Finding, Fix, Preflight, Severity},
};
use leptos::{either::EitherOf4, form::ActionForm, prelude::*};

/// What one press mends.
#[derive(Clone, Copy)]
pub struct Fixes {
    pub mark: ServerAction<MarkSubject>,
    pub footer: ServerAction<AddFooter>,
}

/// What needs a hand in sight, what is fine folded away.
#[component]
pub fn Findings(campaign: CampaignId, preflight: Preflight, fixes: Option<Fixes>) -> impl IntoView {
    let t = texts();
    let is_fine = |finding: &Finding| finding.severity() == Severity::Ok;
    let (fine, open): (Vec<Finding>, Vec<Finding>) = preflight.findings.into_iter().partition(is_fine);
    let row = move |finding| view! { <Row campaign finding fixes/> };
    let n = fine.len();
    view! {
        {(!open.is_empty()).then(|| view! {
            <ul class="findings">{open.into_iter().map(row).collect_view()}</ul>
        })}
        {(n > 0).then(|| view! {
            <details class="findings-fine">
                <summary>{(t.fine)(n)}</summary>
                <ul class="findings">{fine.into_iter().map(row).collect_view()}</ul>
            </details>
        })}
    }
}

#[component]
fn Row(campaign: CampaignId, finding: Finding, fixes: Option<Fixes>) -> impl IntoView {
    let t = texts();
    let severity = finding.severity();
    let (label, tone) = match severity {
        Severity::Block => (t.block, Tone::Wrong),
        Severity::Warn => (t.warn, Tone::Warning),
        Severity::Ok => (t.ok, Tone::Good),
    };
    let details = finding.details();
    let detail = |words: Sentence| view! { <p class="finding-detail">{speak(&words)}</p> };
    // the words of refusals, with a capital and a stop
    let says = (shared_texts().error)(&AppError::Refused(finding.says));
    view! {
        <li class="finding" data-severity=severity.as_str()>
            <Badge label tone/>
            <div class="finding-words">
                <p>{says}</p>
                {finding.about.map(|about| view! { <p class="finding-about">{about}</p> })}
                {details.into_iter().map(detail).collect_view()}
            </div>
            {finding.fix.map(|fix| view! { <Mend campaign fix fixes/> })}
        </li>
    }
}

/// The way to where it is mended, or the one act that mends it.
#[component]
fn Mend(campaign: CampaignId, fix: Fix, fixes: Option<Fixes>) -> impl IntoView {
    let t = texts();
    match (place(fix), fixes) {
        (Some(href), _) => EitherOf4::A(view! { <a class=Look::Small.class() href=href>{(t.go)(fix)}</a> }),
        (None, Some(Fixes { footer, .. })) if fix == Fix::AddFooter => EitherOf4::D(view! {
            <ActionForm action=footer>
                <input type="hidden" name="campaign" value=campaign.to_string()/>
                <Submit label=(t.go)(fix) look=Look::Small pending=footer.pending()/>
            </ActionForm>
        }),
        (None, Some(Fixes { mark, .. })) => EitherOf4::B(view! {
            <ActionForm action=mark>
                <input type="hidden" name="campaign" value=campaign.to_string()/>
                <Submit label=(t.go)(fix) look=Look::Small pending=mark.pending()/>
            </ActionForm>
        }),
        (None, None) => EitherOf4::C(()),
    }
}

/// `None` for what is an act of its own.
fn place(fix: Fix) -> Option<String> {
    Some(match fix {
        Fix::Card(card) => format!("#card-{card}"),
        Fix::Template(template) => format!("/templates/{template}"),
        Fix::Sender(_) => "/settings/senders".into(),
        Fix::Image(image) => format!("/images?image={image}"),
        Fix::Images => "/images".into(),
        Fix::Person(person) => format!("/people/{person}"),
        Fix::Suppressions => "/suppressions".into(),
        Fix::Settings => "/settings".into(),
        Fix::Law => "/settings/law".into(),
        Fix::MarkSubject | Fix::AddFooter => return None,
    })
}
