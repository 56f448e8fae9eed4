//! People we may write to.

mod attributes;
pub mod import;
mod page;
mod person;
pub mod preview;

pub use attributes::columns;
pub use page::{ROWS, count, page};
pub use person::{LETTERS, find, letters};
