//! Whom we never mail, and why.

mod account_list;
mod by_hand;
mod pages;
mod raising;
mod refusing;
mod topics;

pub use account_list::{APART, AccountList, Synced, ask, keep_in_step, lists, push, sync};
pub use by_hand::{ADDRESSES_MAX, Added, NOTE_CHARACTERS_MAX, add, add_to_topic, lift};
pub use pages::{LIMIT_MAX, SuppressionQuery, counts, page};
pub(crate) use raising::{of_person, person_takes_back, raise, take_back};
pub(crate) use refusing::Refusals;
pub use refusing::refuse;
pub use topics::{TopicSuppression, lift_topic, of_topics};
