use crate::{InvitationId, MemberId, campaign::words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whoever runs the program on its machine, as rows name them; pages say it in words.
pub const OPERATOR: &str = "operator";
pub const PASSWORD_CHARACTERS_MIN: usize = 10;

/// What a signed-in person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    /// Everything but settings and members.
    Marketer,
    /// Reads, changes nothing.
    Viewer,
}

words!(Role, "a role", "admin" => Admin, "marketer" => Marketer, "viewer" => Viewer);

impl Role {
    pub const ALL: [Self; 3] = [Self::Admin, Self::Marketer, Self::Viewer];

    pub fn may_send(self) -> bool {
        match self {
            Self::Admin | Self::Marketer => true,
            Self::Viewer => false,
        }
    }

    /// Settings, members, the audit log.
    pub fn may_administer(self) -> bool {
        match self {
            Self::Admin => true,
            Self::Marketer | Self::Viewer => false,
        }
    }
}

/// What a member may do: the role, and the right to launch, which is given apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    pub role: Role,
    pub may_launch: bool,
}

impl Rights {
    /// A role that may not send launches nothing, whatever the switch says.
    pub fn new(role: Role, may_launch: bool) -> Self {
        Self { role, may_launch: may_launch && role.may_send() }
    }
}

/// A member as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSummary {
    pub id: MemberId,
    pub email: String,
    /// Empty where they gave none.
    pub name: String,
    pub rights: Rights,
    pub joined_at: Timestamp,
}

/// An invitation that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSummary {
    pub id: InvitationId,
    pub email: String,
    pub rights: Rights,
    pub expires_at: Timestamp,
    pub has_expired: bool,
}

#[cfg(test)]
mod tests {
    use super::{Rights, Role};

    #[test]
    fn who_may_do_what() {
        let table = [(Role::Admin, true, true), (Role::Marketer, true, false), (Role::Viewer, false, false)];
        for (role, may_send, may_administer) in table {
            assert_eq!((role.may_send(), role.may_administer()), (may_send, may_administer), "{role}");
        }
    }

    #[test]
    fn only_who_may_send_may_launch() {
        for role in Role::ALL {
            assert_eq!(Rights::new(role, true).may_launch, role.may_send(), "{role}");
            assert!(!Rights::new(role, false).may_launch);
        }
    }
}
