//! How fast a campaign goes, from what the page has seen of it.

use domain::Totals;
use std::collections::VecDeque;

/// Long enough to be calm, short enough to be true.
const WINDOW_MILLISECONDS: f64 = 10_000.0;

#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// When, and how many were still to be sent.
    seen: VecDeque<(f64, i64)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
    /// People a second.
    pub rate: f64,
    pub seconds_left: i64,
}

impl Pace {
    pub fn see(&mut self, at_milliseconds: f64, totals: &Totals) {
        self.seen.push_back((at_milliseconds, totals.unsent()));
        while self.seen.front().is_some_and(|(at, _)| at_milliseconds - at > WINDOW_MILLISECONDS) {
            self.seen.pop_front();
        }
    }

    /// `None` until enough was seen, or while nothing moves.
    pub fn speed(&self) -> Option<Speed> {
        let ((began, most), (ended, left)) = (*self.seen.front()?, *self.seen.back()?);
        let seconds = (ended - began) / 1000.0;
        if seconds < 0.4 || left >= most {
            return None;
        }
        let rate = (most - left) as f64 / seconds;
        Some(Speed { rate, seconds_left: (left as f64 / rate).ceil() as i64 })
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, Speed};
    use domain::Totals;

    fn waiting(n: i64) -> Totals {
        Totals { waiting: n, ..Totals::default() }
    }

    #[test]
    fn speed_is_what_went_during_the_last_ten_seconds() {
        let mut pace = Pace::default();
        pace.see(0.0, &waiting(1000));
        assert_eq!(pace.speed(), None);
        pace.see(20_000.0, &waiting(300));
        assert_eq!(pace.speed(), None, "what was seen 20 s ago no longer counts");
        pace.see(22_000.0, &waiting(100));
        assert_eq!(pace.speed(), Some(Speed { rate: 100.0, seconds_left: 1 }));
    }

    #[test]
    fn nothing_moving_has_no_speed() {
        let mut pace = Pace::default();
        pace.see(0.0, &waiting(10));
        pace.see(5_000.0, &waiting(10));
        assert_eq!(pace.speed(), None);
    }
}
