use crate::AppError;
use domain::law::{DueForRenewal, Renewals};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    request::{mailroom, signed_in},
    texts::{Locale, locale},
};
#[cfg(feature = "ssr")]
use domain::{ContactId, template::Language};
#[cfg(feature = "ssr")]
use mailroom::law;

#[cfg(feature = "ssr")]
const ROWS: i64 = 50;

/// Where the page behind this person begins.
pub fn place(last: &DueForRenewal) -> String {
    let since = last.confirmed_at.unwrap_or(last.consented_at).max(last.consented_at);
    format!("{}.{}", since.as_microsecond(), last.id)
}

#[server]
pub async fn who_is_due(after: Option<String>) -> Result<Renewals, AppError> {
    signed_in().await?;
    let after = after.as_deref().and_then(|place| {
        let (since, id) = place.split_once('.')?;
        let since = jiff::Timestamp::from_microsecond(since.parse().ok()?).ok()?;
        Some(law::Place { since, id: ContactId(id.parse().ok()?) })
    });
    Ok(law::renewals(&mailroom(), after, ROWS).await?)
}

/// A draft to everybody who is due, in the language of the page.
#[server]
pub async fn remind() -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let language = match locale() {
        Locale::Ko => Language::Korean,
        Locale::En => Language::English,
    };
    let campaign = law::remind(&mailroom(), &member, language).await?;
    leptos_axum::redirect(&format!("/campaigns/{campaign}/edit"));
    Ok(())
}
