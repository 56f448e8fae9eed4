//! What carriers report after they took a letter.

mod apply;
mod feed;
pub mod ses;

pub use apply::apply;
pub use feed::{Feed, Read};
