use crate::{Mailroom, Result};
use sqlx::PgConnection;

/// Every attribute that people have, by name, in alphabetical order.
pub async fn columns(mailroom: &Mailroom) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!("select name from attribute_names order by name");
    Ok(names.fetch_all(&mailroom.db).await?)
}

/// Whoever gives people attributes tells their names.
pub(super) async fn know(db: &mut PgConnection, names: &[String]) -> Result<()> {
    sqlx::query!(
        "insert into attribute_names (name) select distinct * from unnest($1::text[]) on conflict do nothing",
        names
    )
    .execute(db)
    .await?;
    Ok(())
}
