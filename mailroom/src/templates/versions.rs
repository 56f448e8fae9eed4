use super::missing;
use crate::{Error, Mailroom, Result};
use domain::{TemplateId, template::library::VersionSummary};

/// How many versions a page holds.
const PAGE: i64 = 50;

/// One version as it was saved.
#[derive(Clone, Debug)]
pub struct Version {
    pub source: String,
    /// `None` where it has problems.
    pub html: Option<String>,
    pub text: Option<String>,
    pub variables: Vec<String>,
}

/// Newest first, those before `before`.
pub async fn versions(mailroom: &Mailroom, template: TemplateId, before: Option<i32>) -> Result<Vec<VersionSummary>> {
    let rows = sqlx::query!(
        r#"select version, note, restored_from, html is not null as "is_usable!", octet_length(source) as "octets!",
                  saved_at, saved_by_name
           from template_versions where template_id = $1 and ($2::integer is null or version < $2)
           order by version desc limit $3"#,
        template.0,
        before,
        PAGE
    )
    .fetch_all(&mailroom.db)
    .await?;
    if rows.is_empty() && before.is_none() {
        return Err(missing(template));
    }
    rows.into_iter()
        .map(|row| {
            Ok(VersionSummary {
                version: row.version,
                note: row.note,
                restored_from: row.restored_from,
                is_usable: row.is_usable,
                octets: row.octets,
                saved_at: crate::instant(row.saved_at)?,
                saved_by: row.saved_by_name,
            })
        })
        .collect()
}

pub async fn version(mailroom: &Mailroom, template: TemplateId, version: i32) -> Result<Version> {
    sqlx::query_as!(
        Version,
        "select source, html, text, variables from template_versions where template_id = $1 and version = $2",
        template.0,
        version
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| Error::Missing(format!("version {version} of template {template}")))
}
