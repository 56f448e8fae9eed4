//! How often the public pages may be asked, counted in this process. A refusal is never counted: nothing may stand in its way.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(60);
/// More than these are forgotten rather than kept: the memory of a flood must not be one.
const KEYS_MAX: usize = 100_000;

#[derive(Default)]
pub struct Limits(Mutex<HashMap<String, (Instant, u32)>>);

impl Limits {
    /// Whether this is one of at most `limit` within a minute.
    pub fn admit(&self, key: &str, limit: u32, now: Instant) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= KEYS_MAX {
            counts.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
            if counts.len() >= KEYS_MAX {
                counts.clear();
            }
        }
        let (since, count) = counts.entry(key.to_owned()).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= limit
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, WINDOW};
    use std::time::Instant;

    #[test]
    fn each_key_has_its_own_minute() {
        let (limits, now) = (Limits::default(), Instant::now());
        assert!(limits.admit("a", 2, now) && limits.admit("a", 2, now) && !limits.admit("a", 2, now));
        assert!(limits.admit("b", 2, now));
        assert!(limits.admit("a", 2, now + WINDOW));
    }
}
