//! Where people come from besides files: whether it could be read now, and how the last run went.

use super::Finding;
use crate::settings::People;
use anyhow::{Context, Result, bail};
use domain::people_source::{RunState, SourceRun};
use mailroom::{
    Mailroom,
    people_sources::{self, Source},
};

pub async fn findings(mailroom: &Mailroom, people: &People) -> Vec<Finding> {
    let sources = match people.sources().await {
        Ok(sources) => sources,
        Err(error) => return vec![("people", Err(error))],
    };
    let mut findings = vec![];
    for source in &sources {
        let looked = look(mailroom, source).await;
        findings.push(("people", looked.with_context(|| format!("the source ‘{}’", source.name()))));
    }
    findings
}

async fn look(mailroom: &Mailroom, source: &Source) -> Result<String> {
    let (place, newest) = people_sources::look(source).await?;
    let newest = newest.map(|newest| format!(", its newest row is of {newest}")).unwrap_or_default();
    let latest = people_sources::newest(mailroom, source.name(), 1).await?.pop();
    let went = latest.map_or(Ok("nothing was brought in from it yet".into()), |run| went(&run))?;
    Ok(format!("{place} can be read{newest}; {went}"))
}

fn went(run: &SourceRun) -> Result<String> {
    let SourceRun { began_at, rows_read, added, updated, rejected, .. } = run;
    match run.state {
        RunState::Running => Ok(format!("a run began at {began_at:.0} and has read {rows_read} rows")),
        RunState::Done => Ok(format!(
            "the run of {began_at:.0} read {rows_read} rows: {added} people added, {updated} updated, {rejected} rejected"
        )),
        RunState::Failed => {
            let because = run.failed_because.as_ref().map(|because| because.en.as_str()).unwrap_or_default();
            bail!("it can be read now, but the run of {began_at:.0} failed: {because}; the next one goes on from there")
        }
    }
}
