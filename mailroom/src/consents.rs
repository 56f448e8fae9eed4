//! What people said to being written to: only ever added to, with what shows it.

use crate::{Mailroom, Result};
use domain::{
    ContactId, Origin,
    consent::{ConsentKind, FormText, Proof},
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, types::Json};

/// One word of one person.
pub(crate) struct Word<'a> {
    pub contact: ContactId,
    pub given: bool,
    pub kind: ConsentKind,
    pub source: &'a Origin,
    pub text: &'a FormText,
    pub proof: Option<Proof>,
}

pub(crate) async fn note(db: &mut PgConnection, word: &Word<'_>) -> Result<()> {
    let hash = keep_text(&mut *db, word.text).await?;
    sqlx::query!(
        "insert into consents (contact_id, at, given, source, kind, text_hash, proof)
         select id, clock_timestamp(), $2, $3, $4, $5, $6 from contacts where id = $1",
        word.contact.0,
        word.given,
        word.source.to_string(),
        word.kind.as_str(),
        hash,
        word.proof.as_ref().map(Json) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps a text once; its hash names it for ever.
pub(crate) async fn keep_text(db: &mut PgConnection, text: &FormText) -> Result<Vec<u8>> {
    let hash = hash(text);
    sqlx::query!(
        "insert into consent_texts (hash, locale, words) select $1, $2, $3
         where not exists (select from consent_texts where hash = $1) on conflict do nothing",
        hash,
        text.locale,
        text.words
    )
    .execute(db)
    .await?;
    Ok(hash)
}

fn hash(text: &FormText) -> Vec<u8> {
    Sha256::new().chain_update(&text.locale).chain_update("\n").chain_update(&text.words).finalize().to_vec()
}

/// What whoever sends is called on the pages that the public sees: the first sender's company or name.
pub async fn house_name(mailroom: &Mailroom) -> Result<String> {
    let name = sqlx::query_scalar!(
        r#"select coalesce(nullif(company, ''), nullif(name, '')) as "name" from senders
           where archived_at is null and coalesce(nullif(company, ''), nullif(name, '')) is not null order by id limit 1"#
    );
    let name = name.fetch_optional(&mailroom.db).await?.flatten();
    Ok(name.unwrap_or_else(|| mailroom.public_url.host_str().unwrap_or_default().to_owned()))
}
