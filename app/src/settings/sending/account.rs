use super::texts::texts;
use crate::{
    texts::count,
    ui::{Badge, Card, Fact, Facts, Notice, Progress, Tone, When},
};
use domain::{
    ses::{Enforcement, SesAccount},
    suppression::SuppressionReason,
};
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

#[component]
pub fn AccountCard(account: SesAccount) -> impl IntoView {
    let t = texts();
    let (mode, tone) = if account.is_production { (t.production, Tone::Good) } else { (t.sandbox, Tone::Warning) };
    let sandbox = (!account.is_production).then(|| {
        let review = account.review.map(t.review);
        view! { <Notice tone=Tone::Warning>{t.sandbox_means} {review.map(|it| view! { <p>{it}</p> })}</Notice> }
    });
    let off = (!account.is_sending).then(|| view! { <Notice tone=Tone::Wrong>{t.is_off_means}</Notice> });
    let standing = (t.enforcement_means)(account.enforcement);
    let standing = (!standing.is_empty()).then(|| view! { <Notice tone=Tone::Wrong>{standing}</Notice> });
    let region = account.region.clone();
    view! {
        <Card title=t.account actions=move || view! { <Badge label=mode tone/> }>
            <div class="sending-card">
                {standing} {off} {sandbox}
                <Facts>
                    <Quota account=account.clone()/>
                    <Fact name=t.rate>
                        {account.rate_per_second.map_or(t.unlimited.to_owned(), |rate| (t.per_second)(&rate.to_string()))}
                    </Fact>
                    <Fact name=t.sending>
                        {match account.is_sending {
                            true => view! { <Badge label=t.is_on tone=Tone::Good/> },
                            false => view! { <Badge label=t.is_off tone=Tone::Wrong/> },
                        }}
                    </Fact>
                    <Fact name=t.standing>
                        <Badge label=(t.enforcement)(account.enforcement) tone=tone_of(account.enforcement)/>
                    </Fact>
                    <Fact name=t.suppression>
                        {suppresses(&account.suppresses)} " " <A href="/suppressions">{t.to_suppressions}</A>
                    </Fact>
                    <Fact name=t.region><code>{region}</code></Fact>
                    <Fact name=t.asked><When at=account.asked_at/></Fact>
                </Facts>
            </div>
        </Card>
    }
}

#[component]
fn Quota(account: SesAccount) -> impl IntoView {
    let t = texts();
    let Some(most) = account.most_a_day else {
        return Either::Left(view! { <Fact name=t.quota>{count(account.sent_a_day)} " · " {t.unlimited}</Fact> });
    };
    let done = if most > 0 { account.sent_a_day as f64 / most as f64 } else { 1.0 };
    Either::Right(view! {
        <Fact name=t.quota>
            <span class="sending-quota">{(t.used_of)(account.sent_a_day, most)} <Progress done=Some(done) label=t.quota_label/></span>
        </Fact>
        <Fact name=t.left>{count(account.left_today().unwrap_or_default())}</Fact>
    })
}

fn tone_of(standing: Enforcement) -> Tone {
    match standing {
        Enforcement::Healthy => Tone::Good,
        Enforcement::Probation => Tone::Warning,
        Enforcement::Shutdown => Tone::Wrong,
        Enforcement::Unknown => Tone::Plain,
    }
}

fn suppresses(reasons: &[SuppressionReason]) -> String {
    let t = texts();
    let named = |reason: &SuppressionReason| match reason {
        SuppressionReason::Complained => t.complaints,
        SuppressionReason::Bounced | SuppressionReason::Refused | SuppressionReason::ByHand => t.bounces,
    };
    match reasons {
        [] => t.suppresses_nothing.to_owned(),
        _ => (t.suppresses)(&reasons.iter().map(named).collect::<Vec<_>>().join(", ")),
    }
}
