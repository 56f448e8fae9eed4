use super::Kind;
use crate::{Mailroom, Result};
use jiff::Timestamp;
use sqlx::PgConnection;

/// How a mirror is.
#[derive(Clone, Debug)]
pub struct Standing {
    pub kind: String,
    pub target: String,
    /// Keys that are not written yet.
    pub waiting: i64,
    pub waiting_since: Option<Timestamp>,
    /// Why the one tried most often was not.
    pub last_error: Option<String>,
}

/// Every mirror that is switched on.
pub async fn standing(mailroom: &Mailroom) -> Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"select m.kind, m.target, count(o.id) as "waiting!", min(o.noted_at) as since,
                  (array_agg(o.last_error order by o.attempts desc) filter (where o.last_error is not null))[1] as error
           from mirrors m left join mirror_outbox o on o.kind = m.kind group by m.kind, m.target order by m.kind"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Standing {
                kind: row.kind,
                target: row.target,
                waiting: row.waiting,
                waiting_since: row.since.map(crate::instant).transpose()?,
                last_error: row.error,
            })
        })
        .collect()
}

/// From now on changes are noted. Says whether that is new, or another target: whoever asked then notes everything there
/// is, in the same transaction.
pub async fn switch_on(db: &mut PgConnection, kind: Kind, target: &str) -> Result<bool> {
    let changed = sqlx::query!(
        "insert into mirrors (kind, target) values ($1, $2)
         on conflict (kind) do update set target = excluded.target, switched_on_at = now()
         where mirrors.target <> excluded.target",
        kind.as_str(),
        target,
    )
    .execute(db)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// What was still to be written is forgotten; what was written stays where it is.
pub async fn switch_off(db: &mut PgConnection, kind: Kind) -> Result<()> {
    sqlx::query!("delete from mirrors where kind = $1", kind.as_str()).execute(&mut *db).await?;
    sqlx::query!("delete from mirror_outbox where kind = $1", kind.as_str()).execute(db).await?;
    Ok(())
}
