use super::{
    find,
    remake::{Pair, Remade, remake},
    subject,
};
use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    ImageId,
    image::{HASH_DIGITS, UPLOAD_OCTETS_MAX, Unfit, Uploaded},
    typed,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tokio::sync::Semaphore;

pub(super) const SMALL: &str = "-small";
const TITLE_CHARACTERS_MAX: usize = 200;

/// Two at once: one takes up to a few hundred MB and a whole core.
static REMAKING: Semaphore = Semaphore::const_new(2);

/// A file somebody gave us, and what they call it.
#[derive(Clone, Debug)]
pub struct Upload {
    pub title: String,
    pub path: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum UploadRefused {
    #[error("{}", .0.sentence())]
    Unfit(Unfit),
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<Unfit> for UploadRefused {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

/// The picture of this file, remade for letters. The same picture uploaded twice is one.
pub async fn upload(mailroom: &Mailroom, by: &Member, upload: &Upload) -> Result<Uploaded, UploadRefused> {
    by.may_send()?;
    let pair = {
        let _turn = REMAKING.acquire().await.map_err(Error::broken)?;
        let octets = octets_of(&upload.path).await?;
        tokio::task::spawn_blocking(move || remake(&octets)).await.map_err(Error::broken)??
    };
    let (id, is_new) = Naming::of(&pair).keep(mailroom, by, &title(&upload.title)).await?;
    Ok(Uploaded { image: find(mailroom, id).await?, is_new })
}

async fn octets_of(path: &Path) -> Result<Vec<u8>, UploadRefused> {
    let length = tokio::fs::metadata(path).await.map_err(Error::broken)?.len();
    if length > UPLOAD_OCTETS_MAX {
        return Err(Unfit::TooHeavy.into());
    }
    Ok(tokio::fs::read(path).await.map_err(Error::broken)?)
}

/// A remade picture, and what its files are called.
struct Naming<'a> {
    full: &'a Remade,
    /// Each with its octets: the picture, and a small one where it is not small itself.
    files: Vec<(String, &'a [u8])>,
}

impl<'a> Naming<'a> {
    fn of(pair: &'a Pair) -> Self {
        let hash = hash(&pair.full.octets);
        let mut files = vec![(format!("{hash}.{}", pair.full.extension), &*pair.full.octets)];
        let small = pair.small.as_ref();
        files.extend(small.map(|small| (format!("{hash}{SMALL}.{}", small.extension), &*small.octets)));
        Self { full: &pair.full, files }
    }

    async fn keep(&self, mailroom: &Mailroom, by: &Member, title: &str) -> Result<(ImageId, bool), UploadRefused> {
        // before the transaction: a store may be slow
        self.put(mailroom, false).await?;
        let mut tx = mailroom.db.begin().await.map_err(Error::from)?;
        let [name, thumbnail] = [&self.files[0].0, &self.files[self.files.len() - 1].0];
        let (id, is_new) = insert(&mut tx, by, [name, thumbnail, title], self.full).await?;
        // while the row is locked: who deleted the same picture meanwhile took its files along
        self.put(mailroom, true).await?;
        if is_new {
            let after = json!({ "name": name, "octets": self.full.octets.len() });
            audit::note(&mut tx, by, "uploaded", subject(id, title), None::<&()>, Some(&after)).await?;
        }
        tx.commit().await.map_err(Error::from)?;
        Ok((id, is_new))
    }

    async fn put(&self, mailroom: &Mailroom, only_missing: bool) -> Result<(), UploadRefused> {
        for (name, octets) in &self.files {
            let kept = async {
                if only_missing && mailroom.images.octets(name).await?.is_some() {
                    return Ok(());
                }
                mailroom.images.keep(name, octets).await
            };
            if let Err(error) = kept.await {
                tracing::error!(%error, picture = name, "a picture could not be kept");
                return Err(Unfit::NotKept.into());
            }
        }
        Ok(())
    }
}

async fn insert(
    db: &mut sqlx::PgConnection,
    by: &Member,
    [name, thumbnail, title]: [&str; 3],
    full: &Remade,
) -> Result<(ImageId, bool)> {
    let side = |side: u32| i32::try_from(side).map_err(Error::broken);
    let row = sqlx::query!(
        r#"insert into images (name, thumbnail, title, width, height, octets, created_by)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (name) do update set thumbnail = excluded.thumbnail
           returning id, xmax::text = '0' as "is_new!""#,
        name,
        thumbnail,
        title,
        side(full.width)?,
        side(full.height)?,
        full.octets.len() as i64,
        by.stored_id(),
    )
    .fetch_one(db)
    .await?;
    Ok((ImageId(row.id), row.is_new))
}

fn hash(octets: &[u8]) -> String {
    let hash = Sha256::digest(octets);
    hash[..HASH_DIGITS / 2].iter().map(|octet| format!("{octet:02x}")).collect()
}

/// A file's name without folders and control characters.
fn title(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    typed::plain(name).chars().take(TITLE_CHARACTERS_MAX).collect()
}
