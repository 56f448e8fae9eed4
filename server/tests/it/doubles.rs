//! The other ends of the carriers.

pub mod amazon;
#[path = "../../../mailroom/tests/doubles/dns.rs"]
pub mod dns;
pub mod relay;
#[allow(dead_code, reason = "shared with the carriers' own tests, which look at more of it")]
#[path = "../../../mailroom/tests/doubles/ses.rs"]
pub mod ses;
pub mod sns;
pub mod sqs;
