//! What of the law is kept by the program: settings, quiet hours, receipts, reminders of consent.

mod keeping;
mod receipts;
mod renewals;
mod settings;

pub use keeping::{Keepable, Keeping, keep, keepable};
pub(crate) use receipts::ask_due;
pub(crate) use renewals::note_reminded;
pub use renewals::{LIMIT_MAX, Place, page as due, remind, renewals};
pub(crate) use settings::quiet_until;
pub use settings::{change, settings};
