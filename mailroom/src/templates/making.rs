use super::{compile, normalised, saving, taken_or, usable_name};
use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
};
use domain::{TemplateId, template::Markup, typed};
use sqlx::PgConnection;

#[derive(Clone, Debug)]
pub struct NewTemplate {
    pub name: String,
    pub markup: Markup,
    /// Kept even where it has problems.
    pub source: String,
}

/// Its first version is what it comes with.
pub async fn create(mailroom: &Mailroom, by: &Member, new: &NewTemplate) -> Result<TemplateId> {
    by.may_send()?;
    let (name, source) = (usable_name(&new.name)?, normalised(&new.source)?);
    let compiled = compile(new.markup, source.clone()).await?.ok();
    let mut tx = mailroom.db.begin().await?;
    let template = insert(&mut tx, by, &name, new.markup).await?;
    let version = saving::NewVersion { number: 1, source: &source, compiled, note: "", restored_from: None };
    saving::append(&mut tx, by, template, version).await?;
    let after = serde_json::json!({ "markup": new.markup, "octets": source.len() });
    let subject = Subject { kind: "template", id: template.0, name: &name };
    audit::note(&mut tx, by, "created", subject, None::<&()>, Some(&after)).await?;
    tx.commit().await?;
    Ok(template)
}

/// A new template that says what this one's newest version says, named after it: `Welcome (copy)`, `Welcome (copy 2)`.
pub async fn duplicate(mailroom: &Mailroom, by: &Member, template: TemplateId, copy: &str) -> Result<TemplateId> {
    by.may_send()?;
    let of = super::find(mailroom, template).await?;
    let name = free_name(mailroom, &of.name, copy).await?;
    create(mailroom, by, &NewTemplate { name, markup: of.markup, source: of.source }).await
}

/// A new template out of a file, named after it.
pub async fn import(
    mailroom: &Mailroom,
    by: &Member,
    file_name: &str,
    markup: Markup,
    source: String,
) -> Result<TemplateId> {
    let file_name = typed::plain(file_name);
    let stem = file_name.rsplit_once('.').map_or(&*file_name, |(stem, _)| stem).replace('_', " ");
    named_after(mailroom, by, &stem, markup, source).await
}

/// With a number behind what it is called if another one is called so.
pub(crate) async fn named_after(
    mailroom: &Mailroom,
    by: &Member,
    stem: &str,
    markup: Markup,
    source: String,
) -> Result<TemplateId> {
    let name: String = if stem.trim().is_empty() { "import".into() } else { stem.chars().take(80).collect() };
    let candidates: Vec<String> =
        (1..=100).map(|n| if n == 1 { name.clone() } else { format!("{name} {n}") }).collect();
    let name = free_one(mailroom, candidates).await?.ok_or_else(|| too_many_copies(&name))?;
    create(mailroom, by, &NewTemplate { name, markup, source }).await
}

async fn insert(db: &mut PgConnection, by: &Member, name: &str, markup: Markup) -> Result<TemplateId> {
    by.may_send()?;
    let markup = match markup {
        Markup::Html => "html",
        Markup::Mjml => "mjml",
    };
    let id = sqlx::query_scalar!("insert into templates (name, markup) values ($1, $2) returning id", name, markup)
        .fetch_one(db)
        .await
        .map_err(|error| taken_or(error, name))?;
    Ok(TemplateId(id))
}

/// Somebody who takes the name first gets it: then the copy is refused as any other name would be.
async fn free_name(mailroom: &Mailroom, of: &str, copy: &str) -> Result<String> {
    let short: String = of.chars().take(80).collect();
    let copy = usable_name(copy)?;
    let candidates: Vec<String> =
        (1..=100).map(|n| if n == 1 { format!("{short} ({copy})") } else { format!("{short} ({copy} {n})") }).collect();
    free_one(mailroom, candidates).await?.ok_or_else(|| too_many_copies(of))
}

async fn free_one(mailroom: &Mailroom, candidates: Vec<String>) -> Result<Option<String>> {
    let taken = sqlx::query_scalar!("select name from templates where name = any($1)", &candidates)
        .fetch_all(&mailroom.db)
        .await?;
    Ok(candidates.into_iter().find(|name| !taken.contains(name)))
}

fn too_many_copies(of: &str) -> Error {
    Error::refused((
        format!("there are a hundred copies of “{of}” already; rename or delete some"),
        format!("“{of}”의 사본이 이미 100개 있습니다. 이름을 바꾸거나 삭제하세요"),
    ))
}
