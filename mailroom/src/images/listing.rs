use super::{addresses::address, missing, uses};
use crate::{Mailroom, Result, pattern};
use domain::{ImageId, image::Image};
use std::collections::HashMap;

/// Which pictures a page shows, newest first.
#[derive(Clone, Debug)]
pub struct ImageQuery {
    /// Part of a file's name or of a description.
    pub search: Option<String>,
    /// Only those nobody has described.
    pub without_alt: bool,
    /// Keyset: pictures older than this one.
    pub before: Option<ImageId>,
    pub limit: i64,
}

pub async fn list(mailroom: &Mailroom, query: &ImageQuery) -> Result<Vec<Image>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, thumbnail, title, alt, width, height, octets, created_at from images
         where ($1::text is null or title ilike $1 or alt ilike $1) and (not $2 or alt = '')
           and ($3::bigint is null or id < $3)
         order by id desc limit $4",
        query.search.as_deref().and_then(pattern::containing),
        query.without_alt,
        query.before.map(|id| id.0),
        query.limit,
    )
    .fetch_all(&mailroom.db)
    .await?;
    pictures(mailroom, rows).await
}

pub async fn find(mailroom: &Mailroom, image: ImageId) -> Result<Image> {
    let row = sqlx::query_as!(
        Row,
        "select id, name, thumbnail, title, alt, width, height, octets, created_at from images where id = $1",
        image.0
    )
    .fetch_optional(&mailroom.db)
    .await?;
    pictures(mailroom, row.into_iter().collect()).await?.pop().ok_or_else(missing)
}

struct Row {
    id: i64,
    name: String,
    thumbnail: String,
    title: String,
    alt: String,
    width: i32,
    height: i32,
    octets: i64,
    created_at: time::OffsetDateTime,
}

async fn pictures(mailroom: &Mailroom, rows: Vec<Row>) -> Result<Vec<Image>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut used = if ids.is_empty() { HashMap::new() } else { uses::of(mailroom, &ids).await? };
    rows.into_iter()
        .map(|row| {
            Ok(Image {
                id: ImageId(row.id),
                address: address(mailroom, &row.name),
                name: row.name,
                thumbnail: row.thumbnail,
                title: row.title,
                alt: row.alt,
                width: row.width.unsigned_abs(),
                height: row.height.unsigned_abs(),
                octets: row.octets.unsigned_abs(),
                created_at: crate::instant(row.created_at)?,
                used_in: used.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}
