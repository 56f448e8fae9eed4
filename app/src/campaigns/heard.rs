//! Whether the carrier's reports of a campaign reach us.

use super::{api::reports_of, page::existing};
use crate::{
    looking::{Answers, keep_looking},
    texts::{count, locale},
    ui::{Notice, Tone, When},
};
use domain::{CampaignId, feedback::Feedback};
use leptos::prelude::*;
use std::time::Duration;

pub type Heard = Answers<Option<Feedback>>;

const LOOK_EVERY: Duration = Duration::from_secs(10);

pub fn of(campaign: Memo<Option<CampaignId>>) -> Heard {
    let ask = |id| async move { reports_of(existing(id)?).await };
    keep_looking(move || campaign.get(), || (), ask, |heard| heard.is_some().then_some(LOOK_EVERY))
}

#[component]
pub fn HeardOf(heard: Heard) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                heard.await.ok().flatten().map(|feedback| view! { <Said feedback/> })
            })}
        </Transition>
    }
}

#[component]
fn Said(feedback: Feedback) -> impl IntoView {
    let t = texts();
    let Feedback { last, is_behind, is_silent, problem, .. } = feedback;
    let warning = if problem.is_some() {
        Some(t.unreadable)
    } else if is_silent {
        Some(t.silent)
    } else {
        is_behind.then_some(t.behind)
    };
    let said = last.map(|last| {
        let lag = last.lag_seconds().map(|lag| (t.lag)(lag));
        view! { <p class="quiet heard">{t.last} " " <When at=last.arrived_at/> {lag}</p> }
    });
    let warning = warning.map(|words| {
        view! { <Notice tone=Tone::Warning><p>{words}</p> {problem.map(|words| view! { <p class="verbatim" lang="en">{words}</p> })}</Notice> }
    });
    (warning, said)
}

struct Texts {
    last: &'static str,
    lag: fn(i64) -> String,
    silent: &'static str,
    behind: &'static str,
    unreadable: &'static str,
}

fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

static EN: Texts = Texts {
    last: "Amazon SES reports; the last report came",
    lag: |seconds| match seconds {
        1 => ", 1 second after what it tells.".into(),
        n => format!(", {} seconds after what it tells.", count(n)),
    },
    silent: "Letters went out through Amazon SES, and for 15 minutes no report of them came: deliveries, bounces and complaints \
             may be missing here. Check the configuration set, its topic, and the queue or the webhook.",
    behind: "Reports of Amazon SES come faster than they are read: these numbers are a little old. Doubts wait for them.",
    unreadable: "The reports of Amazon SES cannot be read now: deliveries, bounces and complaints are missing here.",
};

static KO: Texts = Texts {
    last: "Amazon SES 결과 수신 중, 마지막 수신",
    lag: |seconds| format!(", 실제 시각보다 {}초 늦음", count(seconds)),
    silent: "Amazon SES로 메일을 보냈지만 15분 동안 결과가 하나도 들어오지 않았습니다. 전달, 반송, 스팸 신고가 여기 빠져 있을 수 \
             있으니 설정 세트와 주제(SNS), 대기열 또는 웹훅 설정을 확인해 주세요.",
    behind: "Amazon SES 결과가 읽는 속도보다 빨리 들어오고 있어 숫자가 조금 늦습니다. 결과를 다 읽을 때까지 확인 중인 건은 그대로 둡니다.",
    unreadable: "지금 Amazon SES 결과를 읽을 수 없습니다. 전달, 반송, 스팸 신고가 여기 빠져 있습니다.",
};
