//! Who changed what, and when: one line for every write a person asks for, in the write's own transaction.

mod reading;

pub use reading::{Authors, LINES, Wanted, authors, page, subjects};

use crate::{Mailroom, Member, Result};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

/// What a line of the audit log is about: `template`, 7, "Weekend sale".
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub kind: &'static str,
    pub id: i64,
    /// As people call it; it is still read after the thing is gone.
    pub name: &'a str,
}

/// Before addresses leave as a file: asks for the right, and writes who took them along.
pub async fn exported(mailroom: &Mailroom, by: &Member, kind: &'static str, id: i64, name: &str) -> Result<()> {
    by.may_send()?;
    let mut db = mailroom.db.acquire().await?;
    note(&mut db, by, "exported", Subject { kind, id, name }, None::<&()>, None::<&()>).await
}

/// Writes the line. `act` is a verb in the past: `created`, `changed`, `launched`, `erased`. `before` and `after` hold what
/// changed, and no secret.
pub(crate) async fn note(
    db: &mut PgConnection,
    by: &Member,
    act: &str,
    subject: Subject<'_>,
    before: Option<&(impl Serialize + Sync)>,
    after: Option<&(impl Serialize + Sync)>,
) -> Result<()> {
    sqlx::query!(
        "insert into audit_log (member_id, member_name, act, subject, subject_id, subject_name, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        by.stored_id(),
        by.called(),
        act,
        subject.kind,
        subject.id,
        subject.name,
        before.map(Json) as _,
        after.map(Json) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
