use crate::{Error, Mailroom, Result, image_store::ImageStore};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::io::AsyncReadExt;

/// Pictures read from the database at once, and copied at once.
const PAGE: i64 = 200;
const AT_ONCE: usize = 8;

/// How far a move is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Files that were copied in this run.
    pub copied: u64,
    pub octets: u64,
    /// Those that an earlier run, or an upload, put there already.
    pub there: u64,
    /// Files that neither place has.
    pub missing: u64,
}

impl Moved {
    fn and(self, other: Self) -> Self {
        Self {
            copied: self.copied + other.copied,
            octets: self.octets + other.octets,
            there: self.there + other.there,
            missing: self.missing + other.missing,
        }
    }
}

/// Copies every picture into another store; a run that was cut off goes on where it was, since what is there whole is
/// left as it is. Nothing is removed: letters that left show pictures by the old place.
pub async fn copy_all(
    mailroom: &Mailroom,
    from: &ImageStore,
    to: &ImageStore,
    mut tell: impl FnMut(&Moved),
) -> Result<Moved> {
    let (mut moved, mut after) = (Moved::default(), 0);
    loop {
        let page =
            sqlx::query!("select id, name, thumbnail from images where id > $1 order by id limit $2", after, PAGE)
                .fetch_all(&mailroom.db)
                .await?;
        let Some(last) = page.last() else { return Ok(moved) };
        after = last.id;
        let mut names: Vec<String> = page.into_iter().flat_map(|row| [row.name, row.thumbnail]).collect();
        names.dedup();
        let copies = stream::iter(names).map(|name| async move { copy(from, to, &name).await });
        let copied =
            copies.buffer_unordered(AT_ONCE).try_fold(Moved::default(), |all, one| async move { Ok(all.and(one)) });
        moved = moved.and(copied.await?);
        tell(&moved);
    }
}

async fn copy(from: &ImageStore, to: &ImageStore, name: &str) -> Result<Moved> {
    let there = to.octets(name).await?;
    let Some(mut kept) = from.open(name).await? else {
        return Ok(match there {
            Some(_) => Moved { there: 1, ..Moved::default() },
            None => {
                tracing::warn!(picture = name, "neither place has this picture");
                Moved { missing: 1, ..Moved::default() }
            }
        });
    };
    if there == Some(kept.octets) {
        return Ok(Moved { there: 1, ..Moved::default() });
    }
    let mut octets = Vec::with_capacity(kept.octets as usize);
    kept.content.read_to_end(&mut octets).await.map_err(Error::broken)?;
    if octets.len() as u64 != kept.octets {
        return Err(Error::broken(format_args!(
            "{name} was cut off while it was read from {from}; run the command again"
        )));
    }
    to.keep(name, &octets).await?;
    Ok(Moved { copied: 1, octets: octets.len() as u64, ..Moved::default() })
}
