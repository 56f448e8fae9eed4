//! Templates that are kept.

use crate::{Mailroom, Member, Result};
use domain::{
    Invalid,
    template::{self, Compiled, Markup},
};

/// Keeps a template under its name, over an earlier one of that name. What it compiles to comes back.
pub async fn save(mailroom: &Mailroom, by: &Member, name: &str, markup: Markup, source: &str) -> Result<Compiled> {
    by.may_send()?;
    let compiled = template::compile(markup, source).map_err(|problems| {
        let first = problems.first().map(|p| format!("line {}, column {}: {}", p.line, p.column, p.text));
        Invalid::new("source", first.unwrap_or_default())
    })?;
    sqlx::query!(
        "insert into templates (name, markup, source) values ($1, $2, $3)
         on conflict (name) do update set markup = excluded.markup, source = excluded.source, updated_at = now()",
        name,
        match markup {
            Markup::Html => "html",
            Markup::Mjml => "mjml",
        },
        source
    )
    .execute(&mailroom.db)
    .await?;
    Ok(compiled)
}
