//! The ledger: frozen recipients, append-only attempts, and the small tables of what is still owed.
//!
//! One rule keeps every count true: whoever changes what `totals` counts locks that row of the campaign
//! first ([`Page::open`]), writes, and books the difference in the same transaction. The lock is the
//! only lock order, so two writers never wait for each other in a circle.

pub(crate) mod addressing;
pub(crate) mod batches;
pub(crate) mod doubts;
mod failures;
mod page;
pub mod recount;
pub(crate) mod rescue;
pub(crate) mod results;
pub(crate) mod retries;
mod states;

pub(crate) use page::Page;

use domain::{ContactId, recipient::Recipient};

/// The advisory lock class under which living dispatchers hold their number.
pub(crate) const DISPATCHER_LOCK: i32 = 0x7061_6261;

/// A person whose turn it is: marked in the ledger, not yet handed to the carrier.
#[derive(Debug)]
pub(crate) struct Due {
    pub recipient: Recipient,
    pub contact: ContactId,
    pub attempt: i16,
    pub rung: i16,
    /// Marked by a claimed retry rather than by a batch's cursor.
    pub is_retry: bool,
    /// Why this person is not to be mailed after all.
    pub suppressed: Option<String>,
}

/// The number a living dispatcher process goes by in leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner(pub i32);
