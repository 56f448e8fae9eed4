use crate::AppError;
use domain::{SegmentId, TopicId, topic::Topic};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::Sentence;
#[cfg(feature = "ssr")]
use mailroom::{subscribing, topics};

/// Each with the number of its subscribers.
#[server]
pub async fn all_topics() -> Result<Vec<(Topic, i64)>, AppError> {
    signed_in().await?;
    Ok(topics::counted(&mailroom()).await?)
}

#[server]
pub async fn save_topic(
    #[server(default)] topic: Option<TopicId>,
    name_en: String,
    name_ko: String,
    #[server(default)] description_en: String,
    #[server(default)] description_ko: String,
) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let draft = topics::Draft {
        name: Sentence::new(name_en, name_ko),
        description: Sentence::new(description_en, description_ko),
    };
    topics::save(&mailroom(), &member, topic, &draft).await?;
    leptos_axum::redirect("/topics");
    Ok(())
}

#[server]
pub async fn archive_topic(topic: TopicId, #[server(default)] is_archived: bool) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    topics::archive(&mailroom(), &member, topic, is_archived).await?;
    leptos_axum::redirect("/topics");
    Ok(())
}

/// How many are new.
#[server]
pub async fn subscribe_segment(topic: TopicId, segment: SegmentId) -> Result<u64, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let added = topics::subscribe(&mailroom(), &member, topic, segment).await?;
    leptos_axum::redirect("/topics");
    Ok(added)
}

/// The form that strangers subscribe by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicForm {
    pub is_open: bool,
    pub address: String,
}

#[server]
pub async fn subscribe_form() -> Result<PublicForm, AppError> {
    signed_in().await?;
    let form = subscribing::form(&mailroom()).await?;
    Ok(PublicForm { is_open: form.is_open, address: mailroom().address_of("/subscribe") })
}

#[server]
pub async fn open_public_form(#[server(default)] is_open: bool) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    subscribing::set_open(&mailroom(), &by, is_open).await?;
    leptos_axum::redirect("/topics");
    Ok(())
}
