//! One letter on the table: how it looks, in the list of mails and opened, and how large it is.

use super::{
    frame::{Colours, document},
    inbox::Inbox,
    texts::texts,
    worker::{Made, Proof},
};
use crate::{texts::speak, ui::Segmented};
use domain::{edition::Mailbox, template::Problem};
use leptos::{either::EitherOf4, prelude::*};

/// Gmail shows this much of a mail's HTML and hides the rest.
const CLIPPED_AT: usize = 102 * 1024;
const TIGHT: usize = 80 * 1024;
const TOO_LARGE: usize = 100 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Phone,
    Desktop,
    Text,
}

#[component]
pub fn Sheet(proof: Signal<Option<Made<Proof>>>, from: Signal<Option<Mailbox>>) -> impl IntoView {
    let t = texts();
    let part = RwSignal::new(Part::Desktop);
    let colours = RwSignal::new(Colours::Light);
    let images = RwSignal::new(true);
    let parts = [(Part::Desktop, t.desktop), (Part::Phone, t.phone), (Part::Text, t.plain_text)];
    let schemes = [(Colours::Light, t.light), (Colours::Dark, t.dark), (Colours::Inverted, t.inverted)];
    view! {
        <Inbox proof from/>
        <div class="preview-looks">
            {looks(t.width, part, parts)}
            {looks(t.colours, colours, schemes)}
            {looks(t.images, images, [(true, t.images_on), (false, t.images_off)])}
        </div>
        <p class="preview-hint" hidden=move || hint(colours.get()).is_empty()>{move || hint(colours.get())}</p>
        <Size proof/>
        {move || opened(proof.get(), part.get(), colours.get(), images.get())}
    }
}

fn looks<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    label: &'static str,
    chosen: RwSignal<T>,
    choices: [(T, &'static str); N],
) -> impl IntoView {
    let named = choices.iter().enumerate().map(|(place, (_, name))| (place.to_string(), (*name).to_owned())).collect();
    let place = move || choices.iter().position(|(look, _)| *look == chosen.get()).unwrap_or_default().to_string();
    let choose = move |place: String| {
        if let Some((look, _)) = place.parse::<usize>().ok().and_then(|place| choices.get(place)) {
            chosen.set(*look);
        }
    };
    view! { <Segmented label choices=named chosen=Signal::derive(place) on_choice=Callback::new(choose)/> }
}

fn hint(colours: Colours) -> &'static str {
    match colours {
        Colours::Light => "",
        Colours::Dark => texts().dark_hint,
        Colours::Inverted => texts().inverted_hint,
    }
}

fn opened(proof: Option<Made<Proof>>, part: Part, colours: Colours, images: bool) -> impl IntoView {
    let t = texts();
    match (proof, part) {
        (None, Part::Phone | Part::Desktop | Part::Text) => {
            EitherOf4::A(view! { <p class="preview-stage preview-waits" aria-busy="true">{t.waits}</p> })
        }
        (Some(Err(problems)), Part::Phone | Part::Desktop | Part::Text) => {
            let told = problems.iter().map(Problem::told);
            let told = told.map(|told| view! { <li>{speak(&told)}</li> }).collect_view();
            EitherOf4::B(view! { <ul class="preview-stage preview-problems" role="alert">{told}</ul> })
        }
        (Some(Ok(proof)), Part::Text) => {
            EitherOf4::C(view! { <pre class="preview-stage preview-text" tabindex="0">{proof.text}</pre> })
        }
        (Some(Ok(proof)), Part::Phone | Part::Desktop) => EitherOf4::D(view! {
            <div class="preview-stage" class:preview-phone=part == Part::Phone class:preview-dark=colours != Colours::Light>
                <iframe
                    title=t.frame
                    sandbox="allow-popups allow-popups-to-escape-sandbox"
                    referrerpolicy="no-referrer"
                    srcdoc=document(&proof.html, colours, images)
                ></iframe>
            </div>
        }),
    }
}

#[component]
fn Size(proof: Signal<Option<Made<Proof>>>) -> impl IntoView {
    let t = texts();
    let octets = move || proof.get().and_then(Result::ok).map_or(0, |proof| proof.html_octets);
    let told = move || {
        let octets = octets();
        let kilobytes = octets.div_ceil(1024);
        match octets {
            TOO_LARGE.. => (t.too_large)(kilobytes),
            TIGHT.. => (t.tight)(kilobytes),
            _ => (t.fits)(kilobytes),
        }
    };
    view! {
        <p class="preview-size">
            <meter
                min="0"
                max=CLIPPED_AT.to_string()
                low=TIGHT.to_string()
                high=TOO_LARGE.to_string()
                optimum="0"
                value=move || octets().to_string()
                aria-label=t.size
            ></meter>
            <span>{told}</span>
        </p>
    }
}
