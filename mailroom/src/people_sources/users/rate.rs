use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, sleep_until};

/// Units a second for all who read together. What a page takes is known only afterwards, so each is let in for what the
/// last one took, and the difference is made up by the next.
#[derive(Clone, Debug)]
pub(super) struct Rate {
    per_second: f64,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    next_at: Instant,
    expected: f64,
}

impl Rate {
    pub fn new(per_second: f64) -> Self {
        let state = State { next_at: Instant::now(), expected: 1.0 };
        Self { per_second, state: Arc::new(Mutex::new(state)) }
    }

    /// Returns when a page may be asked for, with the units that were taken for it.
    pub async fn let_in(&self) -> f64 {
        let (at, expected) = self.take(Instant::now());
        sleep_until(at).await;
        expected
    }

    fn take(&self, now: Instant) -> (Instant, f64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let at = state.next_at.max(now);
        state.next_at = at + self.lasts(state.expected);
        (at, state.expected)
    }

    /// `used` where `expected` was taken.
    pub fn settle(&self, expected: f64, used: f64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if used > expected {
            state.next_at += self.lasts(used - expected);
        } else {
            let back = self.lasts(expected - used);
            state.next_at = state.next_at.checked_sub(back).unwrap_or(state.next_at);
        }
        state.expected = used;
    }

    fn lasts(&self, units: f64) -> Duration {
        Duration::from_secs_f64((units / self.per_second).clamp(0.0, 3600.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn four_who_read_at_once_keep_to_one_rate() {
        let (rate, began) = (Rate::new(10.0), Instant::now());
        let mut last = began;
        for _round in 0..25 {
            let taken: Vec<_> = (0..4).map(|_| rate.take(last)).collect();
            for (at, expected) in taken {
                last = last.max(at);
                rate.settle(expected, 4.0);
            }
        }
        // 400 units at 10 a second; the last four pages need not be waited out
        let took = last - began;
        assert!(took > Duration::from_millis(38_000) && took < Duration::from_millis(40_500), "{took:?}");
    }
}
