//! Saving while one types: a form sends itself when nothing was typed for a moment, one sending after the other.

use super::{desk::Table, texts::texts};
use crate::{
    AppError,
    texts::texts as shared,
    ui::{Glyph, Icon, Look, SignInAgain, Submit},
};
use domain::draft::{Card, Versions};
use leptos::{ev, html, prelude::*, server_fn::ServerFn};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(600);

/// One card's form: what it sends, how that stands, and the version it was written over.
pub struct Typing<S>
where
    S: ServerFn + 'static,
    S::Output: 'static,
    S::Error: 'static,
{
    pub action: ServerAction<S>,
    pub form: NodeRef<html::Form>,
    pub seen: RwSignal<i32>,
    pub state: RwSignal<Typed>,
    pub error: Signal<Option<AppError>>,
    /// Of touches, so that only the last of a stretch sends.
    count: StoredValue<u32>,
}

impl<S> Clone for Typing<S>
where
    S: ServerFn + 'static,
    S::Output: 'static,
    S::Error: 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Typing<S>
where
    S: ServerFn + 'static,
    S::Output: 'static,
    S::Error: 'static,
{
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// As the server has it.
    Saved,
    /// Something is to be sent once nothing more is typed.
    Waiting,
    Sending,
    /// Typed while it was being sent.
    SendingAndWaiting,
    Refused,
}

impl<S> Typing<S>
where
    S: ServerFn<Output = Versions, Error = AppError> + Clone + Send + Sync + 'static,
{
    pub fn new(card: Card, versions: Versions, table: Table) -> Self {
        let action = ServerAction::<S>::new();
        let typing = Self {
            action,
            form: NodeRef::new(),
            seen: RwSignal::new(versions.of(card)),
            state: RwSignal::new(Typed::Saved),
            error: crate::ui::failure(action),
            count: StoredValue::new(0),
        };
        Effect::new(move |_| {
            if action.pending().get() {
                typing.state.set(Typed::Sending);
            }
        });
        Effect::new(move |_| match action.value().get() {
            Some(Ok(versions)) => {
                typing.seen.set(versions.of(card));
                table.changed();
                typing.answered(Typed::Saved);
            }
            Some(Err(error)) => {
                // what was written over may not be a draft any more
                if matches!(error, AppError::Refused(_)) {
                    table.refusals.update(|refusals| *refusals += 1);
                }
                typing.answered(Typed::Refused);
            }
            None => {}
        });
        typing.send_when_back();
        typing
    }

    fn is_signed_out(self) -> bool {
        self.error.get_untracked() == Some(AppError::SignInFirst)
    }

    /// One may have signed in again in another tab: what was not saved is sent once one is back.
    fn send_when_back(self) {
        Effect::new(move |_| {
            let back = window_event_listener(ev::focus, move |_| {
                if self.state.try_get_untracked() == Some(Typed::Refused) && self.is_signed_out() {
                    self.touch();
                }
            });
            on_cleanup(move || back.remove());
        });
    }

    fn answered(self, end: Typed) {
        let is_waiting = self.state.get_untracked() == Typed::SendingAndWaiting;
        self.state.set(if is_waiting { Typed::Waiting } else { end });
        if is_waiting {
            // once the version that was answered stands in the form
            set_timeout(move || self.send(), Duration::ZERO);
        }
    }

    /// Something was typed or chosen.
    pub fn touch(self) {
        match self.state.get_untracked() {
            Typed::Sending | Typed::SendingAndWaiting => return self.state.set(Typed::SendingAndWaiting),
            Typed::Saved | Typed::Waiting | Typed::Refused => self.state.set(Typed::Waiting),
        }
        let count = self.count.get_value() + 1;
        self.count.set_value(count);
        set_timeout(
            move || {
                // the page may be left before it is due
                if self.count.try_get_value() == Some(count) {
                    self.send()
                }
            },
            PAUSE,
        );
    }

    /// Without waiting, where something was typed that is not on its way yet.
    pub fn send(self) {
        if self.state.try_get_untracked() != Some(Typed::Waiting) {
            return;
        }
        if let Some(form) = self.form.get_untracked() {
            let _ = form.request_submit();
        }
    }
}

/// How the saving stands; where no script runs, the button that saves.
#[component]
pub fn SaveState<S>(typing: Typing<S>) -> impl IntoView
where
    S: ServerFn<Output = Versions, Error = AppError> + Clone + Send + Sync + 'static,
{
    let t = texts();
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let words = move || match typing.state.get() {
        Typed::Saved if typing.seen.get() > 0 => {
            Some(view! { <Icon glyph=Glyph::Check/> <span>{t.saved}</span> }.into_any())
        }
        Typed::Saved => None,
        Typed::Waiting | Typed::Sending | Typed::SendingAndWaiting => {
            Some(view! { <span>{t.saving}</span> }.into_any())
        }
        Typed::Refused => {
            let why = typing.error.get().map(|error| (shared().error)(&error)).unwrap_or_default();
            let is_signed_out = typing.is_signed_out();
            Some(
                view! {
                    <span class="save-refused" role="alert">
                        {t.not_saved} " " {why}
                        {is_signed_out.then(|| view! { " " <SignInAgain beside=true/> })}
                    </span>
                }
                .into_any(),
            )
        }
    };
    view! {
        <div class="card-save">
            <span class="save-state" role="status" data-state=move || format!("{:?}", typing.state.get())>{words}</span>
            <span hidden=move || is_alive.get()>
                <Submit label=t.save look=Look::Small/>
            </span>
        </div>
    }
}
