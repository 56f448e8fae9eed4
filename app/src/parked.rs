//! An account that sends nothing for now: why, and when it goes on.

use crate::{
    campaigns::why::said,
    texts::{count, locale},
    ui::{Notice, Tone, When},
};
use domain::ses::{Parked, QuotaReturns};
use leptos::{either::Either, prelude::*};

struct Texts {
    until: &'static str,
    goes_on: &'static str,
    returns: &'static str,
    enough: fn(i64) -> String,
    too_many: fn(i64) -> String,
    unknown: &'static str,
}

const EN: Texts = Texts {
    until: "Nothing goes out before",
    goes_on: "Nothing is lost and nobody has to do anything: sending goes on by itself, and Pabal looks again at",
    returns: "The quota counts the last 24 hours. It begins to come back at",
    enough: |waiting| format!("Enough for all {} waiting letters at about", count(waiting)),
    too_many: |waiting| {
        format!(
            "{} letters wait, more than were sent in the last 24 hours: they take longer than a day. Ask Amazon for a higher quota.",
            count(waiting)
        )
    },
    unknown: "The quota was used by something else than this installation, so nobody here can say when it comes back.",
};

const KO: Texts = Texts {
    until: "발송이 다시 시작되는 시각:",
    goes_on: "사라진 메일은 없고 따로 할 일도 없습니다. 발송은 저절로 이어지며, 다음 확인 시각은",
    returns: "한도는 최근 24시간을 기준으로 계산됩니다. 한도가 풀리기 시작하는 시각:",
    enough: |waiting| format!("대기 중인 {}통을 모두 보낼 수 있는 예상 시각:", count(waiting)),
    too_many: |waiting| {
        format!(
            "최근 24시간 발송량보다 많은 {}통이 대기 중이라 하루 넘게 걸립니다. Amazon에 한도 상향을 요청하세요.",
            count(waiting)
        )
    },
    unknown: "다른 프로그램이 한도를 사용해 언제 풀리는지 알 수 없습니다.",
};

#[component]
pub fn ParkedNotice(parked: Parked) -> impl IntoView {
    let t: &'static Texts = locale().of(&EN, &KO);
    let Parked { cause, until, quota } = parked;
    let wording = cause.wording();
    let is_quota = cause == domain::failure::Cause::QuotaSpent;
    let when = match is_quota {
        true => Either::Left(view! { <p>{t.goes_on} " " <When at=until/></p> <Returning quota t/> }),
        false => Either::Right(view! { <p>{said(wording.next)} " " {t.until} " " <When at=until/></p> }),
    };
    view! {
        <Notice tone=Tone::Warning>
            <strong>{said(wording.name)}</strong>
            {when}
        </Notice>
    }
}

#[component]
fn Returning(quota: Option<QuotaReturns>, t: &'static Texts) -> impl IntoView {
    let Some(QuotaReturns { from, enough_at, waiting }) = quota else {
        return Either::Left(view! { <p>{t.unknown}</p> });
    };
    let enough = match enough_at {
        Some(at) => Either::Left(view! { <p>{(t.enough)(waiting)} " " <When at/></p> }),
        None => Either::Right(view! { <p>{(t.too_many)(waiting)}</p> }),
    };
    Either::Right(view! { <p>{t.returns} " " <When at=from/></p> {enough} })
}
