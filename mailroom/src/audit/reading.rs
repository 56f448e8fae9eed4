use crate::{Mailroom, Member, Result};
use domain::{
    MemberId,
    audit::{AuditLine, changes},
    typed,
};
use serde_json::Value;

/// How many lines a page of the log holds.
pub const LINES: i64 = 50;

/// Whoever may have written lines.
pub type Authors = Vec<(MemberId, String)>;

/// Which lines are looked for; `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// 0 is the operator.
    pub member: Option<MemberId>,
    pub subject: Option<String>,
    /// Not older than so many hours.
    pub hours: Option<i32>,
    /// Keyset: lines before this one.
    pub before: Option<i64>,
}

/// Newest first; one more than [`LINES`] says that there are older ones.
pub async fn page(mailroom: &Mailroom, by: &Member, wanted: &Wanted) -> Result<Vec<AuditLine>> {
    by.may_administer()?;
    let rows = sqlx::query!(
        r#"select id, at, case when member_id is not null then member_name end as member_name, act, subject, subject_id, subject_name,
                  before as "before: Value", after as "after: Value"
           from audit_log
           where ($1::bigint is null or member_id = nullif($1, 0) or ($1 = 0 and member_id is null))
             and ($2::text is null or subject = $2)
             and ($3::int is null or at > clock_timestamp() - make_interval(hours => $3))
             and ($4::bigint is null or id < $4)
           order by id desc limit $5"#,
        wanted.member.map(|member| member.0),
        wanted.subject.as_deref().map(typed::plain),
        wanted.hours,
        wanted.before,
        LINES + 1,
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AuditLine {
                id: row.id,
                at: crate::instant(row.at)?,
                member: row.member_name,
                act: row.act,
                subject: row.subject,
                subject_id: row.subject_id,
                subject_name: row.subject_name,
                changes: changes(row.before.as_ref(), row.after.as_ref()),
            })
        })
        .collect()
}

/// Everybody who is or was a member, for the filter.
pub async fn authors(mailroom: &Mailroom, by: &Member) -> Result<Authors> {
    by.may_administer()?;
    let rows = sqlx::query!(
        r#"select id, case when name = '' then email else name end as "name!" from members order by lower(name), email, id"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId(row.id), row.name)).collect())
}

/// The kinds of things the log speaks of, hopping through the index rather than reading it all.
pub async fn subjects(mailroom: &Mailroom, by: &Member) -> Result<Vec<String>> {
    by.may_administer()?;
    Ok(sqlx::query_scalar!(
        r#"with recursive kinds (subject) as (
               (select subject from audit_log order by subject limit 1)
               union all
               select (select l.subject from audit_log l where l.subject > k.subject order by l.subject limit 1)
               from kinds k where k.subject is not null)
           select subject as "subject!" from kinds where subject is not null"#
    )
    .fetch_all(&mailroom.db)
    .await?)
}
