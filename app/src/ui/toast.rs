use super::{
    icon::{Glyph, Icon},
    notice::Tone,
    texts::texts,
};
use crate::AppError;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(6);

#[derive(Clone, Debug)]
struct Toast {
    number: u32,
    text: String,
    tone: Tone,
}

/// What was said lately, at the foot of the page.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<Toast>>);

/// Above every page; `toast` needs it.
pub fn provide_toasts() {
    provide_context(Toasts(RwSignal::default()));
}

impl Toasts {
    /// Take it while a component is drawn, use it whenever something is to be said.
    pub fn here() -> Self {
        expect_context()
    }

    /// Says it at the foot of the page for some seconds. What must not be missed belongs into a `Notice`.
    pub fn say(self, text: impl Into<String>, tone: Tone) {
        let Self(shown) = self;
        let number = shown.with_untracked(|shown| shown.last().map_or(0, |last| last.number + 1));
        shown.update(|shown| shown.push(Toast { number, text: text.into(), tone }));
        if tone != Tone::Wrong {
            set_timeout(move || self.take_away(number), SHOWN_FOR);
        }
    }

    fn take_away(self, number: u32) {
        self.0.update(|shown| shown.retain(|toast| toast.number != number));
    }
}

/// Says so when the action has succeeded.
pub fn toast_when_done<S>(action: ServerAction<S>, words: impl Fn(&S::Output) -> String + 'static)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let toasts = Toasts::here();
    Effect::new(move |_| {
        if let Some(Ok(output)) = action.value().get() {
            toasts.say(words(&output), Tone::Good);
        }
    });
}

/// Where toasts appear.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::here();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.0.get() key=|toast| toast.number let(Toast { number, text, tone })>
                <div class="toast" data-tone=tone.name()>
                    <p>{text}</p>
                    <button type="button" class="icon-button" aria-label=texts().close on:click=move |_| toasts.take_away(number)>
                        <Icon glyph=Glyph::Close/>
                    </button>
                </div>
            </For>
        </div>
    }
}
