use super::House;
use domain::member::Role;
use mailroom::{Member, members};

impl House {
    /// Somebody who was invited and came.
    pub async fn member(&self, email: &str, role: Role) -> Member {
        let path = members::invite(&self.mailroom, &email.parse().unwrap(), role).await.unwrap();
        let token = path.strip_prefix("/welcome/").unwrap();
        members::accept_invitation(&self.mailroom, token, email, "", "correct horse battery").await.unwrap()
    }
}
