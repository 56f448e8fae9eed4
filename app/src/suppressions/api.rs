use crate::AppError;
use domain::{
    EmailAddress, Sentence,
    suppression::{Suppression, SuppressionReason},
};
use jiff::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::suppressions::{self, SuppressionQuery};

/// On one page of the table.
pub const ROWS: usize = 50;

/// Which of them the table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub reason: Option<SuppressionReason>,
    /// A part of an address.
    pub search: Option<String>,
    /// Keyset: those before this one.
    pub before: Option<Place>,
}

/// Written `2026-11-22T03:00:00Z_a@b.kr`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub at: Timestamp,
    pub address: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.at, self.address)
    }
}

impl std::str::FromStr for Place {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, address) = text.split_once('_').unwrap_or((text, ""));
        Ok(Self { at: at.parse()?, address: address.to_owned() })
    }
}

/// A page of the table, up to one more than `ROWS`, and how many there are of each reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    pub rows: Vec<Suppression>,
    pub counts: Vec<(SuppressionReason, i64)>,
}

#[server]
pub async fn suppressed(#[server(default)] shown: Shown) -> Result<Listed, AppError> {
    signed_in().await?;
    let query = SuppressionQuery {
        reason: shown.reason,
        search: shown.search,
        before: shown.before.map(|place| (place.at, place.address)),
        limit: ROWS as i64 + 1,
    };
    let rows = suppressions::page(&mailroom(), &query).await?;
    Ok(Listed { rows, counts: suppressions::counts(&mailroom()).await? })
}

/// What became of a pasted list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Added {
    pub added: u64,
    pub known: u64,
    pub wrong: Vec<(String, Sentence)>,
}

#[server]
pub async fn suppress(addresses: String, note: String) -> Result<Added, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let added = suppressions::add(&mailroom(), &member, &addresses, &note).await?;
    leptos_axum::redirect("/suppressions");
    Ok(Added { added: added.added, known: added.known, wrong: added.wrong })
}

#[server]
pub async fn lift(address: EmailAddress, note: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(suppressions::lift(&mailroom(), &member, &address, &note).await?)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_survives_the_address_of_a_page() {
        let text = "2026-11-22T03:00:00.123456Z_a_b@c.kr";
        let place: Place = text.parse().unwrap();
        assert_eq!((place.address.as_str(), place.to_string().as_str()), ("a_b@c.kr", text));
        assert!("yesterday_a@c.kr".parse::<Place>().is_err());
    }
}
