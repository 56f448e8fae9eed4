//! Who is a member, with which rights.

use super::Member;
use crate::{Error, Mailroom, Result, audit};
use domain::{
    MemberId,
    member::{MemberSummary, Rights, Role},
};
use sqlx::PgConnection;

pub async fn list(mailroom: &Mailroom, by: &Member) -> Result<Vec<MemberSummary>> {
    by.may_administer()?;
    let rows = sqlx::query!(
        "select id, email, name, role, may_launch, created_at from members where removed_at is null
         order by lower(name), email, id"
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MemberSummary {
                id: MemberId(row.id),
                email: row.email,
                name: row.name,
                rights: Rights::new(row.role.parse().map_err(Error::broken)?, row.may_launch),
                joined_at: crate::instant(row.created_at)?,
            })
        })
        .collect()
}

/// Holds from their next request on: rights are read with every one.
pub async fn change(mailroom: &Mailroom, by: &Member, member: MemberId, rights: Rights) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let (name, before) = locked(&mut tx, member).await?;
    if before == rights {
        return Ok(());
    }
    if before.role.may_administer() && !rights.role.may_administer() {
        keep_an_admin(&mut tx, member).await?;
    }
    sqlx::query!(
        "update members set role = $2, may_launch = $3 where id = $1",
        member.0,
        rights.role.as_str(),
        rights.may_launch
    )
    .execute(&mut *tx)
    .await?;
    audit::note(&mut tx, by, "changed", subject(member, &name), Some(&before), Some(&rights)).await?;
    tx.commit().await?;
    Ok(())
}

/// Their sessions end at once; what they did stays under their name.
pub async fn remove(mailroom: &Mailroom, by: &Member, member: MemberId) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let (name, rights) = locked(&mut tx, member).await?;
    if rights.role.may_administer() {
        keep_an_admin(&mut tx, member).await?;
    }
    sqlx::query!("update members set removed_at = clock_timestamp(), password_hash = '' where id = $1", member.0)
        .execute(&mut *tx)
        .await?;
    audit::note(&mut tx, by, "removed", subject(member, &name), Some(&rights), None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// Every admin's row is locked first and in one order, so two who demote each other come one after the other.
async fn locked(db: &mut PgConnection, member: MemberId) -> Result<(String, Rights)> {
    let rows = sqlx::query!(
        "select id, email, name, role, may_launch from members where removed_at is null and (id = $1 or role = 'admin')
         order by id for update",
        member.0
    )
    .fetch_all(db)
    .await?;
    let row = rows.into_iter().find(|row| row.id == member.0);
    let row = row.ok_or_else(|| Error::Missing(format!("member {member}")))?;
    let name = if row.name.is_empty() { row.email } else { row.name };
    Ok((name, Rights::new(row.role.parse().map_err(Error::broken)?, row.may_launch)))
}

async fn keep_an_admin(db: &mut PgConnection, but: MemberId) -> Result<()> {
    let is_kept = sqlx::query_scalar!(
        r#"select exists (select from members where removed_at is null and role = $2 and id <> $1) as "is!""#,
        but.0,
        Role::Admin.as_str()
    )
    .fetch_one(db)
    .await?;
    if is_kept {
        return Ok(());
    }
    Err(Error::refused((
        "this is the last admin, and somebody must be able to change settings; make another member an admin first",
        "마지막 관리자입니다. 설정을 바꿀 사람이 한 명은 있어야 하므로 먼저 다른 구성원을 관리자로 지정하세요",
    )))
}

fn subject(member: MemberId, name: &str) -> audit::Subject<'_> {
    audit::Subject { kind: "member", id: member.0, name }
}
