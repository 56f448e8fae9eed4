//! A member's own password, changed by themself.

use super::{Member, MemberRow, SignInRefused, Source, passwords, throttle};
use crate::{Error, Mailroom, Result, audit};
use domain::Invalid;
use sqlx::PgConnection;

/// As typed: the password that holds, and twice the one that shall.
pub struct PasswordChange {
    pub current: String,
    pub new: String,
    pub again: String,
}

impl PasswordChange {
    fn check(&self) -> Result<(), Invalid> {
        passwords::check(&self.new).map_err(|invalid| Invalid { field: "new".into(), ..invalid })?;
        if self.new == self.again {
            return Ok(());
        }
        Err(Invalid::new(
            "again",
            ("this is not the same as the new password; type it again", "새 비밀번호와 다릅니다. 다시 입력하세요"),
        ))
    }
}

/// Sessions begun under the old one end: whoever asks begins a new one as the member that comes back. A wrong current
/// password counts like one at the door.
pub async fn change_password(
    mailroom: &Mailroom,
    by: &Member,
    asked: &PasswordChange,
    source: Source,
) -> Result<Member, SignInRefused> {
    asked.check().map_err(Error::from)?;
    let attempt = throttle::admit(mailroom, &by.email, source).await?;
    let before = hash_of(mailroom, by).await?;
    if !passwords::is_right(asked.current.clone(), Some(before.clone())).await? {
        let why = ("this is not your current password", "현재 비밀번호가 아닙니다. 다시 입력하세요");
        return Err(Error::from(Invalid::new("current", why)).into());
    }
    throttle::forgive(mailroom, &attempt).await?;
    let hash = passwords::hash(asked.new.clone()).await?;
    let mut tx = mailroom.db.begin().await.map_err(Error::from)?;
    let member = write(&mut tx, by, &before, &hash).await?;
    let subject = audit::Subject { kind: "member", id: member.id.0, name: member.called() };
    audit::note(&mut tx, &member, "changed_password", subject, None::<&()>, None::<&()>).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(member)
}

async fn hash_of(mailroom: &Mailroom, member: &Member) -> Result<String> {
    sqlx::query_scalar!("select password_hash from members where id = $1 and removed_at is null", member.id.0)
        .fetch_optional(&mailroom.db)
        .await?
        .ok_or_else(|| Error::Missing(format!("member {}", member.id)))
}

/// Not over a password that another session of theirs has set meanwhile.
async fn write(db: &mut PgConnection, member: &Member, before: &str, hash: &str) -> Result<Member> {
    sqlx::query_as!(
        MemberRow,
        "update members set password_hash = $3 where id = $1 and password_hash = $2 and removed_at is null
         returning id, email, name, role, may_launch, password_hash",
        member.id.0,
        before,
        hash
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| {
        Error::refused((
            "your password was changed elsewhere meanwhile; sign in again",
            "그사이 다른 곳에서 비밀번호가 바뀌었습니다. 다시 로그인하세요",
        ))
    })?
    .into_member()
}
