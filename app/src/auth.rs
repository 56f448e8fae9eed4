use axum_login::{AuthUser, AuthnBackend};
use domain::MemberId;
use mailroom::{Mailroom, Member, members};
use std::{convert::Infallible, ops::Deref};

use crate::AppError;

/// A member whose session proved it.
#[derive(Clone, Debug)]
pub struct SignedIn(Member);

impl SignedIn {
    pub fn new(member: Member) -> Self {
        Self(member)
    }

    /// Viewers read and change nothing.
    pub fn who_may_send(self) -> Result<Self, AppError> {
        if self.role.may_send() { Ok(self) } else { Err(AppError::NotAllowed.answered()) }
    }

    /// Settings, members and the audit log.
    pub fn who_administers(self) -> Result<Self, AppError> {
        if self.role.may_administer() { Ok(self) } else { Err(AppError::NotAllowed.answered()) }
    }
}

impl Deref for SignedIn {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

impl AuthUser for SignedIn {
    type Id = i64;

    fn id(&self) -> i64 {
        self.0.id.0
    }

    fn session_auth_hash(&self) -> &[u8] {
        self.0.session_seal()
    }
}

#[derive(Clone)]
pub struct Backend(pub Mailroom);

impl AuthnBackend for Backend {
    type User = SignedIn;
    /// There is one way in, and it counts failures: `members::sign_in`.
    type Credentials = Infallible;
    type Error = mailroom::Error;

    async fn authenticate(&self, never: Infallible) -> mailroom::Result<Option<SignedIn>> {
        match never {}
    }

    async fn get_user(&self, id: &i64) -> mailroom::Result<Option<SignedIn>> {
        Ok(members::find(&self.0, MemberId(*id)).await?.map(SignedIn))
    }
}

pub type AuthSession = axum_login::AuthSession<Backend>;
