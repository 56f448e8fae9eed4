use crate::AppError;
#[cfg(feature = "ssr")]
use domain::Invalid;
use domain::{
    EmailAddress, Sentence, TopicId,
    suppression::{AccountListState, Suppression, SuppressionReason},
    topic::Topic,
};
use jiff::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::{
    suppressions::{self, SuppressionQuery},
    topics,
};

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

/// With a topic: of that one only.
#[server]
pub async fn suppress(addresses: String, note: String, #[server(default)] topic: String) -> Result<Added, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let added = match topic.is_empty() {
        true => suppressions::add(&mailroom(), &member, &addresses, &note).await?,
        false => suppressions::add_to_topic(&mailroom(), &member, chosen(&topic)?, &addresses, &note).await?,
    };
    leptos_axum::redirect("/suppressions");
    Ok(Added { added: added.added, known: added.known, wrong: added.wrong })
}

#[cfg(feature = "ssr")]
fn chosen(topic: &str) -> Result<TopicId, AppError> {
    let unknown = || Invalid::new("topic", ("choose one of the list", "목록에서 골라 주세요"));
    topic.parse().map_err(|_| AppError::Invalid(unknown()).answered())
}

/// Somebody who is never mailed about one topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OffTopic {
    pub topic: TopicId,
    pub name: Sentence,
    pub address: String,
    pub source: String,
    pub at: Timestamp,
}

/// What the page shows beside the table: the topics there are, who is off one, and the carrier's own lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    pub topics: Vec<Topic>,
    pub off_topics: Vec<OffTopic>,
    pub lists: Vec<AccountListState>,
}

#[server]
pub async fn known_beside() -> Result<Beside, AppError> {
    signed_in().await?;
    let off = suppressions::of_topics(&mailroom(), ROWS as i64).await?.into_iter();
    let off_topic = |off: suppressions::TopicSuppression| OffTopic {
        topic: off.topic,
        name: off.name,
        address: off.address,
        source: off.source,
        at: off.at,
    };
    Ok(Beside {
        topics: topics::list(&mailroom()).await?,
        off_topics: off.map(off_topic).collect(),
        lists: suppressions::lists(&mailroom()).await?,
    })
}

#[server]
pub async fn lift_topic(topic: TopicId, address: EmailAddress, note: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(suppressions::lift_topic(&mailroom(), &member, topic, &address, &note).await?)
}

/// Has the carrier's own lists read now.
#[server]
pub async fn read_lists() -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(suppressions::ask(&mailroom(), &by).await?)
}

/// Whether ours are added to the carrier's list.
#[server]
pub async fn push_ours(account: String, #[server(default)] is_pushing: bool) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(suppressions::push(&mailroom(), &by, &account, is_pushing).await?)
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
