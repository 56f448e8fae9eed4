//! Pictures for letters: taken in, described, found, removed.

mod addresses;
mod animation;
mod checking;
mod kind;
mod listing;
mod moving;
mod remake;
mod upload;
mod uses;
mod whole_jpeg;

pub(crate) use addresses::{addresses_in, base, readdress};
pub use addresses::{note_address, usable_base};
pub use checking::check;
pub use listing::{ImageQuery, find, list};
pub use moving::{Moved, copy_all};
pub use upload::{Upload, UploadRefused, upload};

use crate::{Error, Mailroom, Member, Result, audit, image_store::Kept};
use domain::{
    ImageId,
    image::{ALT_CHARACTERS_MAX, HASH_DIGITS, Image},
    typed,
};
use serde_json::json;

/// What a name promises of its content.
pub fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "jpg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "gif" => Some("image/gif"),
        _ => None,
    }
}

/// For everybody: the octets of the picture of this name, `None` where there is none.
pub async fn open(mailroom: &Mailroom, name: &str) -> Result<Option<Kept>> {
    if !is_name(name) {
        return Ok(None);
    }
    mailroom.images.open(name).await
}

/// `<hash>.<ext>`, or `<hash>-small.<ext>` for a thumbnail.
fn is_name(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let hash = stem.strip_suffix(upload::SMALL).unwrap_or(stem);
    let is_hash = hash.len() == HASH_DIGITS && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_hash && content_type(name).is_some()
}

/// What a picture says to whoever cannot see it.
pub async fn describe(mailroom: &Mailroom, by: &Member, image: ImageId, alt: &str) -> Result<Image> {
    by.may_send()?;
    let alt = typed::line("alt", alt, ALT_CHARACTERS_MAX)?;
    let mut tx = mailroom.db.begin().await?;
    let row = sqlx::query!("select title, alt from images where id = $1 for update", image.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or_else(missing)?;
    sqlx::query!("update images set alt = $2 where id = $1", image.0, alt).execute(&mut *tx).await?;
    let (before, after) = (json!({ "alt": row.alt }), json!({ "alt": alt }));
    audit::note(&mut tx, by, "changed", subject(image, &row.title), Some(&before), Some(&after)).await?;
    tx.commit().await?;
    find(mailroom, image).await
}

/// Refused while a template shows it. Letters that left already show a gap from then on.
pub async fn delete(mailroom: &Mailroom, by: &Member, image: ImageId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let row = sqlx::query!("select name, thumbnail, title from images where id = $1 for update", image.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or_else(missing)?;
    uses::refuse_while_used(&mut tx, &row.name).await?;
    sqlx::query!("delete from images where id = $1", image.0).execute(&mut *tx).await?;
    let before = json!({ "name": row.name });
    audit::note(&mut tx, by, "deleted", subject(image, &row.title), Some(&before), None::<&()>).await?;
    // before the commit: an upload of the same picture waits for this row, and then writes its file anew
    remove_files(mailroom, &row.name, &row.thumbnail).await?;
    tx.commit().await?;
    Ok(())
}

/// The picture first: while it is there nothing has changed, and a small one that stays behind is seen by nobody.
async fn remove_files(mailroom: &Mailroom, name: &str, thumbnail: &str) -> Result<()> {
    if let Err(error) = mailroom.images.remove(name).await {
        tracing::error!(%error, picture = name, "a picture could not be removed");
        return Err(Error::refused((
            "the picture could not be removed just now, and nothing was changed; try again in a minute, and tell your \
             server administrator if it happens again",
            "지금은 그림을 삭제할 수 없어 아무것도 바뀌지 않았습니다. 잠시 후 다시 시도하세요. 계속되면 서버 관리자에게 알려 주세요",
        )));
    }
    if name != thumbnail
        && let Err(error) = mailroom.images.remove(thumbnail).await
    {
        tracing::warn!(%error, picture = thumbnail, "a small picture stays behind");
    }
    Ok(())
}

fn subject(image: ImageId, title: &str) -> audit::Subject<'_> {
    audit::Subject { kind: "image", id: image.0, name: title }
}

fn missing() -> Error {
    Error::Missing("picture of that number".into())
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn only_names_that_we_give_are_looked_for() {
        let hash = "0123456789abcdef0123456789abcdef";
        for name in [format!("{hash}.jpg"), format!("{hash}.png"), format!("{hash}.gif"), format!("{hash}-small.png")] {
            assert!(is_name(&name), "{name}");
        }
        for name in ["", ".jpg", "../x.jpg", "hero.jpg", &format!("{hash}.svg"), &format!("{hash}-large.png")] {
            assert!(!is_name(name), "{name}");
        }
    }
}
