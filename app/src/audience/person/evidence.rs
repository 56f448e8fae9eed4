use crate::{audience::texts::texts, ui::When};
use domain::consent::{FormText, Proof};
use leptos::prelude::*;

/// The words that somebody agreed to or refused by, and what shows that it was them.
#[component]
pub fn Evidence(
    #[prop(optional_no_strip)] text: Option<FormText>,
    #[prop(optional_no_strip)] proof: Option<Proof>,
) -> impl IntoView {
    let t = texts();
    let proof = proof.unwrap_or_default();
    let moment = |label: &'static str, at: Option<jiff::Timestamp>| {
        at.map(|at| view! { <div><dt>{label}</dt><dd><When at/></dd></div> })
    };
    let words = |label: &'static str, words: Option<String>| {
        words.map(|words| view! { <div><dt>{label}</dt><dd>{words}</dd></div> })
    };
    view! {
        <details class="person-evidence">
            <summary>{t.evidence}</summary>
            {text.map(|text| view! { <blockquote lang=text.locale>{text.words}</blockquote> })}
            <dl class="person-facts">
                {moment(t.asked_at, proof.asked_at)}
                {moment(t.confirmed_at, proof.confirmed_at)}
                {words(t.network, proof.network)}
                {words(t.user_agent, proof.user_agent)}
            </dl>
        </details>
    }
}
