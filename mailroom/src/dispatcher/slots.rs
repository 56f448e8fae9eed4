//! The slots of a window, reserved a few at a time: those that a process holds when it is killed are lost to the account.

use super::Room;
use crate::pace::{self, Slots};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::sleep_until};

/// A process reserves the slots of so long at once; at least one. It holds these and the ones after them, no more.
const AT_ONCE: Duration = Duration::from_millis(10);

pub(super) struct Reserved(Mutex<Stock>);

struct Stock {
    slots: VecDeque<Instant>,
    /// The most that are reserved from now on.
    wanted: usize,
}

impl Reserved {
    pub fn for_letters(n: usize) -> Self {
        Self(Mutex::new(Stock { slots: VecDeque::new(), wanted: n }))
    }

    /// When the next letter may go; `None`: not now. Nothing is reserved for letters that may not be sent.
    pub async fn next(&self, room: &Room, may_call: impl Fn() -> bool) -> Option<Instant> {
        let mut stock = self.0.lock().await;
        if stock.slots.is_empty() {
            stock.slots = reserve(room, stock.wanted.max(1), may_call).await;
            stock.wanted = stock.wanted.saturating_sub(stock.slots.len());
        }
        stock.slots.pop_front()
    }

    /// Waits for the moment of the next letter, before anybody is marked to get it. `false`: not now.
    pub async fn until_next(&self, room: &Room) -> bool {
        let mut stock = self.0.lock().await;
        if stock.slots.is_empty() {
            stock.slots = reserve(room, 1, || !room.stop.is_cancelled()).await;
        }
        !stock.slots.is_empty() && !room.stop.is_cancelled()
    }
}

/// At a limited rate the workers take turns, and the next comes when the first of these slots has.
async fn reserve(room: &Room, wanted: usize, may_call: impl Fn() -> bool) -> VecDeque<Instant> {
    let Some(rate) = room.rate() else { return ask(room, wanted).await };
    let turn = room.slots.lock().await;
    if !may_call() {
        return VecDeque::new();
    }
    let slots = ask(room, ((rate * AT_ONCE.as_secs_f64()) as usize).clamp(1, wanted)).await;
    if let Some(first) = slots.front() {
        tokio::select! {
            () = sleep_until((*first).into()) => {}
            () = room.stop.cancelled() => {}
        }
    }
    drop(turn);
    slots
}

async fn ask(room: &Room, n: usize) -> VecDeque<Instant> {
    let slots = pace::reserve(&room.mailroom, &room.account, n).await.unwrap_or(Slots::Parked);
    let now = Instant::now();
    let nth = |k: usize| match slots {
        Slots::Free => Some(now),
        Slots::Spaced { wait, late, interval } => Some(now + (wait + interval.mul_f64(k as f64)).saturating_sub(late)),
        Slots::Parked => None,
    };
    (0..n).map_while(nth).collect()
}
