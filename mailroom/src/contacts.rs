//! People we may write to.

pub mod import;
