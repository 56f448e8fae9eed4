//! The other ends of the carriers, with faults on demand.

// each test program uses its part of them
#![allow(dead_code, clippy::unwrap_used)]

pub mod dns;
pub mod ses;
pub mod smtp;
