//! The parts every page is made of. No page invents its own.

mod badge;
mod bar;
mod button;
mod clock;
mod dialog;
mod empty;
mod field;
mod notice;

pub use badge::{CampaignBadge, DeliveryBadge};
pub use bar::ConservationBar;
pub use button::{Look, Submit};
pub use clock::{When, provide_clock};
pub use dialog::Dialog;
pub use empty::Empty;
pub use field::Field;
pub use notice::{ErrorNotice, Notice, Tone};

use crate::AppError;
use leptos::{prelude::*, server_fn::ServerFn};

/// Why an action's last run failed; `None` while it has not.
pub fn failure<S>(action: ServerAction<S>) -> Signal<Option<AppError>>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().get().and_then(Result::err))
}
