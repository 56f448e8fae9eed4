use crate::AppError;
use domain::ses::{DomainCheck, SendingAccount};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::ses_account;

#[server]
pub async fn ask_account() -> Result<SendingAccount, AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(ses_account::account(&mailroom(), &by).await?)
}

/// Of a domain, or of an address that SES knows.
#[server]
pub async fn check_domain(name: String) -> Result<DomainCheck, AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(ses_account::check(&mailroom(), &by, &name).await?)
}

#[server]
pub async fn add_identity(name: String) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    let name = ses_account::add_identity(&mailroom(), &by, &name).await?;
    leptos_axum::redirect(&super::path_to(&name));
    Ok(())
}

#[server]
pub async fn verify_again(name: String) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    ses_account::verify_again(&mailroom(), &by, &name).await?;
    leptos_axum::redirect(&super::path_to(&name));
    Ok(())
}

#[server]
pub async fn set_mail_from(name: String, mail_from: String) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    ses_account::set_mail_from(&mailroom(), &by, &name, &mail_from).await?;
    leptos_axum::redirect(&super::path_to(&name));
    Ok(())
}

#[server]
pub async fn send_reports_to(topic: String) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    ses_account::send_reports_to(&mailroom(), &by, &topic).await?;
    leptos_axum::redirect(super::PATH);
    Ok(())
}
