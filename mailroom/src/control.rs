//! The control channel: tells dispatchers on every machine, at the pace of people, that they should look up.

use crate::Result;
use sqlx::PgConnection;

pub(crate) const CHANNEL: &str = "pabal_control";

/// Heard when the transaction commits.
pub(crate) async fn announce(db: &mut PgConnection) -> Result<()> {
    sqlx::query!("select pg_notify($1, '')", CHANNEL).execute(db).await?;
    Ok(())
}
