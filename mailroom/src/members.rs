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
