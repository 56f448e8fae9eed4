//! The people who work with the product: who they are, how they prove it, how they come in.

mod invitations;
mod own_password;
mod passwords;
mod roster;
pub mod sessions;
mod throttle;

use crate::{Error, Mailroom, Result};
use domain::{
    EmailAddress, Invalid, MemberId,
    member::{OPERATOR, Rights, Role},
    typed,
};
use sha2::{Digest, Sha256};

pub use invitations::{
    Invitation, Invite, accept_invitation, first_run_link, invitation, invite, invite_by, open_invitations, renew,
    withdraw,
};
pub use own_password::{PasswordChange, change_password};
pub use roster::{change, list, remove};
pub use throttle::Source;

const KEY_CHARACTERS_MAX: usize = 250;
const NAME_CHARACTERS_MAX: usize = 100;

/// Somebody who proved who they are. Only a session can make one, or the command line on this machine.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: MemberId,
    pub email: String,
    pub name: String,
    pub role: Role,
    may_launch: bool,
    seal: [u8; 32],
}

impl Member {
    /// Whoever runs the program on this machine may do everything.
    pub fn operator() -> Self {
        Self {
            id: MemberId(0),
            email: String::new(),
            name: OPERATOR.into(),
            role: Role::Admin,
            may_launch: true,
            seal: Default::default(),
        }
    }

    /// Changes with the password, so that sessions begun under the old one end.
    pub fn session_seal(&self) -> &[u8] {
        &self.seal
    }

    pub(crate) fn may_send(&self) -> Result<()> {
        if self.role.may_send() {
            return Ok(());
        }
        Err(Error::refused((
            "a viewer may look but not change anything; ask an admin for the role of a marketer",
            "뷰어는 볼 수만 있고 바꿀 수는 없습니다. 관리자에게 마케터 역할을 요청하세요",
        )))
    }

    /// By name, or by address where they gave none.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    pub fn rights(&self) -> Rights {
        Rights::new(self.role, self.may_launch)
    }

    /// Launching is a right of its own.
    pub(crate) fn may_launch(&self) -> Result<()> {
        self.may_send()?;
        if self.rights().may_launch {
            return Ok(());
        }
        Err(Error::refused((
            "launching is a right of its own that you do not have; ask an admin to launch, or for the right",
            "발송 승인 권한이 없습니다. 관리자에게 발송이나 권한을 요청하세요",
        )))
    }

    /// Settings, members and the audit log.
    pub(crate) fn may_administer(&self) -> Result<()> {
        if self.role.may_administer() {
            return Ok(());
        }
        Err(Error::refused((
            "only an admin sees and changes settings and members; ask one",
            "설정과 구성원은 관리자만 보고 바꿀 수 있습니다. 관리자에게 요청하세요",
        )))
    }

    /// `None` for the operator, who has no row.
    pub(crate) fn stored_id(&self) -> Option<i64> {
        (self.id.0 != 0).then_some(self.id.0)
    }
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// The same for an unknown address and for a wrong password.
    #[error("the e-mail address or the password is not right")]
    Wrong,
    #[error("too many attempts: try again in {minutes} min")]
    TooMany { minutes: i64 },
    #[error(transparent)]
    Failed(#[from] Error),
}

pub async fn sign_in(
    mailroom: &Mailroom,
    email: &str,
    password: &str,
    source: Source,
) -> Result<Member, SignInRefused> {
    let email = key(email);
    let attempt = throttle::admit(mailroom, &email, source).await?;
    let row = by_email(mailroom, &email).await?;
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let is_right = passwords::is_right(password.to_owned(), hash).await?;
    match row.filter(|_| is_right) {
        Some(row) => {
            throttle::forgive(mailroom, &attempt).await?;
            Ok(row.into_member()?)
        }
        None => Err(SignInRefused::Wrong),
    }
}

/// The one spelling of an address; what is none is left to be found wrong like any other, whatever it is.
fn key(email: &str) -> String {
    let as_typed =
        |_| email.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).take(KEY_CHARACTERS_MAX).collect();
    email.parse::<EmailAddress>().map_or_else(as_typed, |address| address.to_string())
}

/// `None` where they were removed since.
pub async fn find(mailroom: &Mailroom, id: MemberId) -> Result<Option<Member>> {
    find_in(&mut *mailroom.db.acquire().await?, id).await
}

pub(crate) async fn find_in(db: &mut sqlx::PgConnection, id: MemberId) -> Result<Option<Member>> {
    let row = sqlx::query_as!(
        MemberRow,
        "select id, email, name, role, may_launch, password_hash from members where id = $1 and removed_at is null",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(MemberRow::into_member).transpose()
}

/// What a new member gives, once it is known to be usable.
struct Joining {
    email: EmailAddress,
    name: String,
}

impl Joining {
    fn check(email: &str, name: &str, password: &str) -> Result<Self, Invalid> {
        passwords::check(password)?;
        Ok(Self { email: email.parse()?, name: typed::line("name", name, NAME_CHARACTERS_MAX)? })
    }

    async fn insert(&self, db: &mut sqlx::PgConnection, rights: Rights, password_hash: &str) -> Result<Member> {
        let row = sqlx::query_as!(
            MemberRow,
            "insert into members (email, name, role, may_launch, password_hash) values ($1, $2, $3, $4, $5)
             returning id, email, name, role, may_launch, password_hash",
            self.email.as_str(),
            self.name,
            rights.role.as_str(),
            rights.may_launch,
            password_hash
        )
        .fetch_one(db)
        .await
        .map_err(|error| self.taken_or(error))?;
        row.into_member()
    }

    fn taken_or(&self, error: sqlx::Error) -> Error {
        match error.as_database_error().and_then(|e| e.constraint()) {
            Some("members_email_once") => is_a_member(&self.email).into(),
            _ => error.into(),
        }
    }
}

fn is_a_member(email: &EmailAddress) -> Invalid {
    Invalid::new(
        "email",
        (format!("{email} is already a member"), format!("이미 구성원으로 등록된 주소입니다: {email}")),
    )
}

struct MemberRow {
    id: i64,
    email: String,
    name: String,
    role: String,
    may_launch: bool,
    password_hash: String,
}

impl MemberRow {
    fn into_member(self) -> Result<Member> {
        Ok(Member {
            id: MemberId(self.id),
            role: self.role.parse().map_err(Error::broken)?,
            may_launch: self.may_launch,
            seal: Sha256::digest(&self.password_hash).into(),
            email: self.email,
            name: self.name,
        })
    }
}

async fn by_email(mailroom: &Mailroom, email: &str) -> Result<Option<MemberRow>> {
    Ok(sqlx::query_as!(
        MemberRow,
        "select id, email, name, role, may_launch, password_hash from members where email = $1 and removed_at is null",
        email
    )
    .fetch_optional(&mailroom.db)
    .await?)
}
