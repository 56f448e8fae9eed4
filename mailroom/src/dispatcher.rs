//! The dispatcher: the only way mail moves.
//!
//! [`Dispatcher::turn`] takes one step: address a page, send a batch, send due retries, rescue, settle, finish.
//! Production takes turns for ever on several workers; a test takes them one by one and never sleeps.

mod campaign;
mod lookout;
mod noticing;
mod owner;
mod recording;
mod sending;
mod slots;
mod trying;

use crate::{
    Error, Mailroom, Result, campaigns, law,
    ledger::{self, Owner, doubts, rescue, retries},
    mailer::{Mailer, Quota},
    offers, pace,
    work_queue::WorkQueue,
};
use campaign::Campaigns;
use lookout::Lookout;
use owner::Number;
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, task::JoinSet, time::sleep};
use tokio_util::sync::CancellationToken;

/// Workers of one process.
pub const WORKERS: usize = 3;

/// The most people one process has in flight: marked, and no answer recorded. Each worker sends one window while it
/// marks the next.
pub const IN_FLIGHT_MAX: usize = WORKERS * 2 * sending::WINDOW_MAX;

/// How long a worker with nothing to do waits before it looks again; a launch wakes it at once.
const IDLE: Duration = Duration::from_secs(1);
/// How often the dead are looked for.
const ROUND: Duration = Duration::from_secs(2);

/// The rate of an account may change while we run.
const ASK_RATE_EVERY: Duration = Duration::from_secs(60);
/// SES accepts less than its maximum at times; this part of it goes through.
const RATE_USED: f64 = 0.95;

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Moved,
    /// Nothing to do before this long.
    Idle(Duration),
}

#[derive(Clone)]
pub struct Dispatcher(Arc<Room>);

struct Room {
    mailroom: Mailroom,
    mailer: Mailer,
    queue: WorkQueue,
    account: String,
    number: Number,
    campaigns: Campaigns,
    lookout: Lookout,
    /// As many calls at once as the carrier has use for.
    places: Semaphore,
    rate_max: Option<f64>,
    /// Letters a second the account may send.
    rate: Mutex<Option<f64>>,
    /// Held by the worker whose reserved slots come next.
    slots: tokio::sync::Mutex<()>,
    /// How many people the next window should hold.
    stride: AtomicI32,
    /// The carrier could not be reached the last time it was tried.
    unreachable: AtomicBool,
    /// Stays, and takes what is launched on the pages.
    is_standing: AtomicBool,
    /// Cancelled: no new call is made, what is under way ends, everything else goes back.
    stop: CancellationToken,
}

impl Dispatcher {
    /// Takes a number, and asks the carrier how fast it may be sent to.
    /// `rate_max` caps it, in letters a second.
    pub async fn open(
        mailroom: &Mailroom,
        mailer: Mailer,
        queue: WorkQueue,
        rate_max: Option<f64>,
        stop: CancellationToken,
    ) -> Result<Self> {
        let account = mailer.account().to_owned();
        let rate = ask_rate(mailroom, &mailer, rate_max).await?.rate_per_second;
        Ok(Self(Arc::new(Room {
            mailroom: mailroom.clone(),
            number: Number::take(mailroom).await?,
            campaigns: Campaigns::default(),
            lookout: Lookout::default(),
            places: Semaphore::new(mailer.width()),
            rate_max,
            rate: Mutex::new(rate),
            slots: tokio::sync::Mutex::default(),
            stride: AtomicI32::new(sending::FIRST_WINDOW),
            unreachable: AtomicBool::new(false),
            is_standing: AtomicBool::new(false),
            stop,
            account,
            queue,
            mailer,
        })))
    }

    pub fn account(&self) -> &str {
        &self.0.account
    }

    /// From now on this dispatcher takes campaigns that are launched on the pages, unless another one offered its
    /// account later.
    pub async fn stand(&self) -> Result<()> {
        let room = &*self.0;
        room.is_standing.store(true, Relaxed);
        room.ask_rate().await
    }

    /// One step. Several may be taken at once.
    pub async fn turn(&self) -> Result<Turn> {
        let room = &*self.0;
        if let Some(parked) = pace::parked(&room.mailroom, &room.account).await? {
            return Ok(Turn::Idle(parked.min(IDLE)));
        }
        if room.is_standing.load(Relaxed)
            && (campaigns::launch_due(&room.mailroom, &room.account).await?
                || trying::send_next_test(room).await?
                || noticing::send_next_notice(room).await?)
        {
            return Ok(Turn::Moved);
        }
        if ledger::addressing::address_next_page(&room.mailroom, &room.account).await? {
            // there is something to send now
            room.lookout.wake_one();
            return Ok(Turn::Moved);
        }
        let is_quiet = law::quiet_until(&room.mailroom.db).await?.is_some();
        if sending::send_due_retries(room, is_quiet).await?
            || room.queue.offer(&room.mailroom, &room.account, is_quiet).await?
            || sending::send_next_batch(room, is_quiet).await?
            || room.round().await?
        {
            return Ok(Turn::Moved);
        }
        Ok(Turn::Idle(room.next_due_in(is_quiet).await?.min(IDLE)))
    }

    /// Rescues what the dead left, settles doubts whose window is over, ends spent campaigns; sends nothing.
    /// `true` when something changed.
    pub async fn round(&self) -> Result<bool> {
        self.0.round().await
    }

    /// No new call is made; [`Dispatcher::run`] returns when what is under way has ended.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// Takes turns until stopped, then ends what is under way: a clean stop leaves nobody in doubt.
    pub async fn run(&self) -> Result<()> {
        let mut workers = JoinSet::new();
        workers.spawn(self.clone().look_out());
        for _ in 0..WORKERS {
            workers.spawn(self.clone().work());
        }
        while let Some(ended) = workers.join_next().await {
            if let Err(panic) = ended {
                self.0.stop.cancel();
                return Err(Error::broken(panic));
            }
        }
        self.0.queue.leave().await;
        Ok(())
    }

    async fn work(self) {
        let room = &*self.0;
        while !room.stop.is_cancelled() {
            let pause = match self.turn().await {
                Ok(Turn::Moved) => continue,
                Ok(Turn::Idle(pause)) => pause.max(Duration::from_millis(5)),
                Err(error) => {
                    tracing::error!(%error, "a turn of the dispatcher failed; trying again");
                    IDLE
                }
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = room.lookout.woken() => {}
                () = room.stop.cancelled() => {}
            }
        }
    }

    async fn look_out(self) {
        let room = &*self.0;
        let rounds = async {
            let mut asked_at = Instant::now();
            loop {
                if asked_at.elapsed() > ASK_RATE_EVERY {
                    if let Err(error) = room.ask_rate().await {
                        tracing::warn!(%error, "the carrier did not say how fast it may be sent to");
                    }
                    if let Err(error) = room.mailroom.keys.reload(&room.mailroom.db).await {
                        tracing::warn!(%error, "the keys that sign links could not be read again");
                    }
                    asked_at = Instant::now();
                }
                if let Err(error) = room.round().await {
                    tracing::error!(%error, "a round of the dispatcher failed; trying again");
                }
                sleep(ROUND).await;
            }
        };
        tokio::select! {
            () = room.lookout.watch(&room.mailroom) => {}
            () = room.queue.listen(|| room.lookout.wake_one()) => {}
            () = rounds => {}
            () = room.stop.cancelled() => {}
        }
    }
}

/// Asks the carrier, and tells the shared limiter.
async fn ask_rate(mailroom: &Mailroom, mailer: &Mailer, rate_max: Option<f64>) -> Result<Quota> {
    let quota =
        mailer.quota().await.map_err(|fault| Error::refused(format!("{}: {}", mailer.account(), fault.reason())))?;
    let allowed = quota.rate_per_second.map(|rate| rate * RATE_USED);
    let rate = [allowed, rate_max].into_iter().flatten().reduce(f64::min);
    pace::set_rate(mailroom, mailer.account(), rate).await?;
    pace::note_quota(mailroom, mailer.account(), &quota).await?;
    Ok(Quota { rate_per_second: rate, ..quota })
}

impl Room {
    async fn ask_rate(&self) -> Result<()> {
        let quota = ask_rate(&self.mailroom, &self.mailer, self.rate_max).await?;
        *self.rate.lock().unwrap_or_else(PoisonError::into_inner) = quota.rate_per_second;
        if self.is_standing.load(Relaxed) {
            offers::make(&self.mailroom, self.owner(), &self.account, &quota).await?;
        }
        Ok(())
    }

    async fn next_due_in(&self, is_quiet: bool) -> Result<Duration> {
        let retry = retries::next_due_in(&self.mailroom, &self.account, is_quiet).await?;
        let launch = match self.is_standing.load(Relaxed) {
            true => campaigns::next_launch_in(&self.mailroom).await?,
            false => None,
        };
        Ok([retry, launch].into_iter().flatten().min().unwrap_or(IDLE))
    }

    fn owner(&self) -> Owner {
        self.number.owner()
    }

    fn rate(&self) -> Option<f64> {
        *self.rate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Letters are so far apart that each is marked by itself.
    fn is_slow(&self) -> bool {
        self.rate().is_some_and(|rate| rate < sending::SLOW_BELOW)
    }

    /// How many people a worker marks at a time: as many as it lately sent to in [`sending::WINDOW`], and at a
    /// limited rate no more than may go meanwhile. Whoever is marked and not yet called is in doubt after a crash.
    fn window(&self) -> i32 {
        let allowed = self.rate().map_or(f64::INFINITY, |rate| rate * sending::WINDOW.as_secs_f64() / WORKERS as f64);
        f64::from(self.stride.load(Relaxed)).min(allowed).max(1.0) as i32
    }

    /// Learns from a window how large the next should be: at most twice as large, so that one quick answer fools nobody.
    /// A small window that was quick, as one of retries is, says nothing against a larger one.
    fn learn(&self, people: usize, took: Duration) {
        if people == 0 {
            return;
        }
        let fitting = people as f64 * sending::WINDOW.as_secs_f64() / took.as_secs_f64().max(1e-6);
        let most = f64::from(self.stride.load(Relaxed)).max(2.0 * people as f64).min(sending::WINDOW_MAX as f64);
        self.stride.store(fitting.clamp(1.0, most) as i32, Relaxed);
    }

    /// How long a lost database is waited for.
    fn patience(&self) -> Duration {
        if self.stop.is_cancelled() { Duration::from_secs(10) } else { Duration::from_secs(120) }
    }

    /// `true` when something changed.
    async fn round(&self) -> Result<bool> {
        self.number.keep(&self.mailroom).await?;
        let rescued = rescue::rescue(&self.mailroom).await?;
        let settled = doubts::settle_overdue(&self.mailroom).await?;
        let stopped = campaigns::stop_breached(&self.mailroom).await?;
        let finished = campaigns::finish_spent(&self.mailroom).await?;
        let told = match self.is_standing.load(Relaxed) {
            true => law::ask_due(&self.mailroom).await? + law::note_reminded(&self.mailroom).await?,
            false => 0,
        };
        Ok(rescued + settled + stopped + finished + told > 0)
    }
}
