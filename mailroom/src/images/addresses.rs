//! Where the world finds our pictures: under this server's address, or that of whatever stands in front of the store.

use crate::{Error, Mailroom, Result};
use domain::{
    TemplateId,
    edition::Edition,
    image::{self, readdressed},
};
use sqlx::PgConnection;
use url::Url;

/// What stands in front of a picture's name.
pub(crate) fn base(mailroom: &Mailroom) -> String {
    match &mailroom.images_url {
        Some(url) => with_slash(url),
        None => format!("{}{}", mailroom.public_url.as_str().trim_end_matches('/'), image::PATH),
    }
}

pub(super) fn address(mailroom: &Mailroom, name: &str) -> String {
    format!("{}{name}", base(mailroom))
}

/// Written down by whoever shows the pages, since templates then say it.
pub async fn note_address(mailroom: &Mailroom) -> Result<()> {
    sqlx::query!("insert into image_addresses (base) values ($1) on conflict do nothing", base(mailroom))
        .execute(&mailroom.db)
        .await?;
    Ok(())
}

/// These words with our pictures under the address they have now, whichever they had when the template was written.
pub(crate) async fn readdress(mailroom: &Mailroom, db: &mut PgConnection, mut words: Edition) -> Result<Edition> {
    let mut bases = sqlx::query_scalar!("select base from image_addresses").fetch_all(db).await?;
    bases.push(format!("{}{}", mailroom.public_url.as_str().trim_end_matches('/'), image::PATH));
    let now = base(mailroom);
    for text in [&mut words.html, &mut words.text].into_iter().chain(words.fields.values_mut()) {
        *text = readdressed(text, &bases, &now);
    }
    Ok(words)
}

/// Of the pictures that this template shows, as they stand in it.
pub(crate) async fn addresses_in(mailroom: &Mailroom, template: TemplateId) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        r#"select i.name from templates t
           join template_versions v on v.template_id = t.id and v.version = t.version
           cross join lateral regexp_matches(v.source, '/([0-9a-f]{32}\.(?:jpg|png|gif))', 'g') with ordinality shown (name, n)
           join images i on i.name = shown.name[1]
           where t.id = $1 group by i.name order by min(shown.n)"#,
        template.0
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(names.iter().map(|name| address(mailroom, name)).collect())
}

fn with_slash(url: &Url) -> String {
    let url = url.as_str();
    if url.ends_with('/') { url.to_owned() } else { format!("{url}/") }
}

/// # Errors
/// One that pictures in letters cannot begin with.
pub fn usable_base(url: &Url) -> Result<()> {
    let is_plain = matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
    if is_plain {
        return Ok(());
    }
    Err(Error::broken(format_args!(
        "`{url}` is no address that pictures can lie under; write one such as https://cdn.shop.example/mail"
    )))
}
