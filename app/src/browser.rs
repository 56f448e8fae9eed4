//! The few things we ask of the browser itself. On the server they are absent: effects, which ask, do not run there.

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(feature = "hydrate")]
mod files;
#[cfg(feature = "hydrate")]
mod present;
#[cfg(feature = "hydrate")]
mod stream;

#[cfg(not(feature = "hydrate"))]
pub use absent::*;
#[cfg(feature = "hydrate")]
pub use files::*;
#[cfg(feature = "hydrate")]
pub use present::*;
#[cfg(feature = "hydrate")]
pub use stream::*;

/// Which way the focus goes through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Next,
    Back,
}
