//! Templates that are kept: made, saved version by version, looked up, put away.

mod changes;
mod importing;
mod making;
mod saving;
mod shelving;
mod starters;
mod versions;

pub use changes::changes;
pub use importing::{IMPORT_OCTETS_MAX, read_file};
pub(crate) use making::named_after;
pub use making::{NewTemplate, create, duplicate, import};
pub use saving::{autosave, discard, draft, restore, save};
pub use shelving::{archive, delete, rename, unarchive};
pub use starters::{STARTERS, Starter};
pub use versions::{Version, version, versions};

use crate::{Error, Mailroom, Result, pattern};
use domain::{
    Invalid, TemplateId,
    template::{
        self, Compiled, Markup, Problem,
        library::{Cursor, StoredTemplate, TemplateSummary},
    },
    typed,
};

/// How many templates a page of the gallery holds.
pub const PAGE: i64 = 24;
const NAME_CHARACTERS_MAX: usize = 100;

/// Which templates a page of the gallery shows.
#[derive(Clone, Debug, Default)]
pub struct TemplateQuery {
    /// Some words of the name, in any letter case.
    pub search: Option<String>,
    /// Those put away rather than those in use.
    pub is_archived: bool,
    /// Keyset: templates behind this one.
    pub after: Option<Cursor>,
    /// In front of all others, and in use or not.
    pub chosen: Option<TemplateId>,
    /// [`PAGE`] where it is not said.
    pub limit: Option<i64>,
}

/// The latest changed first.
pub async fn list(mailroom: &Mailroom, query: &TemplateQuery) -> Result<Vec<TemplateSummary>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.markup, t.version, t.updated_at, t.archived_at is not null as "is_archived!",
                  (select max(u.version) from template_versions u where u.template_id = t.id and u.html is not null) as usable,
                  v.saved_by_name
           from templates t join template_versions v on v.template_id = t.id and v.version = t.version
           where (t.archived_at is not null) = $1 and ($2::text is null or t.name ilike $2)
             and ($3::timestamptz is null or (t.updated_at, t.id) < ($3, $4)) or t.id = $6
           order by (t.id = $6) is true desc, t.updated_at desc, t.id desc limit $5"#,
        query.is_archived,
        query.search.as_deref().and_then(pattern::containing),
        query.after.map(|after| crate::stored(after.updated_at)).transpose()?,
        query.after.map(|after| after.id.0),
        query.limit.unwrap_or(PAGE),
        query.chosen.map(|chosen| chosen.0),
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TemplateSummary {
                id: TemplateId(row.id),
                name: row.name,
                markup: markup(&row.markup)?,
                version: row.version,
                usable_version: row.usable,
                updated_at: crate::instant(row.updated_at)?,
                updated_by: row.saved_by_name,
                is_archived: row.is_archived,
            })
        })
        .collect()
}

/// A template as its newest version has it. A campaign may use it where it `is_usable`.
pub async fn find(mailroom: &Mailroom, template: TemplateId) -> Result<StoredTemplate> {
    let row = sqlx::query!(
        r#"select t.name, t.markup, t.version, t.updated_at, t.archived_at is not null as "is_archived!",
                  v.source, v.html, v.text, v.variables, v.saved_by_name
           from templates t join template_versions v on v.template_id = t.id and v.version = t.version
           where t.id = $1"#,
        template.0
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| missing(template))?;
    Ok(StoredTemplate {
        id: template,
        name: row.name,
        markup: markup(&row.markup)?,
        version: row.version,
        source: row.source,
        is_usable: row.html.is_some(),
        html: row.html.unwrap_or_default(),
        text: row.text.unwrap_or_default(),
        variables: row.variables,
        updated_at: crate::instant(row.updated_at)?,
        updated_by: row.saved_by_name,
        is_archived: row.is_archived,
    })
}

/// On a thread of its own: a large source takes longer than other requests should wait.
pub async fn compile(markup: Markup, source: String) -> Result<Result<Compiled, Vec<Problem>>> {
    tokio::task::spawn_blocking(move || template::compile(markup, &source)).await.map_err(Error::broken)
}

/// As it is kept: no byte order mark, lines ended by `\n` as a browser's form does not send them, and nothing that
/// Postgres cannot hold.
fn normalised(source: &str) -> Result<String, Invalid> {
    if let Some(why) = template::too_large(source.len()) {
        return Err(Invalid::new("source", why));
    }
    let source = source.trim_start_matches(['\u{feff}', '\r', '\n']);
    Ok(source.replace("\r\n", "\n").replace('\r', "\n").replace('\0', ""))
}

fn usable_name(name: &str) -> Result<String, Invalid> {
    typed::name("name", name, NAME_CHARACTERS_MAX, ("give the template a name", "템플릿 이름을 입력하세요"))
}

fn taken_or(error: sqlx::Error, name: &str) -> Error {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("templates_name_once") => Invalid::new(
            "name",
            (
                format!("there is a template called “{name}” already, perhaps in the archive; choose another name"),
                format!("“{name}” 템플릿이 이미 있습니다(보관함에 있을 수도 있습니다). 다른 이름을 입력하세요"),
            ),
        )
        .into(),
        _ => error.into(),
    }
}

fn missing(template: TemplateId) -> Error {
    Error::Missing(format!("template {template}"))
}

fn markup(stored: &str) -> Result<Markup> {
    match stored {
        "html" => Ok(Markup::Html),
        "mjml" => Ok(Markup::Mjml),
        other => Err(Error::broken(format!("a template's markup is `{other}`"))),
    }
}
