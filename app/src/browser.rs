//! The few things we ask of the browser itself. On the server they are absent: effects, which ask, do not run there.

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(feature = "hydrate")]
mod present;

#[cfg(not(feature = "hydrate"))]
pub use absent::{follow, local_time, now_milliseconds, page_language};
#[cfg(feature = "hydrate")]
pub use present::{follow, local_time, now_milliseconds, page_language};
