use crate::AppError;
use domain::{
    TemplateId,
    template::{
        changes::Changes,
        library::{Cursor, Draft, Revision, Saved, StoredTemplate, TemplateSummary, VersionSummary},
    },
};
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    request::{mailroom, signed_in},
    texts::Locale,
};
#[cfg(feature = "ssr")]
use domain::template::Markup;
#[cfg(feature = "ssr")]
use mailroom::{
    contacts,
    templates::{self, NewTemplate, Starter, TemplateQuery},
};

/// Which templates the gallery shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shown {
    pub search: Option<String>,
    pub is_archived: bool,
    pub after: Option<Cursor>,
}

#[server(endpoint = "templates/list")]
pub async fn list(#[server(default)] shown: Shown) -> Result<Vec<TemplateSummary>, AppError> {
    signed_in().await?;
    let Shown { search, is_archived, after } = shown;
    Ok(templates::list(&mailroom(), &TemplateQuery { search, is_archived, after, ..Default::default() }).await?)
}

/// What an editor begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub template: StoredTemplate,
    /// What whoever asks has not saved.
    pub draft: Option<Draft>,
    /// Names that letters can be filled in with.
    pub names: Vec<String>,
}

#[server(endpoint = "templates/open")]
pub async fn open(template: TemplateId) -> Result<Opened, AppError> {
    let me = signed_in().await?;
    let mailroom = mailroom();
    let found = templates::find(&mailroom, template).await?;
    let draft = templates::draft(&mailroom, &me, template).await?;
    Ok(Opened { template: found, draft, names: contacts::columns(&mailroom).await? })
}

#[server(endpoint = "templates/create")]
pub async fn create(
    name: String,
    #[server(default)] starter: String,
    #[server(default)] source: String,
) -> Result<TemplateId, AppError> {
    let me = signed_in().await?.who_may_send()?;
    let (markup, source) = beginning(&starter, source)?;
    let template = templates::create(&mailroom(), &me, &NewTemplate { name, markup, source }).await?;
    leptos_axum::redirect(&super::path_to(template));
    Ok(template)
}

/// A starter, or source that was pasted: MJML where it says so itself.
#[cfg(feature = "ssr")]
fn beginning(starter: &str, source: String) -> Result<(Markup, String), AppError> {
    if starter.is_empty() {
        let markup = if source.contains("<mjml") { Markup::Mjml } else { Markup::Html };
        return Ok((markup, source));
    }
    let language = Locale::of_request().code();
    let starter = Starter::find(starter, language).ok_or_else(|| AppError::Missing("starter".into()).answered())?;
    Ok((starter.markup, starter.source.to_owned()))
}

#[server(endpoint = "templates/save")]
pub async fn save(
    template: TemplateId,
    based_on: i32,
    #[server(default)] source: String,
    #[server(default)] note: String,
) -> Result<Saved, AppError> {
    let me = signed_in().await?.who_may_send()?;
    Ok(templates::save(&mailroom(), &me, template, based_on, &source, &note).await?)
}

/// Keeps what was typed as it is.
#[server(endpoint = "templates/autosave", input = Json)]
pub async fn autosave(template: TemplateId, based_on: i32, source: String) -> Result<Timestamp, AppError> {
    let me = signed_in().await?.who_may_send()?;
    Ok(templates::autosave(&mailroom(), &me, template, based_on, &source).await?)
}

#[server(endpoint = "templates/discard")]
pub async fn discard(template: TemplateId) -> Result<(), AppError> {
    let me = signed_in().await?.who_may_send()?;
    templates::discard(&mailroom(), &me, template).await?;
    leptos_axum::redirect(&super::path_to(template));
    Ok(())
}

#[server(endpoint = "templates/rename")]
pub async fn rename(template: TemplateId, name: String) -> Result<(), AppError> {
    let me = signed_in().await?.who_may_send()?;
    templates::rename(&mailroom(), &me, template, &name).await?;
    leptos_axum::redirect(&super::path_to(template));
    Ok(())
}

#[server(endpoint = "templates/duplicate")]
pub async fn duplicate(template: TemplateId) -> Result<TemplateId, AppError> {
    let me = signed_in().await?.who_may_send()?;
    let copy = Locale::of_request().of("copy", "사본");
    let made = templates::duplicate(&mailroom(), &me, template, copy).await?;
    leptos_axum::redirect(&super::path_to(made));
    Ok(made)
}

#[server(endpoint = "templates/archive")]
pub async fn archive(template: TemplateId) -> Result<(), AppError> {
    let me = signed_in().await?.who_may_send()?;
    templates::archive(&mailroom(), &me, template).await?;
    leptos_axum::redirect("/templates");
    Ok(())
}

#[server(endpoint = "templates/unarchive")]
pub async fn unarchive(template: TemplateId) -> Result<(), AppError> {
    let me = signed_in().await?.who_may_send()?;
    templates::unarchive(&mailroom(), &me, template).await?;
    leptos_axum::redirect(&super::path_to(template));
    Ok(())
}

#[server(endpoint = "templates/delete")]
pub async fn delete(template: TemplateId) -> Result<(), AppError> {
    let me = signed_in().await?.who_may_send()?;
    templates::delete(&mailroom(), &me, template).await?;
    leptos_axum::redirect("/templates?shelf=archive");
    Ok(())
}

/// A template's name and a page of its versions.
#[server(endpoint = "templates/versions")]
pub async fn versions(
    template: TemplateId,
    before: Option<i32>,
) -> Result<(StoredTemplate, Vec<VersionSummary>), AppError> {
    signed_in().await?;
    let mailroom = mailroom();
    let found = templates::find(&mailroom, template).await?;
    Ok((found, templates::versions(&mailroom, template, before).await?))
}

#[server(endpoint = "templates/compare")]
pub async fn compare(template: TemplateId, from: Revision, to: Revision) -> Result<Changes, AppError> {
    let me = signed_in().await?;
    Ok(templates::changes(&mailroom(), &me, template, from, to).await?)
}

#[server(endpoint = "templates/restore")]
pub async fn restore(template: TemplateId, version: i32) -> Result<Saved, AppError> {
    let me = signed_in().await?.who_may_send()?;
    let saved = templates::restore(&mailroom(), &me, template, version).await?;
    leptos_axum::redirect(&super::path_to(template));
    Ok(saved)
}
