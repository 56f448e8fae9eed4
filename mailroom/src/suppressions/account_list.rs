//! The carrier's own list of addresses it sends nothing to: read every night and when somebody asks. Ours are added there
//! only where that was switched on, and nothing is deleted there by us.

use super::by_hand::subject;
use crate::{Error, Mailroom, Member, Result, audit, mailer::Ses};
use domain::{
    Origin,
    outcome::SendFault,
    suppression::{AccountListState, SuppressionReason},
};
use jiff::Timestamp;
use std::time::Duration;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

pub use domain::suppression::AccountListState as AccountList;

/// AWS answers one question about its list a second, for all of the account's programs together.
pub const APART: Duration = Duration::from_millis(1100);
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Who reads renews this with every page.
const LEASE_SECONDS: f64 = 60.0;
/// What came onto the list while it was being read last.
const OVERLAP_SECONDS: i64 = 300;

/// What one reading found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    pub found: u64,
    /// Those we did not know.
    pub added: u64,
    /// Ours that were added there.
    pub pushed: u64,
}

/// Every list that was read or is to be.
pub async fn lists(mailroom: &Mailroom) -> Result<Vec<AccountListState>> {
    let rows = sqlx::query!(
        r#"select *, asked_at is not null or leased_until > clock_timestamp() as "is_due!" from account_lists order by account"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AccountListState {
                account: row.account,
                read_at: row.read_at.map(crate::instant).transpose()?,
                found: row.found,
                added: row.added,
                problem: row.problem,
                is_pushing: row.is_pushing,
                pushed: row.pushed,
                is_due: row.is_due,
            })
        })
        .collect()
}

/// Has the lists read now, by whichever process sends through their accounts.
pub async fn ask(mailroom: &Mailroom, by: &Member) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let asked = sqlx::query!("update account_lists set asked_at = clock_timestamp()").execute(&mut *tx).await?;
    if asked.rows_affected() == 0 {
        return Err(Error::refused((
            "no process of this installation sends through Amazon SES, so there is no list to read",
            "이 설치에는 Amazon SES로 발송하는 프로세스가 없어 읽어 올 목록이 없습니다",
        )));
    }
    audit::note(&mut tx, by, "asked_for", subject("account list"), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether our bounces and complaints are added to the account's list.
pub async fn push(mailroom: &Mailroom, by: &Member, account: &str, is_pushing: bool) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let known = sqlx::query!("update account_lists set is_pushing = $2 where account = $1", account, is_pushing);
    if known.execute(&mut *tx).await?.rows_affected() == 0 {
        return Err(Error::Missing(format!("account list of {account}")));
    }
    let after = serde_json::json!({ "account": account, "is_pushing": is_pushing });
    audit::note(&mut tx, by, "changed", subject("account list"), None::<&()>, Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}

/// Reads the list every night and when asked, until stopped.
pub async fn keep_in_step(mailroom: &Mailroom, ses: &Ses, stop: &CancellationToken) {
    loop {
        let turn = async {
            if is_due(mailroom, ses.account()).await? {
                sync(mailroom, ses, APART).await?;
            }
            Ok::<_, Error>(())
        };
        tokio::select! {
            done = turn => if let Err(error) = done {
                tracing::error!(%error, "the account's suppression list could not be read; trying again");
            },
            () = stop.cancelled() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Asked for; or the last reading that ended began before three o'clock, Korean time, of the last night. One that failed is
/// tried again in an hour.
async fn is_due(mailroom: &Mailroom, account: &str) -> Result<bool> {
    sqlx::query!("insert into account_lists (account) values ($1) on conflict do nothing", account)
        .execute(&mailroom.db)
        .await?;
    let is_due = sqlx::query_scalar!(
        r#"select leased_until < clock_timestamp() and (asked_at is not null or (
                      coalesce(read_at, '-infinity') <
                          (date_trunc('day', now() at time zone 'Asia/Seoul' - interval '3 hours') + interval '3 hours')
                              at time zone 'Asia/Seoul'
                      and (problem is null or leased_until < clock_timestamp() - interval '1 hour'))) as "is_due!"
           from account_lists where account = $1"#,
        account
    );
    Ok(is_due.fetch_one(&mailroom.db).await?)
}

/// Reads what came onto the account's list since the last time and never mails those people; then offers ours, where that
/// is wanted. `apart`: between two questions to the carrier.
pub async fn sync(mailroom: &Mailroom, ses: &Ses, apart: Duration) -> Result<Synced> {
    let account = ses.account();
    let Some(since) = lease(mailroom, account).await? else {
        return Err(Error::refused((
            format!("the list of {account} is being read already"),
            format!("{account} 목록을 이미 읽고 있습니다"),
        )));
    };
    let begun_at = Timestamp::now();
    match read(mailroom, ses, since, apart).await {
        Ok(mut synced) => {
            note_read(mailroom, account, begun_at, synced).await?;
            synced.pushed = offer(mailroom, ses, apart).await?;
            Ok(synced)
        }
        Err(error) => {
            note_problem(mailroom, account, &error.to_string()).await?;
            Err(error)
        }
    }
}

/// Since when the list is to be read. `None`: somebody else is at it.
async fn lease(mailroom: &Mailroom, account: &str) -> Result<Option<Option<Timestamp>>> {
    let row = sqlx::query!(
        "insert into account_lists as l (account, leased_until) values ($1, clock_timestamp() + make_interval(secs => $2))
         on conflict (account) do update set leased_until = excluded.leased_until
         where l.leased_until < clock_timestamp() returning read_at",
        account,
        LEASE_SECONDS,
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let read_at = row.read_at.map(crate::instant).transpose()?;
    Ok(Some(read_at.map(|at| at - jiff::SignedDuration::from_secs(OVERLAP_SECONDS))))
}

async fn renew(mailroom: &Mailroom, account: &str) -> Result<()> {
    sqlx::query!(
        "update account_lists set leased_until = clock_timestamp() + make_interval(secs => $2) where account = $1",
        account,
        LEASE_SECONDS,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

async fn read(mailroom: &Mailroom, ses: &Ses, since: Option<Timestamp>, apart: Duration) -> Result<Synced> {
    let (mut synced, mut next) = (Synced::default(), None);
    loop {
        let page = ses.suppressed(since, next).await.map_err(told)?;
        synced.found += page.addresses.len() as u64;
        synced.added += note_page(mailroom, &page.addresses).await?;
        renew(mailroom, ses.account()).await?;
        next = page.next;
        if next.is_none() {
            return Ok(synced);
        }
        tokio::time::sleep(apart).await;
    }
}

async fn note_page(mailroom: &Mailroom, addresses: &[(String, SuppressionReason)]) -> Result<u64> {
    let source = Origin::AccountList.to_string();
    let mut tx = mailroom.db.begin().await?;
    let mut added = 0;
    for reason in [SuppressionReason::Complained, SuppressionReason::Bounced] {
        let of: Vec<String> = addresses.iter().filter(|(_, why)| *why == reason).map(|(who, _)| who.clone()).collect();
        added += super::raise(&mut tx, &of, reason, &source).await?.len() as u64;
    }
    tx.commit().await?;
    Ok(added)
}

async fn note_read(mailroom: &Mailroom, account: &str, begun_at: Timestamp, synced: Synced) -> Result<()> {
    let begun_at = OffsetDateTime::from_unix_timestamp_nanos(begun_at.as_nanosecond()).map_err(Error::broken)?;
    sqlx::query!(
        "update account_lists set read_at = $2, found = $3, added = $4, problem = null,
             asked_at = case when asked_at > $2 then asked_at end, leased_until = clock_timestamp()
         where account = $1",
        account,
        begun_at,
        synced.found as i64,
        synced.added as i64,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

async fn note_problem(mailroom: &Mailroom, account: &str, problem: &str) -> Result<()> {
    sqlx::query!(
        "update account_lists set problem = $2, asked_at = null, leased_until = clock_timestamp() where account = $1",
        account,
        problem,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Adds our bounces and complaints that it did not report itself, oldest first, and notes how far that went.
async fn offer(mailroom: &Mailroom, ses: &Ses, apart: Duration) -> Result<u64> {
    let mut pushed = 0;
    while let Some(ours) = next_of_ours(mailroom, ses.account()).await? {
        tokio::time::sleep(apart).await;
        match ses.suppress(&ours.address, ours.reason).await {
            Ok(()) => pushed += 1,
            // one address that the carrier does not take keeps no other from it
            Err(SendFault::Never(reason)) => {
                tracing::warn!(%reason, "the account's list does not take an address of ours")
            }
            Err(fault) => {
                note_problem(mailroom, ses.account(), &fault.reason().to_string()).await?;
                return Err(told(fault));
            }
        }
        note_offered(mailroom, ses.account(), &ours).await?;
    }
    Ok(pushed)
}

struct Ours {
    address: String,
    reason: SuppressionReason,
    at: OffsetDateTime,
}

async fn next_of_ours(mailroom: &Mailroom, account: &str) -> Result<Option<Ours>> {
    let row = sqlx::query!(
        "select s.address, s.reason, s.at from suppressions s join account_lists l on l.account = $1 and l.is_pushing
         where (s.at, s.address) > (l.pushed_at, l.pushed_address) and s.reason in ('bounced', 'complained') and s.source <> $2
         order by s.at, s.address limit 1",
        account,
        Origin::AccountList.to_string(),
    );
    let Some(row) = row.fetch_optional(&mailroom.db).await? else { return Ok(None) };
    Ok(Some(Ours { address: row.address, reason: row.reason.parse().map_err(Error::broken)?, at: row.at }))
}

async fn note_offered(mailroom: &Mailroom, account: &str, ours: &Ours) -> Result<()> {
    sqlx::query!(
        "update account_lists set pushed = pushed + 1, pushed_at = $2, pushed_address = $3 where account = $1",
        account,
        ours.at,
        ours.address,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

fn told(fault: SendFault) -> Error {
    Error::refused(fault.reason().to_string())
}
