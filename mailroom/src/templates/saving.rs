use super::{compile, find, missing, normalised, versions};
use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    mirror,
};
use domain::{
    TemplateId,
    template::{
        Compiled,
        library::{Draft, Saved},
    },
    typed,
};
use serde_json::json;
use sqlx::PgConnection;

pub(super) struct NewVersion<'a> {
    pub number: i32,
    pub source: &'a str,
    /// `None` where it has problems.
    pub compiled: Option<Compiled>,
    pub note: &'a str,
    pub restored_from: Option<i32>,
}

/// The newest version, its row locked: whoever saves next waits.
struct Newest {
    name: String,
    version: i32,
    source: String,
    is_usable: bool,
    by: String,
    at: jiff::Timestamp,
}

/// Makes a new version of what somebody wrote on top of version `based_on`, unless that says the same already.
/// A version may have problems; it just cannot be used. The own draft is gone with it.
pub async fn save(
    mailroom: &Mailroom,
    by: &Member,
    template: TemplateId,
    based_on: i32,
    source: &str,
    note: &str,
) -> Result<Saved> {
    by.may_send()?;
    let source = normalised(source)?;
    let compiled = compile(find(mailroom, template).await?.markup, source.clone()).await?.ok();
    let mut tx = mailroom.db.begin().await?;
    let newest = lock(&mut tx, template).await?;
    let saved = if newest.source == source && newest.is_usable == compiled.is_some() {
        forget_draft(&mut tx, by, template).await?;
        Saved::Unchanged(newest.version)
    } else if newest.version != based_on {
        keep_draft(&mut tx, by, template, based_on, &source).await?;
        Saved::Conflict { version: newest.version, by: newest.by, at: newest.at }
    } else {
        let number = newest.version + 1;
        let note: String = typed::plain(note).chars().take(200).collect();
        let version = NewVersion { number, source: &source, compiled, note: &note, restored_from: None };
        append(&mut tx, by, template, version).await?;
        forget_draft(&mut tx, by, template).await?;
        note_change(&mut tx, by, template, &newest, json!({ "version": number, "octets": source.len() })).await?;
        Saved::Version(number)
    };
    tx.commit().await?;
    Ok(saved)
}

/// Makes a new version of an old one. Unsaved changes of whoever asks stay, as a draft.
pub async fn restore(mailroom: &Mailroom, by: &Member, template: TemplateId, version: i32) -> Result<Saved> {
    by.may_send()?;
    let old = versions::version(mailroom, template, version).await?;
    let compiled = compile(find(mailroom, template).await?.markup, old.source.clone()).await?.ok();
    let mut tx = mailroom.db.begin().await?;
    let newest = lock(&mut tx, template).await?;
    if newest.source == old.source {
        return Ok(Saved::Unchanged(newest.version));
    }
    let number = newest.version + 1;
    let new = NewVersion { number, source: &old.source, compiled, note: "", restored_from: Some(version) };
    append(&mut tx, by, template, new).await?;
    note_change(&mut tx, by, template, &newest, json!({ "version": number, "restored_from": version })).await?;
    tx.commit().await?;
    Ok(Saved::Version(number))
}

/// Keeps what a member typed, whatever state it is in. What the newest version says already is no draft.
pub async fn autosave(
    mailroom: &Mailroom,
    by: &Member,
    template: TemplateId,
    based_on: i32,
    source: &str,
) -> Result<jiff::Timestamp> {
    by.may_send()?;
    let source = normalised(source)?;
    let mut tx = mailroom.db.begin().await?;
    let newest = lock(&mut tx, template).await?;
    let at = if newest.source == source {
        forget_draft(&mut tx, by, template).await?;
        newest.at
    } else {
        keep_draft(&mut tx, by, template, based_on, &source).await?
    };
    tx.commit().await?;
    Ok(at)
}

/// What this member has not saved.
pub async fn draft(mailroom: &Mailroom, by: &Member, template: TemplateId) -> Result<Option<Draft>> {
    let row = sqlx::query!(
        "select source, based_on, saved_at from template_drafts where template_id = $1 and member_id = $2",
        template.0,
        by.stored_id(),
    )
    .fetch_optional(&mailroom.db)
    .await?;
    row.map(|row| Ok(Draft { source: row.source, based_on: row.based_on, saved_at: crate::instant(row.saved_at)? }))
        .transpose()
}

/// Forgets what this member has not saved.
pub async fn discard(mailroom: &Mailroom, by: &Member, template: TemplateId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    forget_draft(&mut tx, by, template).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn append(
    db: &mut PgConnection,
    by: &Member,
    template: TemplateId,
    version: NewVersion<'_>,
) -> Result<()> {
    let (html, text, variables) = match version.compiled {
        Some(compiled) => (Some(compiled.html), Some(compiled.text), compiled.variables),
        None => (None, None, Vec::new()),
    };
    sqlx::query!(
        "insert into template_versions
             (template_id, version, source, html, text, variables, note, restored_from, saved_by, saved_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        template.0,
        version.number,
        version.source,
        html,
        text,
        &variables,
        version.note,
        version.restored_from,
        by.stored_id(),
        by.called(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update templates set version = $2, updated_at = clock_timestamp() where id = $1",
        template.0,
        version.number
    )
    .execute(&mut *db)
    .await?;
    mirror::note(db, mirror::Kind::Template, &template.to_string()).await
}

async fn lock(db: &mut PgConnection, template: TemplateId) -> Result<Newest> {
    let row = sqlx::query!("select name, version, archived_at from templates where id = $1 for update", template.0)
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(|| missing(template))?;
    if row.archived_at.is_some() {
        return Err(Error::refused((
            format!("“{}” is in the archive; take it out to change it", row.name),
            format!("“{}” 템플릿은 보관되어 있습니다. 수정하려면 보관을 해제하세요", row.name),
        )));
    }
    let newest = sqlx::query!(
        r#"select source, html is not null as "is_usable!", saved_by_name, saved_at from template_versions
           where template_id = $1 and version = $2"#,
        template.0,
        row.version
    )
    .fetch_one(db)
    .await?;
    Ok(Newest {
        name: row.name,
        version: row.version,
        source: newest.source,
        is_usable: newest.is_usable,
        by: newest.saved_by_name,
        at: crate::instant(newest.saved_at)?,
    })
}

async fn note_change(
    db: &mut PgConnection,
    by: &Member,
    template: TemplateId,
    newest: &Newest,
    after: serde_json::Value,
) -> Result<()> {
    let before = json!({ "version": newest.version, "octets": newest.source.len() });
    let subject = Subject { kind: "template", id: template.0, name: &newest.name };
    audit::note(db, by, "changed", subject, Some(&before), Some(&after)).await
}

/// Whoever runs the program on its machine has no drafts.
async fn keep_draft(
    db: &mut PgConnection,
    by: &Member,
    template: TemplateId,
    based_on: i32,
    source: &str,
) -> Result<jiff::Timestamp> {
    let Some(member) = by.stored_id() else {
        return Err(Error::refused((
            "somebody saved a newer version; read it first",
            "다른 사람이 더 새로운 버전을 저장했습니다. 먼저 확인하세요",
        )));
    };
    let at = sqlx::query_scalar!(
        "insert into template_drafts (template_id, member_id, source, based_on) values ($1, $2, $3, $4)
         on conflict (template_id, member_id)
         do update set source = excluded.source, based_on = excluded.based_on, saved_at = clock_timestamp()
         returning saved_at",
        template.0,
        member,
        source,
        based_on
    )
    .fetch_one(db)
    .await?;
    crate::instant(at)
}

async fn forget_draft(db: &mut PgConnection, by: &Member, template: TemplateId) -> Result<()> {
    sqlx::query!("delete from template_drafts where template_id = $1 and member_id = $2", template.0, by.stored_id())
        .execute(db)
        .await?;
    Ok(())
}
