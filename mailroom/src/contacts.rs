//! People we may write to.

mod attributes;
pub mod import;
mod page;
mod person;

pub use attributes::columns;
pub use page::{ROWS, count, page};
pub use person::{LETTERS, find, letters};
