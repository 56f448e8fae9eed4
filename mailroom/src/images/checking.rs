use super::addresses::base;
use crate::{Error, Mailroom, Result, aws, image_store::ImageStore};
use uuid::Uuid;

const CONTENT: &[u8] = b"whether pictures can be kept here";

/// A picture can be kept, read and removed, and is seen where letters say. Tells where that is.
///
/// # Errors
/// A sentence that says what is wrong with which place, and what to do.
pub async fn check(mailroom: &Mailroom) -> Result<String> {
    let store = &mailroom.images;
    store.look().await?;
    // a name of its own each time: something in front of the store may keep what it once saw
    let name = format!("pabal-trial-{}.txt", Uuid::new_v4().simple());
    store.keep(&name, CONTENT).await?;
    let seen = look(mailroom, &name).await;
    store.remove(&name).await?;
    seen?;
    Ok(format!("kept in {store}, and letters show them from {}", base(mailroom)))
}

async fn look(mailroom: &Mailroom, name: &str) -> Result<()> {
    let store = &mailroom.images;
    if store.octets(name).await? != Some(CONTENT.len() as u64) {
        return Err(Error::broken(format_args!("{store} does not have what was just kept in it")));
    }
    match (store, &mailroom.images_url) {
        (ImageStore::S3(_), Some(_)) => seen_by_everybody(store, &base(mailroom), name).await,
        // what this server shows itself it shows by reading it
        _ => store.open(name).await.map(drop),
    }
}

async fn seen_by_everybody(store: &ImageStore, base: &str, name: &str) -> Result<()> {
    let answer = aws::status_of(&format!("{base}{name}")).await;
    let what = match answer {
        Ok(200) => return Ok(()),
        Ok(status) => format!("that address answers {status}"),
        Err(why) => format!("that address does not answer: {why}"),
    };
    Err(Error::broken(format_args!(
        "pictures kept in {store} are not seen at {base}, and letters would show gaps: {what}; let everybody read them \
         there (a bucket policy that allows s3:GetObject, or the CDN's right to the bucket), or correct PABAL_IMAGES_URL"
    )))
}
