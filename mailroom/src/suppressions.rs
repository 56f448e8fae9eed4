//! Whom we never mail, and why.

mod by_hand;
mod pages;
mod raising;
mod refusing;

pub use by_hand::{ADDRESSES_MAX, Added, NOTE_CHARACTERS_MAX, add, lift};
pub use pages::{LIMIT_MAX, SuppressionQuery, counts, page};
pub(crate) use raising::{of_person, person_takes_back, raise, take_back};
pub(crate) use refusing::Refusals;
pub use refusing::refuse;
