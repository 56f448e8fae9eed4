use crate::AppError;
use domain::{SegmentId, TopicId, topic::Topic};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::Sentence;
#[cfg(feature = "ssr")]
use mailroom::topics;

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
