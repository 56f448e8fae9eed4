use crate::AppError;
use domain::member::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::way_back;
#[cfg(feature = "ssr")]
use crate::request::{begin_session, end_session, mailroom, signed_in, source};
#[cfg(feature = "ssr")]
use mailroom::members;

/// Who is looking at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub email: String,
    /// The address where they gave no name.
    pub name: String,
    pub role: Role,
    /// A right of its own, apart from the role.
    pub may_launch: bool,
}

/// What a one-time link offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub role: Role,
    pub email: Option<String>,
    pub password_characters_min: usize,
}

#[server]
pub async fn whoami() -> Result<Me, AppError> {
    let member = signed_in().await?;
    Ok(Me {
        email: member.email.clone(),
        name: member.called().to_owned(),
        role: member.role,
        may_launch: member.rights().may_launch,
    })
}

/// Leads to `next`, where that is a page of ours.
#[server]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    let member = members::sign_in(&mailroom(), &email, &password, source().await?).await?;
    begin_session(member).await?;
    leptos_axum::redirect(way_back::local(&next).unwrap_or("/overview"));
    Ok(())
}

#[server]
pub async fn sign_out() -> Result<(), AppError> {
    end_session().await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// `None` where the link was used, has expired, or never was.
#[server]
pub async fn welcome(token: String) -> Result<Option<Offer>, AppError> {
    let invitation = members::invitation(&mailroom(), &token).await?;
    Ok(invitation.map(|invitation| Offer {
        role: invitation.role,
        email: invitation.email,
        password_characters_min: domain::member::PASSWORD_CHARACTERS_MIN,
    }))
}

#[server]
pub async fn accept(token: String, email: String, name: String, password: String) -> Result<(), AppError> {
    let member = members::accept_invitation(&mailroom(), &token, &email, &name, &password).await?;
    begin_session(member).await?;
    leptos_axum::redirect("/overview");
    Ok(())
}
