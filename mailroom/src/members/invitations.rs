//! One-time links that let their bearer choose a password. The database keeps only their hash.

use super::{Joining, Member, passwords};
use crate::{Error, Mailroom, Result};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{EmailAddress, Invalid, member::Role};
use rand::RngCore;
use sha2::{Digest, Sha256};

const VALID_HOURS: i32 = 24;

/// What an invitation that still holds allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    pub role: Role,
    /// Whom it is for; `None` where its bearer may choose.
    pub email: Option<String>,
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
    let path = write(&mut tx, Role::Admin, None).await?;
    tx.commit().await?;
    Ok(Some(path))
}

/// The path that makes this person a member, good for 24 hours and one use.
pub async fn invite(mailroom: &Mailroom, email: &EmailAddress, role: Role) -> Result<String> {
    let mut tx = mailroom.db.begin().await?;
    let is_member =
        sqlx::query_scalar!(r#"select exists (select from members where email = $1) as "is!""#, email.as_str())
            .fetch_one(&mut *tx)
            .await?;
    if is_member {
        return Err(Invalid::new("email", format!("{email} is a member already")).into());
    }
    let path = write(&mut tx, role, Some(email)).await?;
    tx.commit().await?;
    Ok(path)
}

async fn write(db: &mut sqlx::PgConnection, role: Role, email: Option<&EmailAddress>) -> Result<String> {
    let token = new_token();
    sqlx::query!(
        "insert into invitations (token_hash, role, email, expires_at) values ($1, $2, $3, now() + make_interval(hours => $4))",
        &hash_of(&token)[..],
        role.as_str(),
        email.map(EmailAddress::as_str),
        VALID_HOURS
    )
    .execute(db)
    .await?;
    Ok(format!("/welcome/{token}"))
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
    let invited = use_up(&mut tx, token).await?;
    if invited.email.is_some_and(|email| email != joining.email.as_str()) {
        return Err(Invalid::new("email", "this invitation is for another address").into());
    }
    let member = joining.insert(&mut tx, invited.role, &hash).await?;
    tx.commit().await?;
    Ok(member)
}

async fn use_up(db: &mut sqlx::PgConnection, token: &str) -> Result<Invitation> {
    let row = sqlx::query!(
        "update invitations set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now()
         returning role, email",
        &hash_of(token)[..]
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(no_longer_good)?;
    Ok(Invitation { role: row.role.parse().map_err(Error::broken)?, email: row.email })
}

fn no_longer_good() -> Error {
    Error::refused("This link was used or has expired. Start the server again to get a new one, or sign in.")
}

fn new_token() -> String {
    let mut secret = [0; 32];
    rand::rng().fill_bytes(&mut secret);
    BASE64_URL_SAFE_NO_PAD.encode(secret)
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
