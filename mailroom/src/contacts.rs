//! People we may write to.

mod attributes;
mod editing;
mod erasing;
pub mod export;
pub mod import;
mod page;
mod person;

pub use attributes::columns;
pub(crate) use editing::check_not_erased;
pub(crate) use editing::subject;
pub use editing::{Card, Stop, add, change, stop};
pub use erasing::{erase, forget_rest};
pub use page::{ROWS, count, page};
pub use person::{LETTERS, find, letters};
