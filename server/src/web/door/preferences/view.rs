//! The preference page, drawn.

use crate::web::door::{
    shell::notice,
    texts::{Texts, texts},
};
use app::texts::Locale;
use domain::{TopicId, suppression::SuppressionReason};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};
use mailroom::{
    preferences::{Choice, Preferences},
    topics::OfferedTopic,
};

/// What was just done, and what would undo it.
pub struct Told {
    pub choice: Choice,
    pub undo: Option<Choice>,
}

pub fn body(locale: Locale, shown: &Preferences, told: Option<Told>) -> impl IntoView + use<> {
    let t = texts(locale);
    let p = &t.preferences;
    let day = (t.day)(shown.since);
    let since = if shown.has_agreed { p.agreed_since } else { p.known_since };
    // the way back is offered once: beside what was just done, else where it says that they get nothing
    let is_offered_back = told.as_ref().is_some_and(|told| told.undo == Some(Choice::Everything(true)));
    let said = told.map(|told| confirmation(locale, shown, &told));
    let rest = match shown.stopped {
        Some((SuppressionReason::Refused, _)) if is_offered_back => EitherOf3::C(()),
        Some((reason, at)) => EitherOf3::A(stopped(locale, shown, reason, (t.day)(at))),
        None => EitherOf3::B((
            everything_off(locale, shown),
            topics(locale, &shown.topics),
            language(locale, shown.locale.as_deref()),
            measuring(locale, shown.is_measured),
        )),
    };
    view! {
        <p class="door-whom">
            {(p.for_whom)(&shown.address.masked())} <br/> <span class="quiet">{since(&shown.sender, &day)}</span>
        </p>
        {said}
        {rest}
    }
}

/// What the person chose by: the words beside the button.
pub fn words(locale: Locale, shown: &Preferences, choice: &Choice) -> String {
    let p = &texts(locale).preferences;
    let sender = &shown.sender;
    match choice {
        Choice::Everything(false) => format!("{}\n{}", (p.stop_means)(sender), p.stop),
        Choice::Everything(true) => format!("{}\n{}", (p.back_means)(sender), p.back),
        Choice::Topic { topic, is_wanted } => {
            let named = if *is_wanted { p.turn_on_named } else { p.turn_off_named };
            named(&name_of(locale, shown, *topic))
        }
        Choice::Language(_) => p.language_title.to_owned(),
        Choice::Measuring(_) => p.measuring_title.to_owned(),
    }
}

fn name_of(locale: Locale, shown: &Preferences, topic: TopicId) -> String {
    let found = shown.topics.iter().find(|offered| offered.id == topic);
    found.map(|offered| locale.said(&offered.name).to_owned()).unwrap_or_default()
}

fn confirmation(locale: Locale, shown: &Preferences, told: &Told) -> impl IntoView + use<> {
    let t = texts(locale);
    let done = &t.preferences.done;
    let is_in_effect = match &told.choice {
        Choice::Everything(wanted) => *wanted == shown.stopped.is_none(),
        Choice::Topic { topic, is_wanted } => shown.topics.iter().any(|offered| offered.id == *topic) || !is_wanted,
        Choice::Language(_) => true,
        Choice::Measuring(is_wanted) => *is_wanted == shown.is_measured,
    };
    let words = match &told.choice {
        Choice::Everything(false) => (done.stopped)(&shown.sender),
        Choice::Everything(true) => (done.back)(&shown.sender),
        Choice::Topic { topic, is_wanted } => {
            let said = if *is_wanted { done.topic_on } else { done.topic_off };
            said(&name_of(locale, shown, *topic))
        }
        Choice::Language(Some(code)) => (done.language)(Locale::of_tag(code).unwrap_or_default()),
        Choice::Language(None) => done.language_open.to_owned(),
        Choice::Measuring(true) => done.measured.to_owned(),
        Choice::Measuring(false) => done.not_measured.to_owned(),
    };
    let undo = told.undo.clone().map(|undo| {
        let (label, note) = match undo {
            // pressing it is a consent like any other: it says to what
            Choice::Everything(true) => (done.undo_stop, Some((t.preferences.back_means)(&shown.sender))),
            Choice::Everything(false) | Choice::Topic { .. } | Choice::Language(_) | Choice::Measuring(_) => {
                (done.undo, None)
            }
        };
        view! { {note.map(|note| view! { <p class="quiet">{note}</p> })} {button(locale, &undo, label, None, "button")} }
    });
    is_in_effect.then(|| notice("good", words, undo))
}

fn stopped(locale: Locale, shown: &Preferences, reason: SuppressionReason, day: String) -> impl IntoView + use<> {
    let t: &Texts = texts(locale);
    let p = &t.preferences;
    let rest = match reason {
        SuppressionReason::Refused => Either::Left(view! {
            <p>{(p.stopped_means)(&shown.sender, &day)}</p>
            <p class="quiet">{(p.back_means)(&shown.sender)}</p>
            {button(locale, &Choice::Everything(true), p.back, None, "button")}
        }),
        SuppressionReason::Bounced | SuppressionReason::Complained | SuppressionReason::ByHand => {
            Either::Right(view! { <p>{(p.cannot)(reason)}</p> })
        }
    };
    view! {
        <section class="door-part">
            <h2>{p.stopped_title}</h2>
            {rest}
        </section>
    }
}

fn everything_off(locale: Locale, shown: &Preferences) -> impl IntoView + use<> {
    let p = &texts(locale).preferences;
    view! {
        <section class="door-part">
            <h2>{p.stop_title}</h2>
            <p>{(p.stop_means)(&shown.sender)}</p>
            {button(locale, &Choice::Everything(false), p.stop, None, "button button-main")}
        </section>
    }
}

fn topics(locale: Locale, offered: &[OfferedTopic]) -> impl IntoView + use<> {
    let p = &texts(locale).preferences;
    let line = |topic: &OfferedTopic| {
        let name = locale.said(&topic.name).to_owned();
        let (state, label, named) = match topic.is_wanted {
            true => (p.is_on, p.turn_off, (p.turn_off_named)(&name)),
            false => (p.is_off, p.turn_on, (p.turn_on_named)(&name)),
        };
        let choice = Choice::Topic { topic: topic.id, is_wanted: !topic.is_wanted };
        let description = locale.said(&topic.description).to_owned();
        view! {
            <li class="door-topic" data-on=topic.is_wanted.to_string()>
                <div>
                    <strong>{name}</strong>
                    <span class="door-state">{state}</span>
                    <p class="quiet">{description}</p>
                </div>
                {button(locale, &choice, label, Some(named), "button")}
            </li>
        }
    };
    let (beside, until) = p.beside_topics;
    let lines = offered.iter().map(line).collect_view();
    (!offered.is_empty()).then(|| {
        view! {
            <section class="door-part">
                <h2>{p.topics_title}</h2>
                <p class="quiet">{p.topics_means}</p>
                <ul class="door-topics">
                    {lines}
                    <li class="door-topic" data-on="true">
                        <div>
                            <strong>{beside}</strong>
                            <span class="door-state">{p.is_on}</span>
                            <p class="quiet">{until}</p>
                        </div>
                    </li>
                </ul>
            </section>
        }
    })
}

fn language(locale: Locale, of_letters: Option<&str>) -> impl IntoView + use<> {
    let p = &texts(locale).preferences;
    let chosen = of_letters.and_then(Locale::of_tag);
    let choices = Locale::ALL.map(|other| match chosen == Some(other) {
        true => Either::Left(view! { <strong class="door-chosen" lang=other.code()>{other.name()}</strong> }),
        false => Either::Right(button(
            locale,
            &Choice::Language(Some(other.code().to_owned())),
            other.name(),
            None,
            "button",
        )),
    });
    view! {
        <section class="door-part">
            <h2>{p.language_title}</h2>
            <p class="quiet">{p.language_means} " " {chosen.is_none().then_some(p.language_unknown)}</p>
            <div class="door-choices">{choices.into_iter().collect_view()}</div>
        </section>
    }
}

fn measuring(locale: Locale, is_on: bool) -> impl IntoView + use<> {
    let p = &texts(locale).preferences;
    let (state, label) = if is_on { (p.is_measured, p.measure_not) } else { (p.is_not_measured, p.measure) };
    view! {
        <section class="door-part">
            <h2>{p.measuring_title} " " <span class="door-state">{state}</span></h2>
            <p class="quiet">{p.measuring_means}</p>
            {button(locale, &Choice::Measuring(!is_on), label, Some(format!("{label}: {}", p.measuring_title)), "button")}
        </section>
    }
}

/// One choice is one form of one button.
fn button(
    locale: Locale,
    choice: &Choice,
    label: &'static str,
    named: Option<String>,
    class: &'static str,
) -> impl IntoView + use<> {
    let wanted = |is_wanted: &bool| Some(("wanted", if *is_wanted { "yes".to_owned() } else { "no".to_owned() }));
    let (act, fields) = match choice {
        Choice::Topic { topic, is_wanted } => ("topic", [Some(("topic", topic.to_string())), wanted(is_wanted)]),
        Choice::Everything(is_wanted) => ("everything", [wanted(is_wanted), None]),
        Choice::Measuring(is_wanted) => ("measuring", [wanted(is_wanted), None]),
        Choice::Language(code) => ("language", [Some(("locale", code.clone().unwrap_or_default())), None]),
    };
    let fields =
        fields.into_iter().flatten().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form method="post" action=format!("?lang={}", locale.code())>
            <input type="hidden" name="act" value=act/>
            {fields.collect_view()}
            <button type="submit" class=class aria-label=named>{label}</button>
        </form>
    }
}
