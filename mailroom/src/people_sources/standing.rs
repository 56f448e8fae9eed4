//! The process that stands reads its sources by the hour, and when somebody asks.

use super::{Source, sync};
use crate::{Error, Mailroom, Result};
use futures::future::join_all;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Reads the sources until stopped. `before_launch`: campaigns wait until they were read once more.
pub async fn stand(mailroom: &Mailroom, sources: &[Source], before_launch: bool, stop: &CancellationToken) {
    join_all(sources.iter().map(|source| keep(mailroom, source, before_launch, stop))).await;
}

async fn keep(mailroom: &Mailroom, source: &Source, before_launch: bool, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        let turn = async {
            offer(mailroom, source, before_launch).await?;
            if is_due(mailroom, source).await? {
                let offered = offer_on(mailroom, source, before_launch);
                tokio::select! {
                    run = sync(mailroom, source, |_| {}) => { run?; }
                    () = offered => {}
                }
            }
            Ok::<_, Error>(())
        };
        tokio::select! {
            done = turn => if let Err(error) = done {
                tracing::error!(%error, source = source.name(), "a source of people could not be read; trying again");
            },
            // what was read is kept, and the next run goes on from there
            () = stop.cancelled() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// For as long as a run lasts.
async fn offer_on(mailroom: &Mailroom, source: &Source, before_launch: bool) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if let Err(error) = offer(mailroom, source, before_launch).await {
            tracing::warn!(%error, source = source.name(), "a source could not be offered");
        }
    }
}

/// So that the pages know that somebody would read it.
async fn offer(mailroom: &Mailroom, source: &Source, before_launch: bool) -> Result<()> {
    let described = source.described();
    sqlx::query!(
        "insert into people_sources (name, place, fingerprint, offered_at, read_before_launch) values ($1, $2, $3, now(), $4)
         on conflict (name) do update set offered_at = now(), read_before_launch = $4",
        described.name,
        described.place,
        described.fingerprint,
        before_launch
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Asked for; or the latest run began more than an hour ago.
async fn is_due(mailroom: &Mailroom, source: &Source) -> Result<bool> {
    let is_due = sqlx::query_scalar!(
        r#"select asked_at is not null or not exists (
               select from source_runs where source = name and began_at > now() - interval '1 hour') as "is_due!"
           from people_sources where name = $1"#,
        source.name()
    );
    Ok(is_due.fetch_one(&mailroom.db).await?)
}
