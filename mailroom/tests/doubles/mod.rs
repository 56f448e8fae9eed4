//! The other ends of the carriers, with faults on demand.

pub mod smtp;
