use super::{Acts, texts::texts};
use crate::ui::{Card, ErrorNotice, Fact, Facts, Field, FormFields, Look, Notice, Submit, Tone, failure};
use domain::ses::{ConfigurationSet, Destination, Reports, ReportsState};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn ReportsCard(reports: Reports, acts: Acts) -> impl IntoView {
    let t = texts();
    let Reports { name, state, set, topics } = reports;
    let named = name.clone().unwrap_or_default();
    let (tone, says) = match &state {
        ReportsState::Unnamed => (Tone::Warning, t.reports_unnamed.to_owned()),
        ReportsState::Missing => (Tone::Wrong, (t.reports_missing)(&named)),
        ReportsState::Paused => (Tone::Wrong, t.reports_paused.to_owned()),
        ReportsState::NoTopic => (Tone::Warning, t.reports_no_topic.to_owned()),
        ReportsState::Lacks(kinds) => (Tone::Warning, (t.reports_lack)(&kinds.join(", "))),
        ReportsState::Good => (Tone::Good, t.reports_good.to_owned()),
    };
    let can_set_up = match state {
        ReportsState::Missing | ReportsState::NoTopic | ReportsState::Lacks(_) => true,
        ReportsState::Unnamed | ReportsState::Paused | ReportsState::Good => false,
    };
    let topic = known_topic(set.as_ref()).or_else(|| topics.first().cloned()).unwrap_or_default();
    view! {
        <Card title=t.reports>
            <div class="sending-card">
                <p class="quiet">{t.reports_means}</p>
                <Notice tone>{says}</Notice>
                <Facts>
                    {name.map(|name| view! { <Fact name=t.set><code>{name}</code></Fact> })}
                    {set.map(|set| set.destinations.into_iter().map(|destination| view! { <Where destination/> }).collect_view())}
                </Facts>
                {can_set_up.then(|| view! { <SetUp topic acts/> })}
            </div>
        </Card>
    }
}

/// The one it goes to already.
fn known_topic(set: Option<&ConfigurationSet>) -> Option<String> {
    set?.destinations.iter().find_map(|destination| destination.topic.clone())
}

#[component]
fn Where(destination: Destination) -> impl IntoView {
    let t = texts();
    let Destination { name, is_enabled, topic, kinds } = destination;
    let leads_to = topic.unwrap_or_else(|| t.is_no_topic.to_owned());
    view! {
        <Fact name=format!("{}: {name}", t.destination)>
            <span class="verbatim">{leads_to}</span> " · " {(t.kinds)(kinds.len())} {(!is_enabled).then(|| format!(" · {}", t.is_off))}
        </Fact>
    }
}

#[component]
fn SetUp(topic: String, acts: Acts) -> impl IntoView {
    let t = texts();
    let error = failure(acts.reports);
    view! {
        <ActionForm action=acts.reports>
            <ErrorNotice error fields=&["topic"]/>
            <FormFields><Field name="topic" label=t.topic hint=t.topic_hint value=topic error/></FormFields>
            <Submit label=t.set_up look=Look::Main pending=acts.reports.pending()/>
        </ActionForm>
    }
}
