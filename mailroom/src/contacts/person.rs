use crate::{Error, Mailroom, Result};
use domain::{
    CampaignId, ContactId, ImportId,
    consent::{FormText, Proof},
    contact::Attributes,
    people::{ImportedBy, Person, Said, SentCampaign, Suppression},
};
use sqlx::{PgConnection, types::Json};

/// Letters of one person on one page.
pub const LETTERS: i64 = 20;

pub async fn find(mailroom: &Mailroom, contact: ContactId) -> Result<Person> {
    // one moment for all of it
    let mut tx = mailroom.db.begin_with("begin isolation level repeatable read read only").await?;
    let person = find_in(&mut tx, contact).await?;
    tx.commit().await?;
    Ok(person)
}

pub(super) async fn find_in(db: &mut PgConnection, contact: ContactId) -> Result<Person> {
    let row = sqlx::query!(
        r#"select address, name, locale, attributes as "attributes: Json<Attributes>", created_at, updated_at
           from contacts where id = $1"#,
        contact.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| missing(contact))?;
    Ok(Person {
        id: contact,
        suppression: suppression(db, &row.address).await?,
        consents: consents(db, contact).await?,
        imports: imports(db, contact).await?,
        address: row.address.parse()?,
        name: row.name,
        locale: row.locale,
        attributes: row.attributes.0,
        added_at: crate::instant(row.created_at)?,
        updated_at: crate::instant(row.updated_at)?,
    })
}

pub(super) fn missing(contact: ContactId) -> Error {
    Error::Missing(format!("person {contact}"))
}

async fn consents(db: &mut PgConnection, contact: ContactId) -> Result<Vec<Said>> {
    let rows = sqlx::query!(
        r#"select c.given, c.at, c.source, c.kind, t.locale as "locale?", t.words as "words?", c.proof as "proof: Json<Proof>"
           from consents c left join consent_texts t on t.hash = c.text_hash
           where c.contact_id = $1 order by c.at desc limit 1000"#,
        contact.0
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(Said {
            given: row.given,
            at: crate::instant(row.at)?,
            source: row.source.into(),
            kind: row.kind.parse().map_err(Error::broken)?,
            text: row.locale.zip(row.words).map(|(locale, words)| FormText { locale, words }),
            proof: row.proof.map(|proof| proof.0),
        })
    })
    .collect()
}

async fn suppression(db: &mut PgConnection, address: &str) -> Result<Option<Suppression>> {
    let row = sqlx::query!("select reason, source, at from suppressions where address = $1", address);
    let row = row.fetch_optional(db).await?;
    row.map(|row| {
        let reason = row.reason.parse().map_err(Error::broken)?;
        Ok(Suppression { reason, source: row.source.into(), at: crate::instant(row.at)? })
    })
    .transpose()
}

async fn imports(db: &mut PgConnection, contact: ContactId) -> Result<Vec<ImportedBy>> {
    let rows = sqlx::query!(
        "select id, file_name, started_at from imports i
         where is_file and exists (select from import_members where import_id = i.id and contact_id = $1) order by id desc limit 100",
        contact.0
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(ImportedBy { id: ImportId(row.id), file_name: row.file_name, at: crate::instant(row.started_at)? })
    })
    .collect()
}

/// What they were sent, newest campaign first, [`LETTERS`] of it and one more if there is one.
pub async fn letters(mailroom: &Mailroom, contact: ContactId, before: Option<CampaignId>) -> Result<Vec<SentCampaign>> {
    letters_in(&mut *mailroom.db.acquire().await?, contact, before, LETTERS + 1).await
}

pub(super) async fn letters_in(
    db: &mut PgConnection,
    contact: ContactId,
    before: Option<CampaignId>,
    limit: i64,
) -> Result<Vec<SentCampaign>> {
    let rows = sqlx::query!(
        r#"select r.campaign_id, r.seq, c.name, s.state as "state!", s.detail as "detail!", s.updated_at as "updated_at?"
           from (select campaign_id, seq from recipients
                 where contact_id = $1 and ($2::bigint is null or campaign_id < $2) order by campaign_id desc limit $3) r
           join campaigns c on c.id = r.campaign_id
           cross join lateral (select state, detail, updated_at from recipient_states
                               where campaign_id = r.campaign_id and seq = r.seq) s
           order by r.campaign_id desc"#,
        contact.0,
        before.map(|id| id.0),
        limit,
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(SentCampaign {
            campaign: CampaignId(row.campaign_id),
            seq: row.seq,
            name: row.name,
            state: row.state.parse().map_err(Error::broken)?,
            detail: row.detail,
            at: row.updated_at.map(crate::instant).transpose()?,
        })
    })
    .collect()
}
