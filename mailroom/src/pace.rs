//! One limiter an account, shared by every worker on every machine: slots are reserved in Postgres, so the
//! total is exact, and a process that dies wastes at most the few it reserved (0039).

mod parking;

pub(crate) use parking::parking;

use crate::{Mailroom, Result, mailer::Quota};
use domain::outcome::{Brake, Reason};
use std::time::Duration;

/// Throttled: the rate falls to this part of itself and heals by [`HEALED_PER_SECOND`].
const CUT: f64 = 0.7;
const HEALED_PER_SECOND: f64 = 0.02;
/// SES frees its rolling quota bit by bit; asking again more often than this is no use.
const QUOTA_PARK: Duration = Duration::from_secs(300);
/// How long a carrier that cannot be reached is waited for before campaigns are halted.
pub(crate) const UNREACHABLE_MAX: Duration = Duration::from_secs(60);

/// Slots that nobody reserved in time are made up for within so long, and no longer: the most that may ever go beyond the
/// rate, 5 % of one second and 0.1 % of a minute.
const MADE_UP_FOR: Duration = Duration::from_millis(50);

/// When letters may go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slots {
    Free,
    /// The first after `wait`, or `late` already, then one every `interval`.
    Spaced {
        wait: Duration,
        late: Duration,
        interval: Duration,
    },
    /// None for now.
    Parked,
}

/// Tells the account's rate, in letters a second; `None` for a carrier without a limit.
pub(crate) async fn set_rate(mailroom: &Mailroom, account: &str, rate: Option<f64>) -> Result<()> {
    sqlx::query!(
        "insert into pace (account, rate) values ($1, $2) on conflict (account) do update set rate = excluded.rate
         where pace.rate is distinct from excluded.rate",
        account,
        rate
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Keeps what the carrier said of the account, for people to see.
pub(crate) async fn note_quota(mailroom: &Mailroom, account: &str, quota: &Quota) -> Result<()> {
    let used = quota.most_a_day.zip(quota.left_today).map(|(most, left)| most - left);
    sqlx::query!(
        "update pace set quota_max = $2, quota_used = $3, is_sandbox = $4, is_enabled = $5, asked_at = clock_timestamp()
         where account = $1",
        account,
        quota.most_a_day,
        used,
        quota.sandbox,
        quota.sending_enabled,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Reserves `n` slots. Postgres need not have written that down when it answers: should it crash, the slots it forgets are
/// older than it takes to start again.
pub(crate) async fn reserve(mailroom: &Mailroom, account: &str, n: usize) -> Result<Slots> {
    let row = sqlx::query!(
        r#"with now as materialized (
               select clock_timestamp() as at, set_config('synchronous_commit', 'off', true) as commit
           ), healed as (
               select account, least(1, multiplier + $3 * extract(epoch from now.at - healed_at)::float8) as multiplier
               from pace, now where account = $1
           ), given as (
               update pace p set multiplier = h.multiplier, healed_at = now.at,
                   tat = greatest(p.tat, now.at - make_interval(secs => $4)) + make_interval(secs => $2 / (p.rate * h.multiplier))
               from healed h, now
               where p.account = h.account and p.rate is not null and (p.parked_until is null or p.parked_until <= now.at)
               returning extract(epoch from p.tat - now.at)::float8 as until, 1 / (p.rate * h.multiplier) as interval
           )
           select g.until as "until?", g.interval as "interval?",
                  extract(epoch from p.parked_until - now.at)::float8 as "parked?"
           from now left join pace p on p.account = $1 left join given g on true"#,
        account,
        n as f64,
        HEALED_PER_SECOND,
        MADE_UP_FOR.as_secs_f64(),
    )
    .fetch_one(&mailroom.db)
    .await?;
    Ok(match (row.parked, row.until, row.interval) {
        (Some(parked), _, _) if parked > 0.0 => Slots::Parked,
        (_, Some(until), Some(interval)) => {
            let first = until - n as f64 * interval;
            Slots::Spaced {
                wait: Duration::from_secs_f64(first.max(0.0)),
                late: Duration::from_secs_f64((-first).max(0.0)),
                interval: Duration::from_secs_f64(interval),
            }
        }
        (_, _, _) => Slots::Free,
    })
}

/// How long the account is parked; `None` when it is free to send.
pub(crate) async fn parked(mailroom: &Mailroom, account: &str) -> Result<Option<Duration>> {
    let seconds = sqlx::query_scalar!(
        r#"select extract(epoch from parked_until - clock_timestamp())::float8 as "seconds?"
           from pace where account = $1 and parked_until > clock_timestamp()"#,
        account
    )
    .fetch_optional(&mailroom.db)
    .await?
    .flatten();
    Ok(seconds.map(|seconds| Duration::from_secs_f64(seconds.max(0.0))))
}

/// Slows or parks the account. Says since when the carrier could not be reached, where that is the trouble.
pub(crate) async fn brake(
    mailroom: &Mailroom,
    account: &str,
    brake: Brake,
    reason: &Reason,
) -> Result<Option<Duration>> {
    match brake {
        Brake::SlowDown => slow_down(mailroom, account, reason).await.map(|()| None),
        Brake::ParkUntilQuota => park(mailroom, account, QUOTA_PARK, reason).await.map(|()| None),
        Brake::WaitForCarrier => wait_for_carrier(mailroom, account, reason).await.map(Some),
        Brake::HaltCampaign => Ok(None),
    }
}

async fn slow_down(mailroom: &Mailroom, account: &str, reason: &Reason) -> Result<()> {
    // at most one cut in half a second: a window's worth of answers is one message, not sixty-four
    sqlx::query!(
        "update pace set multiplier = greatest(0.01, multiplier * $2), healed_at = clock_timestamp(), cut_at = clock_timestamp(),
             parked_until = case when rate is null then clock_timestamp() + interval '0.5 s' else parked_until end, parked_why = $3
         where account = $1 and cut_at < clock_timestamp() - interval '0.5 s'",
        account,
        CUT,
        reason.to_string(),
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

async fn park(mailroom: &Mailroom, account: &str, wait: Duration, reason: &Reason) -> Result<()> {
    sqlx::query!(
        "update pace set parked_until = clock_timestamp() + make_interval(secs => $2), parked_why = $3 where account = $1",
        account,
        wait.as_secs_f64(),
        reason.to_string(),
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Parks for longer and longer, a quarter of the time it has been unreachable, 0.25 s to 5 s. An outage after
/// which nobody tried for half a minute is over: whoever saw its end may not have lived to say so.
async fn wait_for_carrier(mailroom: &Mailroom, account: &str, reason: &Reason) -> Result<Duration> {
    let seconds = sqlx::query_scalar!(
        r#"with outage as (
               select account, case when parked_until > clock_timestamp() - interval '30 s'
                   then coalesce(unreachable_since, clock_timestamp()) else clock_timestamp() end as since
               from pace where account = $1 for update
           )
           update pace p set unreachable_since = since, parked_why = $2,
               parked_until = clock_timestamp() + least(interval '5 s', greatest(interval '0.25 s', (clock_timestamp() - since) / 4))
           from outage where p.account = outage.account
           returning extract(epoch from clock_timestamp() - since)::float8 as "seconds!""#,
        account,
        reason.to_string(),
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(Duration::from_secs_f64(seconds.unwrap_or(0.0).max(0.0)))
}

/// A letter went through: the carrier is there again.
pub(crate) async fn reached(mailroom: &Mailroom, account: &str) -> Result<()> {
    sqlx::query!(
        "update pace set unreachable_since = null, parked_until = null, parked_why = null
         where account = $1 and unreachable_since is not null",
        account
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}
