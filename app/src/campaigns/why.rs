use crate::texts::locale;
use domain::failure::{Cause, Phrase, SkipReason};
use leptos::prelude::*;

/// What we say of failures in the reader's language.
pub fn said(phrase: Phrase) -> &'static str {
    locale().of(phrase.en, phrase.ko)
}

/// The name of what was the matter; what it means is a word away.
#[component]
pub fn CauseName(cause: Cause) -> impl IntoView {
    let wording = cause.wording();
    view! { <span class="cause" title=said(wording.means)>{said(wording.name)}</span> }
}

/// The carrier's own words, in whatever language it speaks.
#[component]
pub fn Verbatim(#[prop(into)] words: String) -> impl IntoView {
    (!words.is_empty()).then(|| view! { <span class="verbatim" lang="en">{words}</span> })
}

pub fn skip_reason(reason: SkipReason) -> &'static str {
    let (en, ko) = match reason {
        SkipReason::Refused => ("does not want mail: unsubscribed", "수신 거부"),
        SkipReason::Bounced => ("earlier mail to this address bounced for good", "이전 메일이 영구 반송된 주소"),
        SkipReason::Complained => ("marked earlier mail as spam", "이전 메일을 스팸으로 신고"),
        SkipReason::ByHand => ("suppressed by hand", "직접 발송 제외"),
        SkipReason::AddressCorrected => ("the address was corrected", "주소가 수정됨"),
    };
    locale().of(en, ko)
}

/// What the ledger last noted of a person: a word of ours in the reader's language, or the carrier's own.
#[component]
pub fn LastWord(cause: Option<Cause>, detail: String) -> impl IntoView {
    let ours = detail.parse::<SkipReason>().ok().map(skip_reason);
    match ours {
        Some(words) => view! { <span>{words}</span> }.into_any(),
        None => view! {
            {cause.map(|cause| view! { <CauseName cause/> })}
            <Verbatim words=detail/>
        }
        .into_any(),
    }
}
