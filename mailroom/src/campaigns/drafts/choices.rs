//! What the cards of a draft offer. What is chosen is always among it, however old or put away: a form that lacks it would
//! choose something else when it is saved.

use crate::{
    Mailroom, Result, senders,
    templates::{self, TemplateQuery},
    topics,
};
use domain::{
    Audience, ImportId,
    draft::{Draft, ImportChoice},
    sender::Sender,
    template::library::TemplateSummary,
    topic::Topic,
};

/// The latest of each, beside what is chosen.
const TEMPLATES_MAX: i64 = 200;
const IMPORTS_MAX: i64 = 50;

#[derive(Clone, Debug)]
pub struct Choices {
    pub templates: Vec<TemplateSummary>,
    pub imports: Vec<ImportChoice>,
    pub topics: Vec<Topic>,
    pub senders: Vec<Sender>,
}

pub async fn choices(mailroom: &Mailroom, draft: &Draft) -> Result<Choices> {
    let (import, topic) = match &draft.audience {
        Some(Audience::Import(import)) => (Some(*import), None),
        Some(Audience::Segments { topic, .. }) => (None, *topic),
        Some(Audience::Everyone | Audience::Matching(_)) | None => (None, None),
    };
    let chosen = draft.content.template.as_ref().map(|template| template.id);
    let wanted = TemplateQuery { chosen, limit: Some(TEMPLATES_MAX), ..TemplateQuery::default() };
    let senders = senders::list(mailroom, true).await?.into_iter();
    let topics = topics::list(mailroom).await?.into_iter();
    Ok(Choices {
        templates: templates::list(mailroom, &wanted).await?,
        imports: imports(mailroom, import).await?,
        topics: topics.filter(|offered| offered.archived_at.is_none() || Some(offered.id) == topic).collect(),
        senders: senders.filter(|offered| offered.archived_at.is_none() || Some(offered.id) == draft.sender).collect(),
    })
}

async fn imports(mailroom: &Mailroom, chosen: Option<ImportId>) -> Result<Vec<ImportChoice>> {
    let rows = sqlx::query!(
        r#"select id, file_name, started_at,
                  case when is_file then added + updated + unchanged
                       else (select count(*) from import_members where import_id = i.id) end as "people!"
           from imports i
           where state = 'done' and (added + updated + unchanged > 0 or id = $1) order by (id = $1) is true desc, id desc limit $2"#,
        chosen.map(|chosen| chosen.0),
        IMPORTS_MAX,
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let at = crate::instant(row.started_at)?;
            Ok(ImportChoice { id: ImportId(row.id), file_name: row.file_name, people: row.people, at })
        })
        .collect()
}
