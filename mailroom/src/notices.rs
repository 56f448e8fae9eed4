//! Letters to one person outside of campaigns. Asked for in the transaction that makes them true, sent by a standing
//! dispatcher within seconds, tried again as a letter of a campaign is; never after a doubt, and once for each `key`.

use crate::{Error, Mailroom, Result, control, senders};
use domain::{
    ContactId, SenderId,
    draft::TestOutcome,
    notice::{Notice, NoticeEntry},
    outcome::Next,
    sender::SenderProfile,
};
use sqlx::{PgConnection, types::Json};
use std::time::Duration;

/// A notice marked longer ago than a call lasts was cut off: it may have been sent.
const CUT_OFF_MINUTES: i32 = 3;
const SHOWN: i64 = 20;
/// Until somebody mends what stops every letter.
const HALTED: Duration = Duration::from_secs(10 * 60);

/// Asks for a notice. `key` says what it is about: whoever asks for the same twice gets it once. Heard when the
/// transaction commits.
pub async fn ask(db: &mut PgConnection, key: &str, contact: Option<ContactId>, notice: &Notice) -> Result<()> {
    sqlx::query!(
        "insert into notices (key, kind, contact_id, address, facts) values ($1, $2, $3, $4, $5) on conflict do nothing",
        key,
        notice.kind.as_str(),
        contact.map(|contact| contact.0),
        notice.to.as_str(),
        Json(notice) as _,
    )
    .execute(&mut *db)
    .await?;
    control::announce(db).await
}

/// The latest to this person, newest first.
pub async fn of_contact(mailroom: &Mailroom, contact: ContactId) -> Result<Vec<NoticeEntry>> {
    let rows = sqlx::query!(
        r#"select kind, asked_at, ended_at, detail,
                  case when outcome is null and taken_at < clock_timestamp() - make_interval(mins => $2) then 'in_doubt'
                       else outcome end as outcome
           from notices where contact_id = $1 order by id desc limit $3"#,
        contact.0,
        CUT_OFF_MINUTES,
        SHOWN,
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NoticeEntry {
                kind: row.kind.parse().map_err(Error::broken)?,
                asked_at: crate::instant(row.asked_at)?,
                ended_at: row.ended_at.map(crate::instant).transpose()?,
                outcome: row.outcome.map(|word| word.parse()).transpose().map_err(Error::broken)?,
                detail: row.detail.unwrap_or_default(),
            })
        })
        .collect()
}

/// A notice that a dispatcher took to send.
pub(crate) struct Due {
    pub id: i64,
    pub rung: i16,
    pub notice: Notice,
}

/// Takes the one due longest, if this account is the one offered to the pages. It is marked before the call.
pub(crate) async fn take(mailroom: &Mailroom, account: &str) -> Result<Option<Due>> {
    let row = sqlx::query!(
        r#"update notices set taken_at = clock_timestamp()
           where id = (select id from notices
                       where taken_at is null and due_at <= clock_timestamp() and facts is not null
                         and $1 = (select account from offer_in_force)
                       order by due_at, id limit 1 for update skip locked)
           returning id, rung, facts as "facts!: Json<Notice>""#,
        account
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(row.map(|row| Due { id: row.id, rung: row.rung, notice: row.facts.0 }))
}

/// Who writes a notice: the sender it names, else the oldest in use.
pub(crate) async fn sender(mailroom: &Mailroom, named: Option<SenderId>) -> Result<Option<SenderProfile>> {
    let mut db = mailroom.db.acquire().await?;
    let oldest = sqlx::query_scalar!("select id from senders where archived_at is null order by id limit 1");
    let sender = match named {
        Some(named) => Some(named),
        None => oldest.fetch_optional(&mut *db).await?.map(SenderId),
    };
    match sender {
        Some(sender) => Ok(senders::read(&mut db, sender).await?.map(|sender| sender.profile)),
        None => Ok(None),
    }
}

/// Writes down what became of a call, or of the reason not to make it.
pub(crate) async fn note(mailroom: &Mailroom, due: &Due, next: Next) -> Result<()> {
    match next {
        Next::Sent(receipt) => end(mailroom, due, TestOutcome::Sent, &receipt.0).await,
        Next::Fail(reason) => end(mailroom, due, TestOutcome::Failed, &reason.to_string()).await,
        Next::Doubt(reason) => end(mailroom, due, TestOutcome::InDoubt, &reason.to_string()).await,
        Next::Retry { rung, wait, reason } => later(mailroom, due, rung, wait, &reason.to_string()).await,
        Next::Release { wait, brake: domain::outcome::Brake::HaltCampaign, reason } => {
            later(mailroom, due, due.rung, wait.max(HALTED), &reason.to_string()).await
        }
        Next::Release { wait, reason, .. } => later(mailroom, due, due.rung, wait, &reason.to_string()).await,
    }
}

async fn end(mailroom: &Mailroom, due: &Due, outcome: TestOutcome, detail: &str) -> Result<()> {
    sqlx::query!(
        "update notices set ended_at = clock_timestamp(), outcome = $2, detail = $3, facts = null where id = $1",
        due.id,
        outcome.as_str(),
        detail,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Provably unsent: taken again after the wait.
async fn later(mailroom: &Mailroom, due: &Due, rung: i16, wait: Duration, why: &str) -> Result<()> {
    sqlx::query!(
        "update notices set taken_at = null, rung = $2, due_at = clock_timestamp() + make_interval(secs => $3), detail = $4
         where id = $1",
        due.id,
        rung,
        wait.as_secs_f64(),
        why,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// What waits to be sent to somebody who was erased is not; what was sent to them names nobody.
pub(crate) async fn forget(db: &mut PgConnection, contact: ContactId, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "delete from notices where taken_at is null and (contact_id = $1 or address = any($2))",
        contact.0,
        addresses
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update notices set address = nameless(0), facts = null, detail = null where contact_id = $1 or address = any($2)",
        contact.0,
        addresses
    )
    .execute(db)
    .await?;
    Ok(())
}
