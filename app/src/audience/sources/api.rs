use crate::AppError;
use domain::{
    import::Rejection,
    people_source::{PeopleSource, SourceRun},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use mailroom::people_sources;

#[cfg(feature = "ssr")]
const RUNS: i64 = 10;
#[cfg(feature = "ssr")]
const REJECTIONS: i64 = 50;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceShown {
    pub source: PeopleSource,
    /// Newest first.
    pub runs: Vec<SourceRun>,
    /// Of the latest run that had any.
    pub rejected: Vec<Rejection>,
}

#[server]
pub async fn sources() -> Result<Vec<SourceShown>, AppError> {
    signed_in().await?;
    let mailroom = mailroom();
    let mut shown = Vec::new();
    for source in people_sources::list(&mailroom).await? {
        let runs = people_sources::newest(&mailroom, &source.name, RUNS).await?;
        let rejected = match runs.iter().find(|run| run.rejected > 0) {
            Some(run) => people_sources::rejections(&mailroom, run.id, None, REJECTIONS).await?,
            None => Vec::new(),
        };
        shown.push(SourceShown { source, runs, rejected });
    }
    Ok(shown)
}

#[server]
pub async fn read_now(source: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(people_sources::ask(&mailroom(), &member, &source).await?)
}
