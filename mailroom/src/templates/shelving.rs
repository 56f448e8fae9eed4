use super::{find, missing, taken_or, usable_name};
use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    mirror,
};
use domain::TemplateId;
use serde_json::json;
use sqlx::PgConnection;

pub async fn rename(mailroom: &Mailroom, by: &Member, template: TemplateId, name: &str) -> Result<()> {
    by.may_send()?;
    let name = usable_name(name)?;
    let mut tx = mailroom.db.begin().await?;
    let before = locked_name(&mut tx, template).await?;
    if before != name {
        sqlx::query!("update templates set name = $2 where id = $1", template.0, name)
            .execute(&mut *tx)
            .await
            .map_err(|error| taken_or(error, &name))?;
        let subject = Subject { kind: "template", id: template.0, name: &name };
        let (before, after) = (json!({ "name": before }), json!({ "name": name }));
        audit::note(&mut tx, by, "renamed", subject, Some(&before), Some(&after)).await?;
        note_change(&mut tx, template).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Out of sight, and of new campaigns; everything about it stays.
pub async fn archive(mailroom: &Mailroom, by: &Member, template: TemplateId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let name = locked_name(&mut tx, template).await?;
    refuse_while_used(&mut tx, template, &name).await?;
    sqlx::query!(
        "update templates set archived_at = coalesce(archived_at, clock_timestamp()) where id = $1",
        template.0
    )
    .execute(&mut *tx)
    .await?;
    let subject = Subject { kind: "template", id: template.0, name: &name };
    audit::note(&mut tx, by, "archived", subject, None::<&()>, None::<&()>).await?;
    note_change(&mut tx, template).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn unarchive(mailroom: &Mailroom, by: &Member, template: TemplateId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let name = locked_name(&mut tx, template).await?;
    sqlx::query!("update templates set archived_at = null where id = $1", template.0).execute(&mut *tx).await?;
    let subject = Subject { kind: "template", id: template.0, name: &name };
    audit::note(&mut tx, by, "unarchived", subject, None::<&()>, None::<&()>).await?;
    note_change(&mut tx, template).await?;
    tx.commit().await?;
    Ok(())
}

/// Gone with all its versions, from the archive only. Mails that were sent keep their own words.
pub async fn delete(mailroom: &Mailroom, by: &Member, template: TemplateId) -> Result<()> {
    by.may_send()?;
    let kept = find(mailroom, template).await?;
    if !kept.is_archived {
        return Err(Error::refused((
            format!("“{}” is in use; archive it first", kept.name),
            format!("“{}” 템플릿은 사용 중입니다. 먼저 보관하세요", kept.name),
        )));
    }
    let mut tx = mailroom.db.begin().await?;
    let name = locked_name(&mut tx, template).await?;
    refuse_while_used(&mut tx, template, &name).await?;
    sqlx::query!("delete from templates where id = $1", template.0).execute(&mut *tx).await?;
    let subject = Subject { kind: "template", id: template.0, name: &name };
    let before = json!({ "version": kept.version, "octets": kept.source.len() });
    audit::note(&mut tx, by, "deleted", subject, Some(&before), None::<&()>).await?;
    note_change(&mut tx, template).await?;
    tx.commit().await?;
    Ok(())
}

/// Where templates are mirrored.
async fn note_change(db: &mut PgConnection, template: TemplateId) -> Result<()> {
    mirror::note(db, mirror::Kind::Template, &template.to_string()).await
}

async fn locked_name(db: &mut PgConnection, template: TemplateId) -> Result<String> {
    sqlx::query_scalar!("select name from templates where id = $1 for update", template.0)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| missing(template))
}

/// Campaigns that were launched keep their own words; those that were not still read the template's.
async fn refuse_while_used(db: &mut PgConnection, template: TemplateId, name: &str) -> Result<()> {
    let users = sqlx::query_scalar!(
        "select c.name from campaigns c join draft_cards d on d.campaign_id = c.id and d.card = 'content'
         where c.state in ('draft', 'scheduled') and c.archived_at is null
           and (d.filled -> 'template' ->> 'id')::bigint = $1
         order by c.id desc limit 3",
        template.0
    )
    .fetch_all(db)
    .await?;
    if users.is_empty() {
        return Ok(());
    }
    let users = users.join(", ");
    Err(Error::refused((
        format!(
            "“{name}” is used by campaigns that have not been launched: {users}; choose another template there first"
        ),
        format!(
            "“{name}” 템플릿을 아직 시작하지 않은 캠페인에서 사용하고 있습니다: {users}. 먼저 그 캠페인에서 다른 템플릿을 선택하세요"
        ),
    )))
}
