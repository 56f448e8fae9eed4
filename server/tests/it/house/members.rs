use super::House;
use domain::member::{Rights, Role};
use mailroom::{
    Member,
    members::{self, Invite},
};

const PASSWORD: &str = "correct horse battery";

impl House {
    /// Somebody who was invited and came, with the right to launch.
    pub async fn member(&self, email: &str, role: Role) -> Member {
        self.joined(email, Rights::new(role, true)).await
    }

    pub async fn joined(&self, email: &str, rights: Rights) -> Member {
        let invite = Invite { email: email.parse().unwrap(), rights };
        let path = members::invite_by(&self.mailroom, &Member::operator(), &invite).await.unwrap();
        let token = path.strip_prefix("/welcome/").unwrap();
        members::accept_invitation(&self.mailroom, token, email, "", PASSWORD).await.unwrap()
    }
}
