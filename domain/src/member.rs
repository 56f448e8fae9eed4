use crate::campaign::words;
use serde::{Deserialize, Serialize};

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
    pub fn may_send(self) -> bool {
        match self {
            Self::Admin | Self::Marketer => true,
            Self::Viewer => false,
        }
    }
}
