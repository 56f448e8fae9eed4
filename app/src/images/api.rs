use crate::AppError;
use domain::{ImageId, image::Image};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::images::{self, ImageQuery};

/// Pictures on one page.
pub const PAGE: usize = 36;

/// Which pictures are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shown {
    /// Part of a file's name or of a description.
    pub search: Option<String>,
    #[serde(default)]
    pub without_alt: bool,
    /// Keyset: pictures older than this one.
    pub before: Option<ImageId>,
}

#[cfg(feature = "ssr")]
impl From<Shown> for ImageQuery {
    fn from(Shown { search, without_alt, before }: Shown) -> Self {
        // one more than is shown says whether there is a next page
        Self { search, without_alt, before, limit: PAGE as i64 + 1 }
    }
}

/// Newest first, up to one more than `PAGE`.
#[server]
pub async fn list_images(#[server(default)] shown: Shown) -> Result<Vec<Image>, AppError> {
    signed_in().await?;
    Ok(images::list(&mailroom(), &shown.into()).await?)
}

#[server]
pub async fn find_image(image: ImageId) -> Result<Image, AppError> {
    signed_in().await?;
    Ok(images::find(&mailroom(), image).await?)
}

#[server]
pub async fn describe_image(image: ImageId, alt: String) -> Result<Image, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(images::describe(&mailroom(), &member, image, &alt).await?)
}

#[server]
pub async fn delete_image(image: ImageId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    images::delete(&mailroom(), &member, image).await?;
    leptos_axum::redirect("/images");
    Ok(())
}
