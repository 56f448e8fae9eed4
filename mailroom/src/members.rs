use crate::{Error, Result};
use domain::{MemberId, member::Role};

/// Somebody who proved who they are. Only a session can make one, or the command line on this machine.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: MemberId,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub(crate) password_hash: String,
}

impl Member {
    /// Whoever runs the program on this machine may do everything.
    pub fn operator() -> Self {
        Self {
            id: MemberId(0),
            email: String::new(),
            name: "operator".into(),
            role: Role::Admin,
            password_hash: String::new(),
        }
    }

    pub(crate) fn may_send(&self) -> Result<()> {
        if self.role.may_send() {
            return Ok(());
        }
        Err(Error::refused("a viewer may look but not send; ask an admin for the role of a marketer"))
    }

    /// `None` for the operator, who has no row.
    pub(crate) fn stored_id(&self) -> Option<i64> {
        (self.id.0 != 0).then_some(self.id.0)
    }
}

pub async fn invite(_: &crate::Mailroom, _: &domain::EmailAddress, _: Role) -> Result<String> {
    Err(Error::refused("not yet"))
}
