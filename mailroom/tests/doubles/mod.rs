//! The other ends of the carriers, with faults on demand.

pub mod ses;
pub mod smtp;
