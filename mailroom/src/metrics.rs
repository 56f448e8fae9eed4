//! What operators watch: how this process's calls to the carrier go, and how far behind the whole house is.

use crate::{Mailroom, Result};
use domain::outcome::{Receipt, SendFault};
use hdrhistogram::Histogram;
use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Latencies are told of the last one to two of these.
const SPAN: Duration = Duration::from_secs(60);
/// Longer than any call is given.
const LONGEST: Duration = Duration::from_secs(600);

/// How calls to the carrier ended, since this process began. Each call counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Endings {
    /// The carrier took the letter.
    pub accepted: u64,
    /// It asked to slow down, or its quota is spent: no attempt of anybody is used.
    pub throttled: u64,
    /// It could not be reached, or refuses all of us.
    pub held: u64,
    /// Tried again later.
    pub deferred: u64,
    pub refused: u64,
    /// No answer that tells.
    pub unsure: u64,
}

/// How long the carrier took to accept a letter. Times in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    /// Of all since this process began.
    pub sum: f64,
    pub count: u64,
}

/// What is true of the whole house, whichever process is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backlog {
    /// Since the launch of the oldest campaign that runs and owes a letter; 0 where none does. What must leave within five
    /// minutes of its launch is late when this is above 300.
    pub oldest_unsent_seconds: f64,
    /// Letters that running campaigns owe, as far as their audience is written down.
    pub unsent: i64,
    pub in_doubt: i64,
    pub running: i64,
    pub paused: i64,
    pub dispatchers: i64,
    /// Accounts that wait for a quota or a carrier.
    pub parked: i64,
}

#[derive(Clone, Default)]
pub struct Calls(Arc<Mutex<Noted>>);

struct Noted {
    endings: Endings,
    sum: Duration,
    since: Instant,
    now: Histogram<u64>,
    before: Histogram<u64>,
}

impl Default for Noted {
    fn default() -> Self {
        let empty =
            || Histogram::new_with_max(LONGEST.as_micros() as u64, 2).expect("two digits up to a minute count fits");
        Self { endings: Endings::default(), sum: Duration::ZERO, since: Instant::now(), now: empty(), before: empty() }
    }
}

impl Noted {
    /// Forgets what is older than two spans.
    fn turn(&mut self) {
        let age = self.since.elapsed();
        if age <= SPAN {
            return;
        }
        mem::swap(&mut self.now, &mut self.before);
        self.now.reset();
        self.since += SPAN;
        if age > 2 * SPAN {
            self.before.reset();
            self.since = Instant::now();
        }
    }
}

impl Calls {
    pub(crate) fn note(&self, answer: &Result<Receipt, SendFault>, took: Duration) {
        let mut noted = self.lock();
        let endings = &mut noted.endings;
        let counted = match answer {
            Ok(_) => &mut endings.accepted,
            Err(SendFault::Throttled(_) | SendFault::QuotaSpent(_)) => &mut endings.throttled,
            Err(SendFault::Unreachable(_) | SendFault::Halt(_)) => &mut endings.held,
            Err(SendFault::Later(_)) => &mut endings.deferred,
            Err(SendFault::Never(_)) => &mut endings.refused,
            Err(SendFault::Unsure(_)) => &mut endings.unsure,
        };
        *counted += 1;
        if answer.is_ok() {
            noted.turn();
            noted.sum += took;
            noted.now.saturating_record(took.as_micros() as u64);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of this process.
pub fn calls(mailroom: &Mailroom) -> (Endings, Latency) {
    let mut noted = mailroom.calls.lock();
    noted.turn();
    let mut lately = noted.before.clone();
    lately += &noted.now;
    let at = |quantile| Duration::from_micros(lately.value_at_quantile(quantile)).as_secs_f64();
    let (sum, count) = (noted.sum.as_secs_f64(), noted.endings.accepted);
    (noted.endings, Latency { p50: at(0.5), p95: at(0.95), p99: at(0.99), sum, count })
}

/// Asks a row a campaign that runs or is paused.
pub async fn backlog(mailroom: &Mailroom) -> Result<Backlog> {
    let row = sqlx::query!(
        r#"with under_way as (
               select c.state, c.launched_at, c.addressed_at,
                      t.waiting + t.sending + t.retrying as unsent, t.in_doubt
               from campaigns c join totals t on t.campaign_id = c.id
               where c.state in ('running', 'paused')
           )
           select coalesce(extract(epoch from clock_timestamp() - min(launched_at)
                               filter (where state = 'running' and (unsent > 0 or addressed_at is null))), 0)::float8 as "oldest!",
                  coalesce(sum(unsent) filter (where state = 'running'), 0)::bigint as "unsent!",
                  coalesce(sum(in_doubt), 0)::bigint as "in_doubt!",
                  count(*) filter (where state = 'running') as "running!",
                  count(*) filter (where state = 'paused') as "paused!",
                  (select count(*) from living_dispatchers) as "dispatchers!",
                  (select count(*) from pace where parked_until > clock_timestamp()) as "parked!"
           from under_way"#
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(Backlog {
        oldest_unsent_seconds: row.oldest,
        unsent: row.unsent,
        in_doubt: row.in_doubt,
        running: row.running,
        paused: row.paused,
        dispatchers: row.dispatchers,
        parked: row.parked,
    })
}

#[cfg(test)]
mod tests {
    use super::{Calls, SPAN};
    use domain::outcome::{Reason, Receipt, SendFault};
    use std::time::{Duration, Instant};

    #[test]
    fn only_accepted_letters_have_a_latency_and_every_call_is_counted() {
        let calls = Calls::default();
        for n in 1..=100 {
            calls.note(&Ok(Receipt("x".into())), Duration::from_millis(n));
        }
        calls.note(&Err(SendFault::Unsure(Reason::new("timeout", "")).clone()), Duration::from_secs(330));
        let noted = calls.lock();
        assert_eq!((noted.endings.accepted, noted.endings.unsure), (100, 1));
        let at = |quantile| noted.now.value_at_quantile(quantile) / 1000;
        assert_eq!([0.5, 0.95, 0.99].map(at), [50, 95, 99]);
    }

    #[test]
    fn what_is_older_than_two_spans_is_forgotten() {
        let calls = Calls::default();
        calls.note(&Ok(Receipt("x".into())), Duration::from_millis(9));
        for kept in [1, 0, 0] {
            let mut noted = calls.lock();
            noted.since = Instant::now() - SPAN - Duration::from_millis(1);
            noted.turn();
            assert_eq!(noted.now.len() + noted.before.len(), kept);
        }
    }
}
