//! One-time links that let their bearer choose a password. The database keeps only their hash.

use super::{Joining, Member, is_a_member, passwords};
use crate::{Error, Mailroom, Result, audit};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    EmailAddress, Invalid, InvitationId,
    member::{InvitationSummary, Rights, Role},
};
use rand::RngCore;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

const VALID_HOURS: i32 = 24;

/// What an invitation that still holds allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    pub role: Role,
    /// Whom it is for; `None` where its bearer may choose.
    pub email: Option<String>,
}

/// Whom to invite, to what.
#[derive(Clone, Debug, PartialEq)]
pub struct Invite {
    pub email: EmailAddress,
    pub rights: Rights,
}

/// The path that makes the first admin, good for 24 hours and one use; `None` once there is a member.
/// An earlier link stops working.
pub async fn first_run_link(mailroom: &Mailroom) -> Result<Option<String>> {
    let mut tx = mailroom.db.begin().await?;
    let has_members =
        sqlx::query_scalar!(r#"select exists (select from members) as "has!""#).fetch_one(&mut *tx).await?;
    if has_members {
        return Ok(None);
    }
    sqlx::query!("delete from invitations where used_at is null").execute(&mut *tx).await?;
    let (_, path) = write(&mut tx, Rights::new(Role::Admin, true), None, &Member::operator()).await?;
    tx.commit().await?;
    Ok(Some(path))
}

/// As whoever runs the program on this machine invites.
pub async fn invite(mailroom: &Mailroom, email: &EmailAddress, role: Role) -> Result<String> {
    let invite = Invite { email: email.clone(), rights: Rights::new(role, true) };
    let path = invite_by(mailroom, &Member::operator(), &invite).await?;
    Ok(path)
}

/// The path that makes this person a member, good for 24 hours and one use. Told once: only its hash is kept.
pub async fn invite_by(mailroom: &Mailroom, by: &Member, invite: &Invite) -> Result<String> {
    by.may_administer()?;
    let Invite { email, rights } = invite;
    let mut tx = mailroom.db.begin().await?;
    let is_member = sqlx::query_scalar!(
        r#"select exists (select from members where email = $1 and removed_at is null) as "is!""#,
        email.as_str()
    )
    .fetch_one(&mut *tx)
    .await?;
    if is_member {
        return Err(is_a_member(email).into());
    }
    // an earlier link of this person stops working
    sqlx::query!("delete from invitations where used_at is null and email = $1", email.as_str())
        .execute(&mut *tx)
        .await?;
    let (id, path) = write(&mut tx, *rights, Some(email), by).await?;
    audit::note(&mut tx, by, "invited", subject(id, email.as_str()), None::<&()>, Some(rights)).await?;
    tx.commit().await?;
    Ok(path)
}

/// Invitations to a person that nobody has used, also those that have expired.
pub async fn open_invitations(mailroom: &Mailroom, by: &Member) -> Result<Vec<InvitationSummary>> {
    by.may_administer()?;
    let rows = sqlx::query!(
        r#"select id, email as "email!", role, may_launch, expires_at, expires_at <= now() as "has_expired!"
           from invitations where used_at is null and email is not null order by id desc"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvitationSummary {
                id: InvitationId(row.id),
                email: row.email,
                rights: Rights::new(row.role.parse().map_err(Error::broken)?, row.may_launch),
                expires_at: crate::instant(row.expires_at)?,
                has_expired: row.has_expired,
            })
        })
        .collect()
}

/// A new link in place of the old one, which stops working.
pub async fn renew(mailroom: &Mailroom, by: &Member, invitation: InvitationId) -> Result<String> {
    by.may_administer()?;
    let token = new_token();
    let mut tx = mailroom.db.begin().await?;
    let email = sqlx::query_scalar!(
        r#"update invitations set token_hash = $2, expires_at = now() + make_interval(hours => $3)
           where id = $1 and used_at is null and email is not null returning email as "email!""#,
        invitation.0,
        &hash_of(&token)[..],
        VALID_HOURS
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(|| missing(invitation))?;
    audit::note(&mut tx, by, "renewed", subject(invitation, &email), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(path_of(&token))
}

/// The link stops working.
pub async fn withdraw(mailroom: &Mailroom, by: &Member, invitation: InvitationId) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let email = sqlx::query_scalar!(
        r#"delete from invitations where id = $1 and used_at is null and email is not null returning email as "email!""#,
        invitation.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(|| missing(invitation))?;
    audit::note(&mut tx, by, "withdrawn", subject(invitation, &email), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

async fn write(
    db: &mut PgConnection,
    rights: Rights,
    email: Option<&EmailAddress>,
    by: &Member,
) -> Result<(InvitationId, String)> {
    let token = new_token();
    let id = sqlx::query_scalar!(
        "insert into invitations (token_hash, role, may_launch, email, invited_by, expires_at)
         values ($1, $2, $3, $4, $5, now() + make_interval(hours => $6)) returning id",
        &hash_of(&token)[..],
        rights.role.as_str(),
        rights.may_launch,
        email.map(EmailAddress::as_str),
        by.stored_id(),
        VALID_HOURS
    )
    .fetch_one(db)
    .await?;
    Ok((InvitationId(id), path_of(&token)))
}

/// `None` where the link was used, has expired, or never was.
pub async fn invitation(mailroom: &Mailroom, token: &str) -> Result<Option<Invitation>> {
    let row = sqlx::query!(
        "select role, email from invitations where token_hash = $1 and used_at is null and expires_at > now()",
        &hash_of(token)[..]
    )
    .fetch_optional(&mailroom.db)
    .await?;
    row.map(|row| Ok(Invitation { role: row.role.parse().map_err(Error::broken)?, email: row.email })).transpose()
}

pub async fn accept_invitation(
    mailroom: &Mailroom,
    token: &str,
    email: &str,
    name: &str,
    password: &str,
) -> Result<Member> {
    let joining = Joining::check(email, name, password)?;
    // before the slow hash: a stranger without a link makes us do no work
    invitation(mailroom, token).await?.ok_or_else(no_longer_good)?;
    let hash = passwords::hash(password.to_owned()).await?;
    let mut tx = mailroom.db.begin().await?;
    let (rights, invited) = use_up(&mut tx, token).await?;
    if invited.is_some_and(|email| email != joining.email.as_str()) {
        let reason = ("this invitation is for another address", "다른 주소로 보낸 초대입니다");
        return Err(Invalid::new("email", reason).into());
    }
    let member = joining.insert(&mut tx, rights, &hash).await?;
    let joined = audit::Subject { kind: "member", id: member.id.0, name: &member.email };
    audit::note(&mut tx, &member, "joined", joined, None::<&()>, Some(&rights)).await?;
    tx.commit().await?;
    Ok(member)
}

async fn use_up(db: &mut PgConnection, token: &str) -> Result<(Rights, Option<String>)> {
    let row = sqlx::query!(
        "update invitations set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now()
         returning role, may_launch, email",
        &hash_of(token)[..]
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(no_longer_good)?;
    Ok((Rights::new(row.role.parse().map_err(Error::broken)?, row.may_launch), row.email))
}

fn no_longer_good() -> Error {
    Error::refused((
        "this link was used or has expired; ask for a new invitation, or sign in",
        "이미 사용했거나 만료된 링크입니다. 새 초대를 요청하거나 로그인하세요",
    ))
}

fn missing(invitation: InvitationId) -> Error {
    Error::Missing(format!("open invitation {invitation}"))
}

fn subject(invitation: InvitationId, email: &str) -> audit::Subject<'_> {
    audit::Subject { kind: "invitation", id: invitation.0, name: email }
}

fn path_of(token: &str) -> String {
    format!("/welcome/{token}")
}

fn new_token() -> String {
    let mut secret = [0; 32];
    rand::rng().fill_bytes(&mut secret);
    BASE64_URL_SAFE_NO_PAD.encode(secret)
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
