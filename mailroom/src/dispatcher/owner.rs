use crate::{
    Mailroom, Result,
    ledger::{DISPATCHER_LOCK, Owner},
};
use sqlx::{Connection, PgConnection};
use tokio::sync::Mutex;

/// A dispatcher's number, held as an advisory lock on a connection of its own: when the process dies the
/// lock goes with the connection, and others know at once.
pub(super) struct Number {
    owner: Owner,
    line: Mutex<PgConnection>,
}

impl Number {
    pub async fn take(mailroom: &Mailroom) -> Result<Self> {
        let mut line = connect(mailroom).await?;
        let number = sqlx::query_scalar!(r#"select nextval('dispatcher_numbers')::int as "number!""#)
            .fetch_one(&mut line)
            .await?;
        let owner = Owner(number);
        hold(&mut line, owner).await?;
        Ok(Self { owner, line: Mutex::new(line) })
    }

    pub fn owner(&self) -> Owner {
        self.owner
    }

    /// Takes the number again where the connection was lost.
    pub async fn keep(&self, mailroom: &Mailroom) -> Result<()> {
        let mut line = self.line.lock().await;
        if line.ping().await.is_err() {
            *line = connect(mailroom).await?;
            hold(&mut line, self.owner).await?;
        }
        Ok(())
    }
}

async fn connect(mailroom: &Mailroom) -> Result<PgConnection> {
    Ok(PgConnection::connect_with(&mailroom.db.connect_options()).await?)
}

async fn hold(line: &mut PgConnection, owner: Owner) -> Result<()> {
    sqlx::query!(r#"select pg_advisory_lock($1, $2) as "void?: ()""#, DISPATCHER_LOCK, owner.0).fetch_one(line).await?;
    Ok(())
}
